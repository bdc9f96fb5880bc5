;; SRFI 69: examples of the reference.
(import (srfi 69))

(let ((t (make-hash-table))) (hash-table-set! t 'a 1) (hash-table->alist t))
;=> ((a . 1))
(let ((t (make-hash-table))) (hash-table-set! t 'a 1) (hash-table-size (hash-table-copy t)))
;=> 1
(let ((t (alist->hash-table '((a . 1) (b . 2))))) (hash-table-delete! t 'a) (hash-table-keys t))
;=> (b)
(hash-table-exists? (alist->hash-table '((a . 1))) 'a)
;=> #t
(hash-table-fold (alist->hash-table '((a . 1) (b . 2))) (lambda (key value sum) (+ value sum)) 0)
;=> 3
(hash-table-keys (alist->hash-table '((a . 1))))
;=> (a)
(hash-table-values (alist->hash-table '((a . 1))))
;=> (1)
(hash-table-size (hash-table-merge! (alist->hash-table '((a . 1))) (alist->hash-table '((b . 2)))))
;=> 2
(hash-table-ref/default (alist->hash-table '((a . 1))) 'b 0)
;=> 0
(let ((t (make-hash-table))) (hash-table-set! t 'a 1) (hash-table-ref/default t 'a 0))
;=> 1
(hash-table-size (alist->hash-table '((a . 1) (b . 2))))
;=> 2
(let ((t (alist->hash-table '((a . 1))))) (hash-table-update! t 'a (lambda (n) (+ n 1))) (hash-table-ref/default t 'a 0))
;=> 2
(let ((t (make-hash-table))) (hash-table-update!/default t 'a (lambda (n) (+ n 1)) 0) (hash-table->alist t))
;=> ((a . 1))
(let ((sum 0)) (hash-table-walk (alist->hash-table '((a . 1) (b . 2))) (lambda (k v) (set! sum (+ sum v)))) sum)
;=> 3
(exact-integer? (hash '(a b)))
;=> #t
(procedure? (hash-table-hash-function (make-hash-table)))
;=> #t
