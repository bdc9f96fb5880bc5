;; SRFI 127: lazy sequences.
(import (srfi 127) (only (srfi 158) generator make-range-generator))

(define l lseq-realize)
(define (from n) (generator->lseq (make-range-generator n)))
(define (upto n) (generator->lseq (make-range-generator 1 (+ n 1))))
(list (l (upto 3)) (generator->lseq (generator)) (procedure? (cdr (upto 3))) (procedure? (cdr (upto 1))))
;=> ((1 2 3) () #t #t)
(map lseq? (list '() '(1 2) (upto 3) (cons 0 (upto 3)) '(1 . 2) 5 car))
;=> (#t #t #t #t #f #f #t)
(let ((x (list 1 2))) (set-cdr! (cdr x) x) (lseq? x))
;=> #f
(list (lseq=? = '(1 2 3) (upto 3)) (lseq=? = (upto 3) '(1 2)) (lseq=? = '(1 2) (upto 3)) (lseq=? < '(1 2) '(2 3)) (lseq=? = '() '()))
;=> (#t #f #f #t #t)
(let ((x (upto 2))) (let* ((second (lseq-cdr x)) (again (lseq-rest x)) (end (lseq-cdr second))) (list (lseq-car x) (lseq-first second) (eq? second again) end x)))
;=> (1 2 #t () (1 2))
(lseq-car '())
;=> error lseq-car
(lseq-cdr '())
;=> error lseq-cdr
(list (lseq-ref '(a b c d) 2) (lseq-ref (from 0) 100))
;=> (c 100)
(lseq-ref (upto 3) 3)
;=> error lseq-ref
(list (l (lseq-take '(a b c d e) 2)) (lseq-drop '(a b c d e) 2) (l (lseq-take (from 0) 3)) (lseq-car (lseq-drop (from 0) 10)) (l (lseq-take (upto 2) 2)) (lseq-take (upto 2) 0))
;=> ((a b) (c d e) (0 1 2) 10 (1 2) ())
(lseq-drop (upto 2) 3)
;=> error lseq-drop
;; no element is computed before it is wanted
(define wanted 0)
(define (watched) (set! wanted 0) (lseq-map (lambda (x) (set! wanted (+ wanted 1)) x) (from 1)))
(let* ((x (lseq-take (watched) 3)) (first wanted)) (l x) (list first wanted))
;=> (1 3)
(let* ((x (lseq-append '(a) (lseq-take (watched) 2) (from 0))) (first wanted) (y (lseq-ref x 3))) (list first y wanted))
;=> (1 0 2)
(let* ((x (upto 3)) (y (lseq-realize x))) (list (eq? x y) (list? x) (lseq-realize '())))
;=> (#t #t ())
(let ((g (lseq->generator (upto 2)))) (let* ((a (g)) (b (g)) (c (g))) (list a b (eof-object? c) (eof-object? (g)))))
;=> (1 2 #t #t)
(list (lseq-length (upto 5)) (lseq-length '()) (l (lseq-append)) (l (lseq-append '(1) '() (upto 2))))
;=> (5 0 () (1 1 2))
(list (l (lseq-zip '(one two three) (from 1) (generator->lseq (let ((odd #f)) (lambda () (set! odd (not odd)) (if odd 'odd 'even)))))) (l (lseq-zip '(1 2 3))))
;=> (((one 1 odd) (two 2 even) (three 3 odd)) ((1) (2) (3)))
(list (l (lseq-map (lambda (x) (lseq-car (lseq-cdr x))) '((a b) (d e) (g h)))) (l (lseq-take (lseq-map (lambda (n) (expt n n)) (from 1)) 5)) (l (lseq-map + '(1 2 3) '(4 5 6))))
;=> ((b e h) (1 4 27 256 3125) (5 7 9))
(let ((seen '())) (lseq-for-each (lambda (x) (set! seen (cons x seen))) (upto 3)) (lseq-for-each (lambda (x y) (set! seen (cons (+ x y) seen))) (from 1) '(10 20)) seen)
;=> (22 11 3 2 1)
(list (l (lseq-filter odd? (upto 4))) (l (lseq-remove odd? (upto 4))) (lseq-ref (lseq-filter even? (from 1)) 4))
;=> ((1 3) (2 4) 10)
(list (lseq-find even? '(3 1 4 1 5 9 2 6)) (lseq-find even? (upto 1)) (lseq-find-tail even? '(3 1 37 -8 -5 0 0)) (lseq-find-tail even? '(3 1 37 -5)))
;=> (4 #f (-8 -5 0 0) #f)
(list (l (lseq-take-while even? '(2 18 3 10 22 9))) (lseq-drop-while even? '(2 18 3 10 22 9)) (l (lseq-take-while (lambda (x) (< x 3)) (from 0))))
;=> ((2 18) (3 10 22 9) (0 1 2))
(define (factorial n) (cond ((< n 0) #f) ((= n 0) 1) (else (* n (factorial (- n 1))))))
(list (lseq-any integer? '(a 3 b 2.7)) (lseq-any integer? '(a 3.1 b 2.7)) (lseq-any < '(3 1 4 1 5) '(2 7 1 8 2)) (lseq-any factorial '(-1 -2 3 4)) (lseq-any even? (from 1)))
;=> (#t #f #t 6 #t)
(list (lseq-every factorial '(1 2 3 4)) (lseq-every even? '()) (lseq-every even? (from 2)) (lseq-every < (from 1) '(2 3)))
;=> (24 #t #f #t)
(list (lseq-index even? '(3 1 4 1 5 9)) (lseq-index < '(3 1 4 1 5 9 2 5 6) '(2 7 1 8 2)) (lseq-index = '(3 1 4 1 5 9 2 5 6) '(2 7 1 8 2)))
;=> (2 1 #f)
(list (lseq-memq 'a '(a b c)) (lseq-memq 'b '(a b c)) (lseq-memq 'a '(b c d)) (lseq-memq (list 'a) '(b (a) c)) (lseq-member (list 'a) '(b (a) c)) (lseq-memv 101 '(100 101 102)) (lseq-car (lseq-member 5 (from 0) <)))
;=> ((a b c) (b c) #f #f ((a) c) (101 102) 6)
(lseq-map - 5)
;=> error lseq-map: expected a lazy sequence
(lseq-length '(1 . 2))
;=> error lseq-length: expected a lazy sequence

(lseq-any odd?)
;=> error wrong number of arguments
(lseq-every odd?)
;=> error wrong number of arguments
;; At least one sequence
(lseq-for-each list)
;=> error wrong number of arguments
(lseq-map list)
;=> error wrong number of arguments
;; More elements than there are is an error, when they are taken.
(lseq-take '() 1)
;=> error lseq-take: expected no more than the sequence has
(lseq-realize (lseq-take '(1 2) 3))
;=> error lseq-take
(list (lseq-take '() 0) (lseq-realize (lseq-take '(1 2) 2)) (lseq-first (lseq-take '(1 2) 3)))
;=> (() (1 2) 1)
