;; SRFI 126: examples of the reference.
(import (srfi 126))

(hashtable-ref (alist->eq-hashtable '((a . 1))) 'a 0)
;=> 1
(hashtable-ref (alist->eqv-hashtable '((1 . a))) 1 0)
;=> a
(let ((t (alist->eq-hashtable '((a . 1))))) (hashtable-clear! t) (hashtable-size t))
;=> 0
(hashtable-contains? (alist->eq-hashtable '((a . 1))) 'a)
;=> #t
(hashtable-size (hashtable-copy (alist->eq-hashtable '((a . 1)))))
;=> 1
(let ((t (alist->eq-hashtable '((a . 1))))) (hashtable-inc! t 'a 5) (hashtable-ref t 'a))
;=> 6
(let ((t (alist->eq-hashtable '((a . 1))))) (hashtable-dec! t 'a) (hashtable-ref t 'a))
;=> 0
(let ((t (alist->eq-hashtable '((a . 1) (b . 2))))) (hashtable-delete! t 'a) (hashtable-keys t))
;=> #(b)
(hashtable-size (hashtable-empty-copy (alist->eq-hashtable '((a . 1)))))
;=> 0
(hashtable-empty? (make-eq-hashtable))
;=> #t
(call-with-values (lambda () (hashtable-entries (alist->eq-hashtable '((a . 1))))) list)
;=> (#(a) #(1))
(call-with-values (lambda () (hashtable-entry-lists (alist->eq-hashtable '((a . 1))))) list)
;=> ((a) (1))
(call-with-values (lambda () (hashtable-find (alist->eq-hashtable '((a . 1))) (lambda (key value) (odd? value)))) list)
;=> (a 1 #t)
(hashtable-intern! (make-eq-hashtable) 'a (lambda () 1))
;=> 1
(hashtable-key-list (alist->eq-hashtable '((a . 1))))
;=> (a)
(hashtable-keys (alist->eq-hashtable '((a . 1))))
;=> #(a)
(call-with-values (lambda () (hashtable-lookup (alist->eq-hashtable '((a . 1))) 'a)) list)
;=> (1 #t)
(hashtable-map->lset (alist->eq-hashtable '((a . 1))) cons)
;=> ((a . 1))
(let ((t (alist->eq-hashtable '((a . 1))))) (hashtable-merge! t (alist->eq-hashtable '((b . 2)))) (hashtable-size t))
;=> 2
(hashtable-mutable? (make-eq-hashtable))
;=> #t
(call-with-values (lambda () (hashtable-pop! (alist->eq-hashtable '((a . 1))))) list)
;=> (a 1)
(let ((t (alist->eq-hashtable '((a . 1) (b . 2))))) (hashtable-prune! t (lambda (key value) (odd? value))) (hashtable-keys t))
;=> #(b)
(let ((t (make-eq-hashtable))) (hashtable-set! t 'a 1) (hashtable-ref t 'a))
;=> 1
(hashtable-size (alist->eq-hashtable '((a . 1))))
;=> 1
(hashtable-sum (alist->eq-hashtable '((a . 1) (b . 2))) 0 (lambda (key value sum) (+ value sum)))
;=> 3
(let ((t (make-eq-hashtable))) (hashtable-update! t 'a (lambda (n) (+ n 1)) 0) (hashtable-ref t 'a))
;=> 1
(let ((t (alist->eq-hashtable '((a . 1))))) (hashtable-update-all! t (lambda (key value) (* 10 value))) (hashtable-ref t 'a))
;=> 10
(hashtable-value-list (alist->eq-hashtable '((a . 1))))
;=> (1)
(hashtable-values (alist->eq-hashtable '((a . 1))))
;=> #(1)
(let ((sum 0)) (hashtable-walk (alist->eq-hashtable '((a . 1) (b . 2))) (lambda (key value) (set! sum (+ sum value)))) sum)
;=> 3
