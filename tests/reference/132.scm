;; SRFI 132: examples of the reference.
(import (srfi 132))

(list-delete-neighbor-dups! = (list 1 1 2 1))
;=> (1 2 1)
(list-sorted? < '(1 2 3))
;=> #t
(list-stable-sort (lambda (a b) (< (car a) (car b))) '((2 a) (1 b) (2 c)))
;=> ((1 b) (2 a) (2 c))
(vector-find-median! < (vector 3 1 2) 0)
;=> 2
(let ((v (vector 3 1 2))) (vector-stable-sort! < v) v)
;=> #(1 2 3)
