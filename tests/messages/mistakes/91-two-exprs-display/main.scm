(define x 2)
(display "x = " x)
