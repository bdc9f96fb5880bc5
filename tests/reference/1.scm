;; SRFI 1: examples of the reference.
(import (srfi 1))

(append! (list 1 2) (list 3))
;=> (1 2 3)
(reverse! (list 1 2 3))
;=> (3 2 1)
(concatenate! (list (list 1 2) (list 3)))
;=> (1 2 3)
(drop-right! (list 1 2 3 4) 2)
;=> (1 2)
(take! (list 1 2 3) 2)
;=> (1 2)
(let-values (((head tail) (split-at! (list 1 2 3) 1))) (list head tail))
;=> ((1) (2 3))
(iota 5)
;=> (0 1 2 3 4)
(sixth '(a b c d e f))
;=> f
(seventh '(a b c d e f g))
;=> g
(eighth '(a b c d e f g h))
;=> h
(ninth '(a b c d e f g h i))
;=> i
(tenth '(a b c d e f g h i j))
;=> j
(cadar '((1 2)))
;=> 2
(cddar '((1 2 3)))
;=> (3)
(caadr '(1 (2)))
;=> 2
(cdadr '(1 (2 3)))
;=> (3)
(caaar '(((1))))
;=> 1
(cdaar '(((1 2))))
;=> (2)
(cdddr '(1 2 3 4))
;=> (4)
(caaaar '((((1)))))
;=> 1
(caaadr '(1 ((2))))
;=> 2
(caadar '((1 (2))))
;=> 2
(caaddr '(1 2 (3)))
;=> 3
(cadaar '(((1 2))))
;=> 2
(cadadr '(1 (2 3)))
;=> 3
(caddar '((1 2 3)))
;=> 3
(cdaaar '((((1 2)))))
;=> (2)
(cdaadr '(1 ((2 3))))
;=> (3)
(cdadar '((1 (2 3))))
;=> (3)
(cdaddr '(1 2 (3 4)))
;=> (4)
(cddaar '(((1 2 3))))
;=> (3)
(cddadr '(1 (2 3 4)))
;=> (4)
(cdddar '((1 2 3 4)))
;=> (4)
(cdddr '(1 2 3 4))
;=> (4)
(cddddr '(1 2 3 4 5))
;=> (5)
