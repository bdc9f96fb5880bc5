(define (average l) (/ (apply + l) (length l)))
(display (average '()))
