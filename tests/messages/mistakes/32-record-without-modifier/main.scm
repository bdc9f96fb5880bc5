(define-record-type point (make-point x y) point? (x px) (y py))
(define p (make-point 1 2))
(set-px! p 3)
