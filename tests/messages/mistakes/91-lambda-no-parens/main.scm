(define add1 (lambda x (+ x 1)))
(display (add1 2))
