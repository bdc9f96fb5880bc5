(define l '(1 2))
(append l 3)
(push! l 3)
(display l)
