;; SRFI 228: comparators made of comparators.
(import (srfi 228) (srfi 128) (only (srfi 162) string-ci-comparator real-comparator) (only (srfi 132) list-sort))

(define-record-type person (make-person first-name last-name) person?
  (first-name person-first-name) (last-name person-last-name))
(define names
  (make-product-comparator
   (make-wrapper-comparator person? person-last-name string-ci-comparator)
   (make-wrapper-comparator person? person-first-name string-ci-comparator)))
(<? names (make-person "John" "Cowan") (make-person "Daphne" "Preston-Kendal"))
;=> #t
(>? names (make-person "Tom" "Smith") (make-person "John" "Smith"))
;=> #t
(=? names (make-person "john" "Smith") (make-person "John" "SMITH"))
;=> #t
(<? names (make-person "John" "Smith") (make-person "john" "smith"))
;=> #f
(= (comparator-hash names (make-person "john" "Smith")) (comparator-hash names (make-person "John" "SMITH")))
;=> #t
(map (lambda (x) (comparator-test-type names x)) (list (make-person "a" "b") 5))
;=> (#t #f)
;; Books before persons, as the sum has them.
(define items (make-sum-comparator string-ci-comparator real-comparator))
(list-sort (lambda (a b) (<? items a b)) '(3 "b" 1 "A" 2 "c"))
;=> ("A" "b" "c" 1 2 3)
(list (=? items 1 1) (=? items 1 "1") (<? items "1" 1) (<? items 1 "1") (=? items "a" "A"))
;=> (#t #f #t #f #t)
(= (comparator-hash items "a") (comparator-hash items "A"))
;=> #t
(map (lambda (x) (comparator-test-type items x)) '(1 "a" sym))
;=> (#t #t #f)
;; The first comparator whose test says yes is the relevant one.
(define overlapping (make-sum-comparator (make-comparator integer? = > #f) (make-comparator number? = < #f)))
(list (<? overlapping 2 1) (<? overlapping 1.5 2.5) (<? overlapping 9 1.5) (<? overlapping 1.5 9))
;=> (#t #t #t #f)
(list (comparator-ordered? overlapping) (comparator-hashable? overlapping))
;=> (#t #f)
(comparator-ordered? (make-product-comparator (make-equal-comparator) real-comparator))
;=> #f
(comparator-ordered? (make-wrapper-comparator pair? car (make-equal-comparator)))
;=> #f
(list (=? comparator-one 1 'a) (<? comparator-one 1 2) (comparator-hash comparator-one "x") (comparator-test-type comparator-one car))
;=> (#t #f 0 #t)
(=? (make-product-comparator) 1 2)
;=> #t
(list (comparator-test-type comparator-zero 1) (comparator-test-type (make-sum-comparator) 1))
;=> (#f #f)
((comparator-equality-predicate comparator-zero) 1 1)
;=> error comparator-zero: expected no object, got 1
((comparator-equality-predicate items) 'a 'a)
;=> error make-sum-comparator: no comparator is for a
(make-wrapper-comparator pair? car 5)
;=> error make-wrapper-comparator: expected a comparator, got 5
(make-product-comparator real-comparator 5)
;=> error make-product-comparator: expected a comparator, got 5
(make-sum-comparator 5)
;=> error make-sum-comparator: expected a comparator, got 5
