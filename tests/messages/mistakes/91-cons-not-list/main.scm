(define l (cons 1 2))
(display (length l))
