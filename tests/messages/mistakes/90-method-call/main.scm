(define s "abc")
(display (s.length))
