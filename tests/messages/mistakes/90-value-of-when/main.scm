(define (f x) (when (> x 0) 'pos))
(display (string-length (symbol->string (f -1))))
