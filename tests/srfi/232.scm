;; SRFI 232: flexible curried procedures.
(import (srfi 232))

(define-curried (add* x y) (+ x y))
(map (add* 2) '(1 2 3))
;=> (3 4 5)
(list (add* 2 3) ((add* 2) 3) (((add*) 2) 3) ((((add*)) 2) 3))
;=> (5 5 5 5)
(define-curried (fold* proc base lis) (fold proc base lis))
(let ((sum (fold* + 0)) (product (fold* * 1)) (lis '(1 2 3 4 5))) (list (sum lis) (product lis) ((fold* +) 0 lis)))
;=> (15 120 15)
(define foo (curried (a b . rest) (list a b rest)))
((foo 1) 2 3 4)
;=> (1 2 (3 4))
((foo 'a) 'b)
;=> (a b ())
(foo 1 2 3)
;=> (1 2 (3))
((curried (a) (curried (b) (curried (c) (+ a b c)))) 1 2 3)
;=> 6
((curried args args) 1 2)
;=> (1 2)
((curried args args))
;=> ()
((curried (a b) (lambda c (list a b c))) 1 2 3 4)
;=> (1 2 (3 4))
((curried (a) a) 1 2)
;=> error
(list ((curried () 1)) ((curried () (curried (x y) (+ x y))) 1 2) (((curried () (curried (x y) (+ x y))) 1) 2) ((((curried () (curried (x y) (+ x y))))) 1 2))
;=> (1 3 3 3)
((curried () 1) 2)
;=> error
(let ((f (curried (a b c) (list a b c)))) (map (lambda (g) (g 3)) (list (f 1 2) ((f 1) 2) ((f) 1 2))))
;=> ((1 2 3) (1 2 3) (1 2 3))
(((curried (x y) (+ x y)) 2) 3)
;=> 5
(((curried (a b c) 1) 1 2 3 4))
;=> error
