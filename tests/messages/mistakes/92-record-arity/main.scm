(define-record-type point (make-point x y) point? (x px) (y py))
(display (px (make-point 1)))
