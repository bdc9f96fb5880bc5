(define (average . xs) (/ (apply + xs) (length (car xs))))
(display (average 1 2 3))
