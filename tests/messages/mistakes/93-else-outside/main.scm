(define x 1)
(else (display x))
