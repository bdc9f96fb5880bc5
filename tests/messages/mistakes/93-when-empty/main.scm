(define x #t)
(when x)
