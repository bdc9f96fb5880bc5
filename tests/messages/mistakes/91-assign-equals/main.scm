(define x 3)
(x = 4)
(display x)
