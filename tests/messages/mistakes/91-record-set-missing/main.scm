(define-record-type <p> (make-p x) p? (x p-x))
(define a (make-p 1))
(set! (p-x a) 3)
