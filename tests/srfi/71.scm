;; SRFI 71: let with several values.
(import (srfi 71))

(define (many . all) (call/cc (lambda (k) (apply k all))))

(let ((q r (floor/ 17 5)) (x 1)) (list q r x))
;=> (3 2 1)
(let (((values a . rest) (many 1 2 3)) ((values . all) (many 4 5)) (b 6)) (list a rest all b))
;=> (1 (2 3) (4 5) 6)
(let () 1)
;=> 1
(let ((x 1)) (let ((x 2) (y x)) (list x y)))
;=> (2 1)
(let loop ((i 0) ((values acc) '())) (if (< i 3) (loop (+ i 1) (cons i acc)) acc))
;=> (2 1 0)
(let loop ((a b (many 1 2))) a)
;=> error let: a named let
(let* ((a b (many 1 2)) (c (+ a b)) ((values d . e) (many c b a))) (list c d e))
;=> (3 3 (2 1))
(let* () 5)
;=> 5
(letrec ((even? odd? (many (lambda (n) (or (= n 0) (odd? (- n 1)))) (lambda (n) (and (> n 0) (even? (- n 1))))))) (list (even? 10) (odd? 10)))
;=> (#t #f)
(letrec ((f (lambda (n) (if (= n 0) 1 (* n (f (- n 1))))))) (f 5))
;=> 120
(let ((a b (many 1 2 3))) a)
;=> error
(let ((a rest (uncons '(1 2 3)))) (list a rest))
;=> (1 (2 3))
(let ((a b rest (uncons-2 '(1 2 3 4)))) (list a b rest))
;=> (1 2 (3 4))
(let ((a b c rest (uncons-3 '(1 2 3 4)))) (list a b c rest))
;=> (1 2 3 (4))
(let ((a b c d rest (uncons-4 '(1 2 3 4)))) (list a b c d rest))
;=> (1 2 3 4 ())
(let ((key value rest (uncons-cons '((a . 1) (b . 2))))) (list key value rest))
;=> (a 1 ((b . 2)))
(let ((a b (unlist '(1 2))) (c d (unvector #(3 4)))) (list a b c d))
;=> (1 2 3 4)
(list (values->list (many 1 2 3)) (values->vector (many 1 2)) (values->list (many)))
;=> ((1 2 3) #(1 2) ())
(uncons '())
;=> error
