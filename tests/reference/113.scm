;; SRFI 113: examples of the reference.
(import (srfi 113) (srfi 128))

(set-size (set (make-default-comparator) 1 2 2))
;=> 2
(set->list (set-adjoin (set (make-default-comparator)) 1))
;=> (1)
(set->list (set-adjoin! (set (make-default-comparator)) 1))
;=> (1)
(set-any? odd? (set (make-default-comparator) 1 2))
;=> #t
(set-every? odd? (set (make-default-comparator) 1 2))
;=> #f
(set-contains? (set (make-default-comparator) 1 2) 2)
;=> #t
(set=? (set-copy (set (make-default-comparator) 1)) (set (make-default-comparator) 1))
;=> #t
(set-count odd? (set (make-default-comparator) 1 2 3))
;=> 2
(set->list (set-delete (set (make-default-comparator) 1 2) 1))
;=> (2)
(set->list (set-delete! (set (make-default-comparator) 1 2) 1))
;=> (2)
(set->list (set-delete-all (set (make-default-comparator) 1 2 3) '(1 3)))
;=> (2)
(set->list (set-delete-all! (set (make-default-comparator) 1 2 3) '(1 3)))
;=> (2)
(set->list (set-difference (set (make-default-comparator) 1 2) (set (make-default-comparator) 2)))
;=> (1)
(set->list (set-difference! (set (make-default-comparator) 1 2) (set (make-default-comparator) 2)))
;=> (1)
(set-disjoint? (set (make-default-comparator) 1) (set (make-default-comparator) 2))
;=> #t
(comparator? (set-element-comparator (set (make-default-comparator))))
;=> #t
(comparator? set-comparator)
;=> #t
(comparator? bag-comparator)
;=> #t
(set-empty? (set (make-default-comparator)))
;=> #t
(set->list (set-filter odd? (set (make-default-comparator) 1 2)))
;=> (1)
(set->list (set-filter! odd? (set (make-default-comparator) 1 2)))
;=> (1)
(set-find even? (set (make-default-comparator) 1 2 3) (lambda () #f))
;=> 2
(set-fold + 0 (set (make-default-comparator) 1 2 3))
;=> 6
(let ((sum 0)) (set-for-each (lambda (n) (set! sum (+ sum n))) (set (make-default-comparator) 1 2)) sum)
;=> 3
(set->list (set-intersection (set (make-default-comparator) 1 2) (set (make-default-comparator) 2 3)))
;=> (2)
(set->list (set-intersection! (set (make-default-comparator) 1 2) (set (make-default-comparator) 2 3)))
;=> (2)
(set->list (set-map (make-default-comparator) - (set (make-default-comparator) 1)))
;=> (-1)
(set-member (set (make-default-comparator) 1 2) 3 'none)
;=> none
(let-values (((odd even) (set-partition odd? (set (make-default-comparator) 1 2)))) (list (set->list odd) (set->list even)))
;=> ((1) (2))
(let-values (((odd even) (set-partition! odd? (set (make-default-comparator) 1 2)))) (list (set->list odd) (set->list even)))
;=> ((1) (2))
(set->list (set-remove odd? (set (make-default-comparator) 1 2)))
;=> (2)
(set->list (set-remove! odd? (set (make-default-comparator) 1 2)))
;=> (2)
(set->list (set-replace (set (make-default-comparator) 1) 1))
;=> (1)
(set->list (set-replace! (set (make-default-comparator) 1) 1))
;=> (1)
(let-values (((s found) (set-search! (set (make-default-comparator) 1) 2 (lambda (insert ignore) (insert 'new)) (lambda (old update remove) (remove 'old))))) (list (set-size s) found))
;=> (2 new)
(set-size (set (make-default-comparator) 'a 'b))
;=> 2
(set-size (set-unfold (make-default-comparator) (lambda (n) (= n 3)) (lambda (n) (* n n)) (lambda (n) (+ n 1)) 0))
;=> 3
(set-size (set-union (set (make-default-comparator) 1) (set (make-default-comparator) 2)))
;=> 2
(set-size (set-union! (set (make-default-comparator) 1) (set (make-default-comparator) 2)))
;=> 2
(set->list (set-xor (set (make-default-comparator) 1 2) (set (make-default-comparator) 2)))
;=> (1)
(set->list (set-xor! (set (make-default-comparator) 1 2) (set (make-default-comparator) 2)))
;=> (1)
(set<=? (set (make-default-comparator) 1) (set (make-default-comparator) 1 2))
;=> #t
(set<? (set (make-default-comparator) 1) (set (make-default-comparator) 1 2))
;=> #t
(set=? (set (make-default-comparator) 1 2) (set (make-default-comparator) 2 1))
;=> #t
(set>=? (set (make-default-comparator) 1) (set (make-default-comparator) 1))
;=> #t
(set>? (set (make-default-comparator) 1) (set (make-default-comparator) 1))
;=> #f
(set? (set (make-default-comparator)))
;=> #t
(set-contains? (list->set (make-default-comparator) '(1 2)) 1)
;=> #t
(set-size (list->set! (set (make-default-comparator) 1) '(2 3)))
;=> 3
(set->list (set (make-default-comparator) 1))
;=> (1)
(bag-size (set->bag (set (make-default-comparator) 1 2)))
;=> 2
(bag-element-count (set->bag! (bag (make-default-comparator) 1) (set (make-default-comparator) 1)) 1)
;=> 2
(set-size (bag->set (bag (make-default-comparator) 1 1)))
;=> 1
(bag-element-count (alist->bag (make-default-comparator) '((a . 3))) 'a)
;=> 3
(bag-size (bag (make-default-comparator) 1 1 2))
;=> 3
(bag->alist (bag (make-default-comparator) 'a 'a))
;=> ((a . 2))
(bag->list (bag (make-default-comparator) 1 1))
;=> (1 1)
(bag->list (bag-adjoin (bag (make-default-comparator) 1) 1))
;=> (1 1)
(bag->list (bag-adjoin! (bag (make-default-comparator) 1) 1))
;=> (1 1)
(bag-any? odd? (bag (make-default-comparator) 1 2))
;=> #t
(bag-every? odd? (bag (make-default-comparator) 1 2))
;=> #f
(bag-contains? (bag (make-default-comparator) 1 2) 2)
;=> #t
(bag-size (bag-copy (bag (make-default-comparator) 1 1)))
;=> 2
(bag-count odd? (bag (make-default-comparator) 1 1 2))
;=> 2
(bag->list (bag-decrement! (bag (make-default-comparator) 1 1 1) 1 2))
;=> (1)
(bag->list (bag-increment! (bag (make-default-comparator)) 1 2))
;=> (1 1)
(bag->list (bag-delete (bag (make-default-comparator) 1 2) 1))
;=> (2)
(bag->list (bag-delete! (bag (make-default-comparator) 1 2) 1))
;=> (2)
(bag->list (bag-delete-all (bag (make-default-comparator) 1 2 3) '(1 2)))
;=> (3)
(bag->list (bag-delete-all! (bag (make-default-comparator) 1 2 3) '(1 2)))
;=> (3)
(bag->list (bag-difference (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> (1)
(bag->list (bag-difference! (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> (1)
(bag-disjoint? (bag (make-default-comparator) 1) (bag (make-default-comparator) 2))
;=> #t
(comparator? (bag-element-comparator (bag (make-default-comparator))))
;=> #t
(bag-element-count (bag (make-default-comparator) 'a 'a 'b) 'a)
;=> 2
(bag-empty? (bag (make-default-comparator)))
;=> #t
(bag->list (bag-filter odd? (bag (make-default-comparator) 1 1 2)))
;=> (1 1)
(bag->list (bag-filter! odd? (bag (make-default-comparator) 1 1 2)))
;=> (1 1)
(bag-find even? (bag (make-default-comparator) 1 2) (lambda () #f))
;=> 2
(bag-fold + 0 (bag (make-default-comparator) 1 1 2))
;=> 4
(bag-fold-unique (lambda (item count sum) (+ count sum)) 0 (bag (make-default-comparator) 1 1 2))
;=> 3
(let ((sum 0)) (bag-for-each (lambda (n) (set! sum (+ sum n))) (bag (make-default-comparator) 1 1)) sum)
;=> 2
(let ((all '())) (bag-for-each-unique (lambda (item n) (set! all (list item n))) (bag (make-default-comparator) 'a 'a)) all)
;=> (a 2)
(bag->list (bag-intersection (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1 2)))
;=> (1)
(bag->list (bag-intersection! (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1 2)))
;=> (1)
(bag->list (bag-map (make-default-comparator) - (bag (make-default-comparator) 1 1)))
;=> (-1 -1)
(bag-member (bag (make-default-comparator) 1) 2 'none)
;=> none
(let-values (((odd even) (bag-partition odd? (bag (make-default-comparator) 1 1 2)))) (list (bag->list odd) (bag->list even)))
;=> ((1 1) (2))
(let-values (((odd even) (bag-partition! odd? (bag (make-default-comparator) 1 1 2)))) (list (bag->list odd) (bag->list even)))
;=> ((1 1) (2))
(bag->list (bag-product 2 (bag (make-default-comparator) 1)))
;=> (1 1)
(bag->list (bag-product! 2 (bag (make-default-comparator) 1)))
;=> (1 1)
(bag->list (bag-remove odd? (bag (make-default-comparator) 1 1 2)))
;=> (2)
(bag->list (bag-remove! odd? (bag (make-default-comparator) 1 1 2)))
;=> (2)
(bag->list (bag-replace (bag (make-default-comparator) 1 1) 1))
;=> (1 1)
(bag->list (bag-replace! (bag (make-default-comparator) 1 1) 1))
;=> (1 1)
(bag-size (bag-sum (bag (make-default-comparator) 1) (bag (make-default-comparator) 1)))
;=> 2
(bag-size (bag-sum! (bag (make-default-comparator) 1) (bag (make-default-comparator) 1)))
;=> 2
(bag-size (bag-unfold (make-default-comparator) (lambda (n) (= n 3)) (lambda (n) 'same) (lambda (n) (+ n 1)) 0))
;=> 3
(bag-size (bag-union (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> 2
(bag-size (bag-union! (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> 2
(bag-unique-size (bag (make-default-comparator) 1 1 2))
;=> 2
(bag->list (bag-xor (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> (1)
(bag->list (bag-xor! (bag (make-default-comparator) 1 1) (bag (make-default-comparator) 1)))
;=> (1)
(bag<=? (bag (make-default-comparator) 1) (bag (make-default-comparator) 1 1))
;=> #t
(bag<? (bag (make-default-comparator) 1) (bag (make-default-comparator) 1 1))
;=> #t
(bag=? (bag (make-default-comparator) 1 2) (bag (make-default-comparator) 2 1))
;=> #t
(bag>=? (bag (make-default-comparator) 1) (bag (make-default-comparator) 1))
;=> #t
(bag>? (bag (make-default-comparator) 1) (bag (make-default-comparator) 1))
;=> #f
(bag? (bag (make-default-comparator)))
;=> #t
(bag-element-count (list->bag (make-default-comparator) '(1 1)) 1)
;=> 2
(bag-size (list->bag! (bag (make-default-comparator) 1) '(1 2)))
;=> 3
(let-values (((b found) (bag-search! (bag (make-default-comparator) 1) 2 (lambda (insert ignore) (insert 'new)) (lambda (old update remove) (remove 'old))))) (list (bag-size b) found))
;=> (2 new)
