(define-syntax swap!
  (syntax-rule ()
    ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
(define x 1) (define y 2)
(swap! x y)
