(define-syntax inc! (syntax-rules
  ((_ x) (set! x (+ x 1)))))
(define y 1)
(inc! y)
