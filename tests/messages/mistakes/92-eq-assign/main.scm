(define x 1)
(= x 2)
(if (== x 1) (display 1))
