;; SRFI 209: examples of the reference.
(import (srfi 209) (srfi 128))

(enum-name (enum-min (make-enum-type '(red green blue))))
;=> red
(enum-name (enum-max (make-enum-type '(red green blue))))
;=> blue
(enum-ordinal (enum-name->enum (make-enum-type '(red green blue)) 'green))
;=> 1
(enum-name->ordinal (make-enum-type '(red green blue)) 'blue)
;=> 2
(enum-name->value (make-enum-type '((red 10) (green 20))) 'green)
;=> 20
(enum-name (enum-next (enum-min (make-enum-type '(red green blue)))))
;=> green
(enum-name (enum-prev (enum-max (make-enum-type '(red green blue)))))
;=> green
(enum-name (enum-ordinal->enum (make-enum-type '(red green blue)) 1))
;=> green
(enum-ordinal->name (make-enum-type '(red green blue)) 1)
;=> green
(enum-ordinal->value (make-enum-type '((red 10) (green 20))) 1)
;=> 20
(enum-value (enum-min (make-enum-type '((red 10) (green 20)))))
;=> 10
(enum-type? (make-enum-type '(red green)))
;=> #t
(enum-type-size (make-enum-type '(red green blue)))
;=> 3
(enum-type-names (make-enum-type '(red green blue)))
;=> (red green blue)
(enum-type-values (make-enum-type '((red 10) (green 20))))
;=> (10 20)
(map enum-name (enum-type-enums (make-enum-type '(red green))))
;=> (red green)
(enum-set-size (enum-type->enum-set (make-enum-type '(red green))))
;=> 2
(let ((t (make-enum-type '(red green)))) (enum-type-contains? t (enum-min t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (eq? t (enum-type (enum-min t))))
;=> #t
(enum? (enum-min (make-enum-type '(red green))))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum<? (enum-min t) (enum-max t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum<=? (enum-min t) (enum-min t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum>? (enum-max t) (enum-min t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum>=? (enum-max t) (enum-min t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum=? (enum-min t) (enum-name->enum t 'red)))
;=> #t
(let ((t (make-enum-type '(red green)))) (map enum-name (enum-set->enum-list (enum-set t (enum-max t)))))
;=> (green)
(let ((t (make-enum-type '(red green blue)))) (enum-set->list (enum-set t (enum-min t) (enum-max t))))
;=> (red blue)
(let ((t (make-enum-type '(red green)))) (enum-set->list (list->enum-set t (list (enum-max t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-adjoin (enum-set t) (enum-min t))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-adjoin! (enum-set t) (enum-min t))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-delete (enum-type->enum-set t) (enum-min t))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-delete! (enum-type->enum-set t) (enum-min t))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-delete-all (enum-type->enum-set t) (list (enum-min t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-delete-all! (enum-type->enum-set t) (list (enum-min t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-complement (enum-set t (enum-min t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-complement! (enum-set t (enum-min t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-union (enum-set t (enum-min t)) (enum-set t (enum-max t)))))
;=> (red green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-union! (enum-set t (enum-min t)) (enum-set t (enum-max t)))))
;=> (red green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-intersection (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-intersection! (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-difference (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-difference! (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-xor (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-xor! (enum-type->enum-set t) (enum-set t (enum-max t)))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set-contains? (enum-type->enum-set t) (enum-min t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set-empty? (enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set-size (enum-set-copy (enum-type->enum-set t))))
;=> 2
(let ((t (make-enum-type '(red green)))) (enum-set-count (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t)))
;=> 1
(let ((t (make-enum-type '(red green)))) (enum-set-any? (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set-every? (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t)))
;=> #f
(let ((t (make-enum-type '(red green)))) (enum-set-disjoint? (enum-set t (enum-min t)) (enum-set t (enum-max t))))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-filter (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-filter! (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t))))
;=> (red)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-remove (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set->list (enum-set-remove! (lambda (e) (eq? (enum-name e) 'red)) (enum-type->enum-set t))))
;=> (green)
(let ((t (make-enum-type '(red green)))) (enum-set-fold (lambda (e n) (+ n 1)) 0 (enum-type->enum-set t)))
;=> 2
(let ((t (make-enum-type '(red green))) (n 0)) (enum-set-for-each (lambda (e) (set! n (+ n 1))) (enum-type->enum-set t)) n)
;=> 2
(let ((t (make-enum-type '(red green)))) (enum-set-map->list enum-ordinal (enum-type->enum-set t)))
;=> (0 1)
(let ((t (make-enum-type '(red green)))) (enum-set-subset? (enum-set t) (enum-type->enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (eq? t (enum-set-type (enum-set t))))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set<? (enum-set t) (enum-type->enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set<=? (enum-set t) (enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set=? (enum-set t) (enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set>? (enum-type->enum-set t) (enum-set t)))
;=> #t
(let ((t (make-enum-type '(red green)))) (enum-set>=? (enum-set t) (enum-set t)))
;=> #t
(enum-set-member? 'red (make-enumeration '(red green)))
;=> #t
(enum-set->list ((enum-set-constructor (make-enumeration '(red green blue))) '(blue)))
;=> (blue)
((enum-set-indexer (make-enumeration '(red green))) 'green)
;=> 1
(enum-set->list (enum-set-universe ((enum-set-constructor (make-enumeration '(red green))) '(red))))
;=> (red green)
(enum-set->list (enum-set-projection (make-enumeration '(red green)) (make-enumeration '(green blue))))
;=> (green)
(enum-set->list (make-enumeration '(red green)))
;=> (red green)
(let ((t (make-enum-type '(red green)))) (<? (make-enum-comparator t) (enum-min t) (enum-max t)))
;=> #t
