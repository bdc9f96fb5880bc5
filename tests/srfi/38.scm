;; SRFI 38: external representations of data with shared structure.
(import (srfi 38))

(define (written write x) (let ((out (open-output-string))) (write x out) (get-output-string out)))
(let ((a (list 'x 'y)))
  (set-cdr! (cdr a) a)
  (list (written write-with-shared-structure a) (written write/ss (let ((b (list 1))) (list b b))) (written write/ss "a")))
;=> ("#0=(x y . #0#)" "(#0=(1) #0#)" "\"a\"")
(map (lambda (read) (let ((x (read (open-input-string "(#1=(a) #1# . #2=(b . #2#))")))) (list (eq? (car x) (cadr x)) (eq? (cddr x) (cdddr x)))))
     (list read-with-shared-structure read/ss))
;=> ((#t #t) (#t #t))
