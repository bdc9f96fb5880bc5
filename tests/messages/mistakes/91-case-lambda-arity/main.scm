(define f (case-lambda ((a) 1) ((a b) 2)))
(display (f 1 2 3))
