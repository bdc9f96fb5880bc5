(define f (lamda (x) x))
(display (f 1))
