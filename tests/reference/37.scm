;; SRFI 37: examples of the reference.
(import (srfi 37))

(option? (option '(#\v "verbose") #f #f (lambda (option name argument . seeds) seeds)))
;=> #t
(option-names (option '(#\v "verbose") #f #f list))
;=> (#\v "verbose")
(option-required-arg? (option '(#\o) #t #f list))
;=> #t
(option-optional-arg? (option '(#\o) #f #t list))
;=> #t
(procedure? (option-processor (option '(#\v) #f #f list)))
;=> #t
(args-fold '("-v" "file") (list (option '(#\v) #f #f (lambda (o name arg all) (cons name all)))) (lambda (o name arg all) all) (lambda (operand all) (cons operand all)) '())
;=> ("file" #\v)
