(define x 1)
(display `(a ,@x b))
