(define level (make-parameter 1))
(display (+ level 1))
