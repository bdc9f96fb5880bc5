(define (f x) (conds ((> x 1) 'a) (else 'b)))
(display (f 1))
