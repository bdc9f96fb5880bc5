(define n (string->number "12a"))
(display (* n 2))
