(define x 1)
(if (> x 0) (display "pos") else (display "neg"))
