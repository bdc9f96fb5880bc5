(define p '(1 . 2 3))
(display p)
