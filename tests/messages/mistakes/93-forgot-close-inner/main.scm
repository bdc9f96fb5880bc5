(define (f x)
  (if (> x 0)
      (* x 2)
      (- x))

(define (g y)
  (f (+ y 1)))

(display (g 2))
