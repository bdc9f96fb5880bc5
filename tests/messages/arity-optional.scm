(define (f a . rest) a)
(define (g) (f))
(+ 1 (g))
