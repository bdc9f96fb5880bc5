(define-library (util) (export f) (begin (define (f x) (* x 2))))
(import (scheme base) (util))
(f 2)
