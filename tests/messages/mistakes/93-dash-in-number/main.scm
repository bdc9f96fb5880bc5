(define n 10)
(display (n-1))
