;; SRFI 162: comparators sublibrary.
(import (scheme base) (srfi 128) (srfi 162))

(list (comparator-max real-comparator 1 5 3) (comparator-min real-comparator 4 2 3) (comparator-max-in-list string-comparator '("a" "c" "b")) (comparator-min-in-list default-comparator '(b a)))
;=> (5 2 "c" a)
(comparator-max-in-list real-comparator '())
;=> error comparator-max-in-list
(list (=? string-ci-comparator "a" "A") (=? char-ci-comparator #\a #\A) (<? char-comparator #\a #\b) (<? boolean-comparator #f #t) (<? boolean-comparator #t #t) (<? pair-comparator '(1 . 2) '(1 . 3)) (<? list-comparator '(1) '(1 2)) (<? vector-comparator #(2) #(1 1)) (=? eqv-comparator 2 2))
;=> (#t #t #t #t #f #t #t #t #t)
