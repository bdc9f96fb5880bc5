;; SRFI 125: examples of the reference.
(import (srfi 125) (srfi 128))

(hash-table-ref/default (alist->hash-table '((a . 1)) (make-default-comparator)) 'a 0)
;=> 1
(hash-table->alist (hash-table (make-default-comparator) 'a 1))
;=> ((a . 1))
(let ((t (hash-table (make-default-comparator) 'a 1))) (hash-table-clear! t) (hash-table-size t))
;=> 0
(hash-table-contains? (hash-table (make-default-comparator) 'a 1) 'a)
;=> #t
(hash-table-size (hash-table-copy (hash-table (make-default-comparator) 'a 1)))
;=> 1
(hash-table-count (lambda (key value) (odd? value)) (hash-table (make-default-comparator) 'a 1 'b 2))
;=> 1
(hash-table-delete! (hash-table (make-default-comparator) 'a 1 'b 2) 'a 'c)
;=> 1
(hash-table-keys (hash-table-difference! (hash-table (make-default-comparator) 'a 1 'b 2) (hash-table (make-default-comparator) 'a 3)))
;=> (b)
(hash-table-size (hash-table-empty-copy (hash-table (make-default-comparator) 'a 1)))
;=> 0
(hash-table-empty? (hash-table (make-default-comparator)))
;=> #t
(let-values (((keys values) (hash-table-entries (hash-table (make-default-comparator) 'a 1)))) (list keys values))
;=> ((a) (1))
(hash-table-find (lambda (key value) (and (odd? value) key)) (hash-table (make-default-comparator) 'a 1 'b 2) (lambda () #f))
;=> a
(hash-table-fold (lambda (key value sum) (+ value sum)) 0 (hash-table (make-default-comparator) 'a 1 'b 2))
;=> 3
(let ((sum 0)) (hash-table-for-each (lambda (k v) (set! sum (+ sum v))) (hash-table (make-default-comparator) 'a 1 'b 2)) sum)
;=> 3
(hash-table-intern! (hash-table (make-default-comparator) 'a 1) 'b (lambda () 2))
;=> 2
(hash-table-keys (hash-table-intersection! (hash-table (make-default-comparator) 'a 1 'b 2) (hash-table (make-default-comparator) 'a 3)))
;=> (a)
(hash-table-keys (hash-table (make-default-comparator) 'a 1))
;=> (a)
(hash-table-values (hash-table (make-default-comparator) 'a 1))
;=> (1)
(hash-table->alist (hash-table-map - (make-default-comparator) (hash-table (make-default-comparator) 'a 1)))
;=> ((a . -1))
(let ((t (hash-table (make-default-comparator) 'a 1))) (hash-table-map! (lambda (key value) (* 10 value)) t) (hash-table->alist t))
;=> ((a . 10))
(hash-table-map->list cons (hash-table (make-default-comparator) 'a 1))
;=> ((a . 1))
(let-values (((key value) (hash-table-pop! (hash-table (make-default-comparator) 'a 1)))) (list key value))
;=> (a 1)
(let ((t (hash-table (make-default-comparator) 'a 1 'b 2))) (hash-table-prune! (lambda (k v) (odd? v)) t) (hash-table-keys t))
;=> (b)
(hash-table-ref (hash-table (make-default-comparator) 'a 1) 'b (lambda () 'none))
;=> none
(hash-table-ref/default (hash-table (make-default-comparator) 'a 1) 'b 0)
;=> 0
(let ((t (hash-table (make-default-comparator)))) (hash-table-set! t 'a 1 'b 2) (hash-table-size t))
;=> 2
(hash-table-size (hash-table (make-default-comparator) 'a 1 'b 2))
;=> 2
(hash-table-ref/default (hash-table-unfold (lambda (n) (= n 3)) (lambda (n) (values n (* n n))) (lambda (n) (+ n 1)) 0 (make-default-comparator)) 2 #f)
;=> 4
(hash-table-size (hash-table-union! (hash-table (make-default-comparator) 'a 1) (hash-table (make-default-comparator) 'b 2)))
;=> 2
(let ((t (hash-table (make-default-comparator) 'a 1))) (hash-table-update! t 'b (lambda (n) (+ n 1)) (lambda () 0)) (hash-table-ref t 'b))
;=> 1
(let ((t (hash-table (make-default-comparator)))) (hash-table-update!/default t 'a (lambda (n) (+ n 1)) 0) (hash-table-ref t 'a))
;=> 1
(hash-table-keys (hash-table-xor! (hash-table (make-default-comparator) 'a 1 'b 2) (hash-table (make-default-comparator) 'a 3)))
;=> (b)
(hash-table=? (make-default-comparator) (hash-table (make-default-comparator) 'a 1) (hash-table (make-default-comparator) 'a 1))
;=> #t
(hash-table-mutable? (make-hash-table (make-default-comparator)))
;=> #t
