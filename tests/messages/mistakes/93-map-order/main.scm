(display (map '(1 2 3) (lambda (x) (* x x))))
