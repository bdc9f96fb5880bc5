(define (f #!key x) x)
(display (f #:y 1))
