(define x (list 1 2))
(display (match x ((a b) (+ a b))))
