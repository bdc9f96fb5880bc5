(define l '(1 2 3))
(display (list-ref l 3))
