; included by square.sld, found next to it
(define-record-type <square> (make-square side) square? (side side-of))
(define (area s) (* (side-of s) (side-of s)))
