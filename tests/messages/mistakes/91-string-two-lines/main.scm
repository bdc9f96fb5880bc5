(define s 'it's)
(display s)
