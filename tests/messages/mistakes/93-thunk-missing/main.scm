(define (f) 42)
(display (+ f 1))
