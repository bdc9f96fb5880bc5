;; SRFI 229: tagged procedures.
(import (scheme base) (srfi 229))
(define f (lambda/tag (list 'a) (x . r) (list x r)))
(define g (case-lambda/tag 42 ((x) (+ x 1)) ((x y) (* x y))))
(list (f 1 2) (g 1) (g 3 4) (procedure-tag f) (procedure-tag g) (procedure/tag? f) (procedure/tag? car) (procedure/tag? 5) (procedure? f))
;=> ((1 (2)) 2 12 (a) 42 #t #f #f #t)
(let ((tagged (map (lambda (tag) (lambda/tag tag () 'same)) '(1 2)))) (map procedure-tag tagged))
;=> (1 2)
(procedure-tag car)
;=> error procedure-tag: expected a tagged procedure
