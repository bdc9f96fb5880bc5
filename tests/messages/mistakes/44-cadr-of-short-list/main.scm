(define (second-of l) (cadr l))
(display (second-of '(1)))
