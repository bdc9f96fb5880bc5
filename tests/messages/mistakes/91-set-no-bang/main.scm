(define x 3)
(set x 4)
(display x)
