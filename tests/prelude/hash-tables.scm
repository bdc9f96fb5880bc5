;; Hash tables: procedures that take procedures.
(let ((t (make-equal-hashtable))) (hash-table-set! t 'a 1) (hash-table-update! t 'a (lambda (x) (+ x 1))) (hash-table-update!/default t 'b (lambda (x) (+ x 1)) 10) (hash-table-update! t 'c (lambda (x) (* x 2)) (lambda () 21))
  (list (hash-table-ref t 'a) (hash-table-ref t 'b) (hash-table-ref t 'c) (hash-table-ref t 'd (lambda () 'none)) (hash-table-ref t 'a (lambda () 0) list) (hash-table-fold (lambda (k v a) (+ v a)) 0 t) (hash-table-fold t (lambda (k v a) (+ v a)) 0)
   (sort (hash-table-map->list (lambda (k v) v) t) <) (hash-table-count (lambda (k v) (odd? v)) t) (hash-table-intern! t 'z (lambda () 9)) (hash-table-find (lambda (k v) (and (= v 9) k)) t (lambda () #f))))
;=> (2 11 42 none (2) 55 55 (2 11 42) 1 9 z)
(let ((t (make-equal-hashtable)) (n 0)) (hash-table-set! t 1 2) (hash-table-set! t 3 4) (hash-table-walk t (lambda (k v) (set! n (+ n k v)))) (hash-table-map! (lambda (k v) (* v 10)) t) (hash-table-prune! (lambda (k v) (= k 1)) t) (list n (hash-table->alist t)))
;=> (10 ((3 . 40)))
(let ((t (make-equal-hashtable))) (hash-table-ref t 'missing))
;=> error hash-table-ref: no entry for key
(let ((t (make-equal-hashtable))) (hash-table-update! t 'missing (lambda (x) x)))
;=> error hash-table-update!: no entry for key
(let ((t (make-equal-hashtable)) (seen '()))
  (for-each (lambda (i) (hash-table-set! t i (* i i))) '(1 2 3))
  (hash-table-walk t (lambda (k v) (hash-table-delete! t k) (hash-table-set! t (+ k 10) v) (set! seen (cons k seen))))
  (list (reverse seen) (sort (hash-table-keys t) <)))
;=> ((1 2 3) (11 12 13))
(let ((t (make-equal-hashtable)) (n 0)) (hash-table-set! t 'a 1) (hash-table-for-each (lambda (k v) (set! n (+ n v))) t) (hash-table-for-each t (lambda (k v) (set! n (+ n v)))) n)
;=> 2
(let ((t (make-equal-hashtable))) (hash-table-update!/default t "k" (lambda (x) (cons 1 x)) '()) (hashtable-update! t "k" (lambda (x) (cons 2 x)) '()) (hash-table->alist t))
;=> (("k" 2 1))
(hash-table-walk 5 list)
;=> error
