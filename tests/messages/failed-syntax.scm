;; What follows from a macro that was not defined is no mistake of its own.
(define-syntax swap!
  (syntax-rules
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define (f x y)
  (swap! (x) (define y)))
(let ((x 1 2)) x)
