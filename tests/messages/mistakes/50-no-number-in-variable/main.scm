(define (double s)
  (let ((n (string->number s)))
    (* 2 n)))
(display (double "12x"))
