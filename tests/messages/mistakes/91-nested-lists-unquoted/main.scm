(define m ((1 2) (3 4)))
(display m)
