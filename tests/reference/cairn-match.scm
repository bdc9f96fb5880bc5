;; (cairn match): examples of the reference.
(import (scheme base) (cairn match))

(match '(add 1 2) (('add a b) (+ a b)) (('neg a) (- a)) (_ 'unknown))
;=> 3
(match '(1 2 3) ((first . rest) (list first rest)))
;=> (1 (2 3))
(match '(1 2 3 4) ((a b ... c) (list a b c)))
;=> (1 (2 3) 4)
((match-lambda ((a b) (+ a b)) (_ 0)) '(1 2))
;=> 3
((match-lambda* ((a) (list 'one a)) ((a b) (list 'two a b))) 1 2)
;=> (two 1 2)
(match-let (((a b) '(1 2)) ((c . d) '(3 4))) (list a b c d))
;=> (1 2 3 (4))
(match-let* (((a b) '(1 2)) (c (+ a b))) c)
;=> 3
(match-letrec ((even (lambda (n) (or (= n 0) (odd (- n 1))))) (odd (lambda (n) (and (> n 0) (even (- n 1)))))) (even 10))
;=> #t
(match-letrec* ((a 1) (b (+ a 1))) (list a b))
;=> (1 2)
(let () (match-define (a (b c)) '(1 (2 3))) (list a b c))
;=> (1 2 3)
