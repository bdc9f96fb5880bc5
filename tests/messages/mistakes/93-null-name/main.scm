(define (last-of l) (if (eq? l nil) #f (car l)))
(display (last-of '(1)))
