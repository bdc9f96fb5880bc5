(define f (x) => (* x x))
(display (f 2))
