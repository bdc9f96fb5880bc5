;; SRFI 196: ranges.
(import (scheme base) (srfi 196))
(define r (range 4 (lambda (i) (* i i))))
(define l range->list)
(map l (list r (numeric-range 1 10 3) (numeric-range 10 1 -4) (numeric-range 0 3) (numeric-range 0 1 0.25) (numeric-range 5 1) (vector-range #(a b)) (string-range "ab") (range-append r (numeric-range 0 2)) (range-append) (vector->range #(1 2))))
;=> ((0 1 4 9) (1 4 7) (10 6 2) (0 1 2) (0.0 0.25 0.5 0.75) () (a b) (#\a #\b) (0 1 4 9 0 1) () (1 2))
(numeric-range 0 1 0)
;=> error numeric-range: the step is zero
(range -1 values)
;=> error range: expected a length
(list (range? r) (range? '()) (range=? = r (vector-range #(0 1 4 9)) r) (range=? = r (numeric-range 0 4)) (range=? = r (numeric-range 0 3)))
;=> (#t #f #t #f #f)
(list (range-length r) (range-ref r 2) (range-first r) (range-last r))
;=> (4 4 0 9)
(range-ref r 4)
;=> error range-ref: index out of range
(map l (list (subrange r 1 3) (range-take r 2) (range-take-right r 2) (range-drop r 1) (range-drop-right r 1) (range-reverse r)))
;=> ((1 4) (0 1) (4 9) (1 4 9) (0 1 4) (9 4 1 0))
(call-with-values (lambda () (range-split-at r 1)) (lambda (a b) (list (l a) (l b))))
;=> ((0) (1 4 9))
(subrange r 1 5)
;=> error subrange: no such part of the range
(list (range-count odd? r) (range-count = r (numeric-range 0 9)) (range-any (lambda (x) (and (> x 2) x)) r) (range-any < r (numeric-range 1 3)) (range-every (lambda (x) (< x 10)) r) (range-every odd? r) (range-every odd? (numeric-range 0 0)))
;=> (2 2 4 #t #t #f #t)
(list (l (range-map + r r)) (range-map->list - r) (range-map->vector list r (numeric-range 0 2)) (l (range-filter-map (lambda (x) (and (odd? x) (- x))) r)) (range-filter-map->list (lambda (x y) (and (= x y) x)) r (numeric-range 0 9)))
;=> ((0 2 8 18) (0 -1 -4 -9) #((0 0) (1 1)) (-1 -9) (0 1))
(let ((seen '())) (range-for-each (lambda (x y) (set! seen (cons (list x y) seen))) r (numeric-range 0 2)) seen)
;=> ((1 1) (0 0))
(list (l (range-filter odd? r)) (range-filter->list odd? r) (l (range-remove odd? r)) (range-remove->list odd? r))
;=> ((1 9) (1 9) (0 4) (0 4))
(list (range-fold (lambda (s x) (cons x s)) '() r) (range-fold-right (lambda (s x) (cons x s)) '() r) (range-fold + 0 r r) (range-fold-right (lambda (s x y) (cons (- x y) s)) '() r (numeric-range 0 2)))
;=> ((9 4 1 0) (0 1 4 9) 28 (0 0))
(list (range-index odd? r) (range-index = r (numeric-range 5 9)) (range-index-right odd? r) (range-index-right even? r))
;=> (1 #f 3 2)
(range-index-right = r (numeric-range 0 2))
;=> error range-index-right: the ranges differ in length
(map l (list (range-take-while even? r) (range-drop-while even? r) (range-take-while-right odd? r) (range-drop-while-right odd? r) (range-take-while number? r) (range-drop-while-right number? r)))
;=> ((0) (1 4 9) (9) (0 1 4) (0 1 4 9) ())
(list (range->list r) (range->vector r) (range->string (string-range "ab")) (let ((g (range->generator (numeric-range 0 2)))) (let* ((a (g)) (b (g))) (list a b (eof-object? (g))))))
;=> ((0 1 4 9) #(0 1 4 9) "ab" (0 1 #t))
;; Ranges by length, and parts of equal length.
(map range->list (list (iota-range 4) (iota-range 3 5) (iota-range 5 1 -1/4) (iota-range 0)))
;=> ((0 1 2 3) (5 6 7) (1 3/4 1/2 1/4 0) ())
(iota-range -1)
;=> error iota-range: expected a length
(list (map range->list (range-segment (iota-range 8) 3)) (map range->list (range-segment (iota-range 4) 2)) (range-segment (iota-range 0) 5) (map range->list (range-segment (iota-range 3) 1)))
;=> (((0 1 2) (3 4 5) (6 7)) ((0 1) (2 3)) () ((0) (1) (2)))
(range-segment (iota-range 3) 0)
;=> error range-segment: expected a positive length
