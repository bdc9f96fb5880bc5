(define one 1)
(car one)
(define two 2)
