(define l (append '(1 2) 3))
(display (length l))
