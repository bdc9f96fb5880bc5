(define-record-type point (make-point x y) point? (x px) (y py))
(define-record-type circle (make-circle r) circle? (r cr))
(display (px (make-circle 2)))
