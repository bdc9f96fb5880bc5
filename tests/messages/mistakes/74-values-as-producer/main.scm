(call-with-values (values 1 2) (lambda (a b) (display (+ a b))))
