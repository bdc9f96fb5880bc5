(define (f x (y 2)) (+ x y))
(display (f 1))
