;; SRFI 239: list-case.
(import (srfi 239))
(define (type-of obj) (list-case obj ((_ . _) 'pair) (() 'null) (_ 'atom)))
(map type-of '((1) () 5))
;=> (pair null atom)
(define (total l)
  (let loop ((sum 0) (l l))
    (list-case l (other (list 'improper other sum)) (() sum) ((h . t) (loop (+ sum h) t)))))
(map total '((1 2 3) () (1 . 2)))
;=> (6 0 (improper 2 1))
(list-case '(1 2) ((h . _) (define twice (* 2 h)) (+ twice 1)))
;=> 3
(list-case '() ((h . t) h))
;=> error list-case: no clause for ()
(list-case 5 ((h . t) h) (() 'empty))
;=> error list-case: no clause for 5
;; It is an assertion violation.
(import (only (rnrs conditions) assertion-violation?))
(guard (e (#t (list (assertion-violation? e) (error-object-irritants e)))) (list-case 5 (() 'empty)))
;=> (#t (5))
(list-case '(1) (x x))
;=> error list-case: no clause for (1)
(list-case '() (() 1) (() 2))
;=> error list-case: a second clause for the empty list
(list-case '() ((a . b) 1) ((a . b) 2))
;=> error list-case: a second clause for pairs
(list-case '() (a 1) (b 2))
;=> error list-case: a second clause for all else
