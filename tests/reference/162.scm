;; SRFI 162: examples of the reference.
(import (srfi 162) (srfi 128))

(<? boolean-comparator #f #t)
;=> #t
(=? char-ci-comparator #\a #\A)
;=> #t
(<? char-comparator #\a #\b)
;=> #t
(comparator-max real-comparator 1 3 2)
;=> 3
(comparator-max-in-list real-comparator '(1 3 2))
;=> 3
(comparator-min real-comparator 3 1 2)
;=> 1
(comparator-min-in-list real-comparator '(3 1 2))
;=> 1
(<? default-comparator '(1 2) '(1 3))
;=> #t
(=? eq-comparator 'a 'a)
;=> #t
(=? eqv-comparator 1 1)
;=> #t
(=? equal-comparator '(1 2) '(1 2))
;=> #t
(<? list-comparator '(1 2) '(1 3))
;=> #t
(<? pair-comparator '(1 . 2) '(1 . 3))
;=> #t
(<? real-comparator 1 2.5)
;=> #t
(=? string-ci-comparator "abc" "ABC")
;=> #t
(<? string-comparator "abc" "abd")
;=> #t
(<? vector-comparator #(1 2) #(1 3))
;=> #t
