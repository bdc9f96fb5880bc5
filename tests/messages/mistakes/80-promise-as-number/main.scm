(define p (delay (/ 1 0)))
(display (+ 1 p))
