(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((held a)) (set! a b) (set! b held)))))
(define other 20)
(define-syntax bump! (syntax-rules () ((_) (set! counter (+ counter 1)))))
(define (bump-by-eval!) (eval '(set! counter 100) (interaction-environment)))
(define (first list) 'own)
