(define (f x)
  (return (* x 2)))
(display (f 2))
