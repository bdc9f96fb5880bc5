(let-values ((a b (values 1 2))) (display (+ a b)))
