(display ((lambda (x y) (+ x y)) 1))
