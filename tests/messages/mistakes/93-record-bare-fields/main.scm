(define-record-type point (make-point x y) point? x y)
(display (point-x (make-point 1 2)))
