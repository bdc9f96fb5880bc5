(define x(+ 1 2))
(display(+x 1))
