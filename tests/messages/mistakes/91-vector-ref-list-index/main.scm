(define grid (vector (vector 1 2) (vector 3 4)))
(display (vector-ref grid 0 1))
