(define t ((a . 1) (b . 2)))
(display (assq 'a t))
