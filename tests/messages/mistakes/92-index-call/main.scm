(define v (vector 1 2 3))
(display (v 0))
