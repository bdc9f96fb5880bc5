(import (srfi 1))
(display (fold (lambda (acc x) (cons x acc)) '() '(1 2 3)))
(display (fold (lambda (acc x) (string-append acc (number->string x))) "" '(1 2 3)))
