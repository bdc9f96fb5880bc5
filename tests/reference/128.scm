;; SRFI 128: examples of the reference.
(import (srfi 128))

(<? (make-default-comparator) 1 2 3)
;=> #t
(<=? (make-default-comparator) 1 1 2)
;=> #t
(>? (make-default-comparator) 2 1)
;=> #t
(>=? (make-default-comparator) 2 2 1)
;=> #t
(comparator-check-type (make-default-comparator) 1)
;=> #t
((comparator-equality-predicate (make-default-comparator)) '(1 2) '(1 2))
;=> #t
(exact-integer? (comparator-hash (make-default-comparator) "abc"))
;=> #t
(procedure? (comparator-hash-function (make-default-comparator)))
;=> #t
(comparator-hashable? (make-default-comparator))
;=> #t
(comparator-ordered? (make-default-comparator))
;=> #t
((comparator-ordering-predicate (make-default-comparator)) 1 2)
;=> #t
(comparator-test-type (make-comparator integer? = < #f) 1.5)
;=> #f
((comparator-type-test-predicate (make-comparator integer? = < #f)) 1)
;=> #t
(comparator? (make-default-comparator))
;=> #t
(=? (make-comparator integer? = < #f) 1 1)
;=> #t
(<? (make-list-comparator (make-default-comparator) list? null? car cdr) '(1 2) '(1 3))
;=> #t
(<? (make-pair-comparator (make-default-comparator) (make-default-comparator)) '(1 . 2) '(1 . 3))
;=> #t
(<? (make-vector-comparator (make-default-comparator) vector? vector-length vector-ref) #(1 2) #(1 3))
;=> #t
