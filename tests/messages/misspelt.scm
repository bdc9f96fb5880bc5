(define (total items) (fold-lefft + 0 items))
(display (total '(1 2)))
