(define (f x) (+ x undefined-variable-name))
(display "start")
(newline)
(f 1)
