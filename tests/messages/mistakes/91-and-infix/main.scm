(define x 3)
(if ((> x 1) and (< x 5)) (display "in"))
