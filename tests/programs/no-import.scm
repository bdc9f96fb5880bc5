; a script without an import sees every standard library
(define (show . xs) (for-each display xs) (newline))
(show "sqrt " (sqrt 16) ", upcase " (string-upcase "abc") ", caddr " (caddr '(1 2 3)))
(show "delay " (force (delay (+ 1 2))) ", exact complex " (* 2 1+2i))
(define x 1)
(define (f) x)
(show (f))
(define x 2)
(show (f))
