;; SRFI 219: define with curried heads.
(import (srfi 219))

(define ((greet-with-prefix prefix) suffix) (string-append prefix " " suffix))
(define greet (greet-with-prefix "Hello"))
(greet "there!")
;=> "Hello there!"
(define ((append-to . a) . b) (apply append (append a b)))
((append-to))
;=> ()
((append-to '(1 2) '(3 4)) '(5 6) '(7 8))
;=> (1 2 3 4 5 6 7 8)
(define (((f a) b) c) (define d 4) (list a b c d))
(((f 1) 2) 3)
;=> (1 2 3 4)
(define x 5)
(define (g . y) (cons x y))
(g 6)
;=> (5 6)
(let () (define ((h a) b) (- a b)) ((h 5) 3))
;=> 2
