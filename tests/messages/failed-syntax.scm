;; Errors that follow from a macro that was not defined are not reported.
(define-syntax swap!
  (syntax-rules
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define (f x y)
  (swap! (x) (define y)))
(let ((x 1 2)) x)
