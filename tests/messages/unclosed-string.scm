(define s "hello
(display s)
