(define (f x)
  (let ((y [* x x)))
    y))
(display (f 2))
