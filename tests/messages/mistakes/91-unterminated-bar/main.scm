(define |my name 1)
(display 1)
