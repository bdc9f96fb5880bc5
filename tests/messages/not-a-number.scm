(define (sum . xs) (apply + xs))
(display (+ 1 "2"))
