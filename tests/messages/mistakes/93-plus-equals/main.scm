(define n 1)
(+= n 1)
(display n)
