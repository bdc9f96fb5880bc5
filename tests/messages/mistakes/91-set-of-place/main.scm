(define v (vector 1 2))
(set! (vector-ref v 0) 5)
