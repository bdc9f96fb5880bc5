(define x 1)
(setf x 2)
(display x)
