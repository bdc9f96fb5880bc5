(define (double s) (* 2 (string->number s)))
(display (double "12x"))
