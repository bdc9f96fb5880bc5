;; SRFI 171: transducers.
(import (srfi 171) (srfi 171 meta))

(define (compose . fs) (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(define (inc x) (+ x 1))
(define (run t . items) (list-transduce t rcons items))

;; applying
(list-transduce (compose (tfilter odd?) (tmap inc)) rcons '(1 2 3))
;=> (2 4)
(list-transduce (tmap inc) rcons '(start) '(1 2))
;=> (start 2 3)
(list (vector-transduce (tmap inc) rcons #(1 2)) (string-transduce (tmap char-upcase) rcons "ab") (bytevector-u8-transduce (tmap inc) rcons #u8(1 2)) (vector-transduce (tmap inc) + 10 #(1 2)))
;=> ((2 3) (#\A #\B) (2 3) 15)
(list (port-transduce (tfilter odd?) rcons read (open-input-string "1 2 3 4")) (port-transduce (tmap inc) + 100 read (open-input-string "1 2")) (let ((p (open-input-string "1 2"))) (port-transduce (tmap inc) rcons (lambda () (read p)))))
;=> ((1 3) 105 (2 3))
(let ((n 0)) (define (gen) (if (< n 5) (begin (set! n (+ n 1)) n) (eof-object))) (let* ((a (generator-transduce (ttake 2) rcons gen)) (b (generator-transduce (tmap -) + 0 gen))) (list a b)))
;=> ((1 2) -12)
(list-transduce (tmap inc) rcons 5)
;=> error list-transduce: expected a list
(vector-transduce (tmap inc) rcons '(1))
;=> error vector-transduce: expected a vector

;; reducers
(list-transduce (tmap inc) reverse-rcons '(0 1 2 3))
;=> (4 3 2 1)
(list (list-transduce (tmap inc) (rany odd?) '(1 3 5)) (list-transduce (tmap inc) (rany odd?) '(1 3 4 5)) (list-transduce (tmap inc) (rany odd?) '()))
;=> (#f #t #f)
(list (list-transduce (tmap inc) (revery (lambda (v) (if (odd? v) v #f))) '(2 4 6)) (list-transduce (tmap inc) (revery odd?) '(2 4 5 6)) (list-transduce (tmap inc) (revery odd?) '()))
;=> (7 #f #t)
(list-transduce (tfilter odd?) rcount '(1 2 3 4))
;=> 2
(list (rcons) (rcons '(1 2)) (rcons '(1) 2) (reverse-rcons '(1 2)) (rcount))
;=> (() (2 1) (2 1) (1 2) 0)

;; transducers
(list (run (tmap inc) 1 2) (run (tfilter odd?) 1 2 3) (run (tremove odd?) 1 2 3) (run (tfilter-map (lambda (x) (and (odd? x) (* x x)))) 1 2 3))
;=> ((2 3) (1 3) (2) (1 9))
(list (run (treplace '((1 . one) ((2) . two))) 1 '(2) 3) (run (treplace (lambda (x) (if (eq? x 1) 'one x))) 1 2) (run (treplace (alist->hash-table '((1 . one)))) 1 2))
;=> ((one two 3) (one 2) (one 2))
(treplace 5)
;=> error treplace
(list (run (tdrop 2) 1 2 3) (run (tdrop 0) 1) (run (tdrop 5) 1) (run (ttake 2) 1 2 3) (run (ttake 0) 1 2) (run (ttake 5) 1))
;=> ((3) (1) () (1 2) () (1))
(tdrop -1)
;=> error tdrop
(ttake 'x)
;=> error ttake
(list (run (tdrop-while odd?) 1 3 4 5) (run (ttake-while odd?) 1 3 4 5) (list-transduce (ttake-while odd? (lambda (result x) (cons (list 'stopped x) result))) rcons '(1 4 5)))
;=> ((4 5) (1 3) (1 (stopped 4)))
;; a transducer can be used again
(let ((t (compose (tdrop 1) (ttake 2) (tenumerate 1)))) (list (run t 'a 'b 'c 'd) (run t 'a 'b 'c 'd)))
;=> (((1 . b) (2 . c)) ((1 . b) (2 . c)))
(list (list-transduce tconcatenate rcons '((1 2) (3 4 5) (6 (7 8) 9))) (list-transduce (compose tconcatenate (ttake 3)) rcons '((1 2) (3 4 5) (6))) (run (tappend-map (lambda (x) (list x x))) 1 2))
;=> ((1 2 3 4 5 6 (7 8) 9) (1 2 3) (1 1 2 2))
(list (list-transduce tflatten rcons '((1 2) 3 (4 (5 6) 7 8) 9)) (list-transduce (compose tflatten (ttake 5)) rcons '((1 2) 3 (4 (5 6) 7 8) 9)))
;=> ((1 2 3 4 5 6 7 8 9) (1 2 3 4 5))
(list (run (tdelete-neighbor-duplicates) 1 1 2 2 1) (run (tdelete-neighbor-duplicates (lambda (a b) (= (abs a) (abs b)))) 1 -1 2) (run (tdelete-duplicates) '(1) '(2) '(1) 3) (run (tdelete-duplicates eq?) 'a 'b 'a) (run (tdelete-duplicates (lambda (a b) (= (abs a) (abs b)))) 1 2 -1 -2 3))
;=> ((1 2 1) (1 2) ((1) (2) 3) (a b) (1 2 3))
(list (run (tsegment 2) 1 2 3 4 5) (run (tsegment 2) 1 2) (run (tsegment 3)) (run (compose (tsegment 2) (ttake 1)) 1 2 3) (run (compose (ttake 3) (tsegment 2)) 1 2 3 4))
;=> (((1 2) (3 4) (5)) ((1 2)) () ((1 2)) ((1 2) (3)))
(tsegment 0)
;=> error tsegment
(list (run (tpartition odd?) 1 3 2 4 5) (run (tpartition odd?)) (run (tpartition (lambda (x) (quotient x 10))) 1 2 11 12 21) (run (compose (tpartition odd?) (ttake 1)) 1 2 3))
;=> (((1 3) (2 4) (5)) () ((1 2) (11 12) (21)) ((1)))
(list (run (tadd-between 'x) 1 2 3) (run (tadd-between 'x) 1) (run (tadd-between 'x)) (run (compose (tadd-between 'x) (ttake 2)) 1 2))
;=> ((1 x 2 x 3) (1) () (1 x))
(list (run (tenumerate) 'a 'b) (run (tenumerate 1) 'first 'second 'third))
;=> (((0 . a) (1 . b)) ((1 . first) (2 . second) (3 . third)))
(let* ((log '()) (result (run (tlog (lambda (result x) (set! log (cons x log)))) 1 2))) (list result log))
;=> ((1 2) (2 1))
(let ((out (open-output-string))) (parameterize ((current-output-port out)) (run (tlog) 1 "a")) (get-output-string out))
;=> "1\n\"a\"\n"

;; writing transducers
(list (reduced? (reduced 1)) (reduced? 1) (unreduce (reduced 1)) (unreduce (ensure-reduced 1)) (unreduce (ensure-reduced (reduced 1))))
;=> (#t #f 1 1 1)
(define (until-big acc x) (if (> x 2) (reduced acc) (+ acc x)))
(list (list-reduce until-big 0 '(1 2 3 4)) (vector-reduce until-big 0 #(1 2 3 1)) (string-reduce (lambda (acc c) (cons c acc)) '() "ab") (bytevector-u8-reduce until-big 0 #u8(1 3)) (port-reduce until-big 0 read (open-input-string "1 1 3")) (reduced? (list-reduce (preserving-reduced until-big) 0 '(1 3))))
;=> (3 3 (#\b #\a) 1 2 #t)
(let ((n 0)) (generator-reduce until-big 0 (lambda () (set! n (+ n 1)) n)))
;=> 3
