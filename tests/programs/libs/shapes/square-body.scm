; included by square.sld, found beside it
(define-record-type <square> (make-square side) square? (side side-of))
(define (area s) (* (side-of s) (side-of s)))
