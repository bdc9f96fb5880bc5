;; SRFI 158: generators and accumulators.
(import (srfi 158))

(define l generator->list)
(define (twice-ended gen) (list (l gen) (eof-object? (gen)) (eof-object? (gen))))

;; constructors
(list (l (generator 1 2 3)) (l (generator)) (twice-ended (generator 1)))
;=> ((1 2 3) () ((1) #t #t))
(list (l (circular-generator 1 2 3) 7) (l (circular-generator 1) 2))
;=> ((1 2 3 1 2 3 1) (1 1))
(list (l (make-iota-generator 3)) (l (make-iota-generator 3 8)) (l (make-iota-generator 3 8 2)) (l (make-iota-generator 0)))
;=> ((0 1 2) (8 9 10) (8 10 12) ())
(list (l (make-iota-generator 2 1.0)) (l (make-iota-generator 2 1 .5)) (l (make-iota-generator 2. 1 3)))
;=> ((1.0 2.0) (1.0 1.5) (1 4))
(make-iota-generator -1)
;=> error make-iota-generator
(list (l (make-range-generator 3) 4) (l (make-range-generator 3 8)) (l (make-range-generator 3 8 2)) (l (make-range-generator 3 3)))
;=> ((3 4 5 6) (3 4 5 6 7) (3 5 7) ())
(list (l (make-range-generator 1.0 3)) (l (make-range-generator 1 2 .5)) (l (make-range-generator 1 3.0)))
;=> ((1.0 2.0) (1.0 1.5) (1 2))
(define (three yield) (let loop ((i 0)) (when (< i 3) (yield i) (loop (+ i 1)))))
(list (twice-ended (make-coroutine-generator three)) (l (make-coroutine-generator (lambda (yield) 1))))
;=> (((0 1 2) #t #t) ())
(let ((a (make-coroutine-generator three)) (b (make-coroutine-generator three)))
  (let* ((x (a)) (y (b)) (z (a)) (rest (l b)))
    (list x y z rest (l a))))
;=> (0 0 1 (1 2) (2))
(list (l (list->generator '(1 2 3 4 5))) (l (vector->generator #(1 2 3 4 5))) (l (reverse-vector->generator #(1 2 3 4 5))) (l (string->generator "abcde")) (l (bytevector->generator #u8(1 2))))
;=> ((1 2 3 4 5) (1 2 3 4 5) (5 4 3 2 1) (#\a #\b #\c #\d #\e) (1 2))
(list (l (vector->generator #(a b c d e) 2)) (l (vector->generator #(a b c d e) 2 4)) (l (reverse-vector->generator #(a b c d e) 2)) (l (reverse-vector->generator #(a b c d e) 2 4)) (l (reverse-vector->generator #(a b c d e) 0 2)))
;=> ((c d e) (c d) (e d c) (d c) (b a))
(list (l (string->generator "abcde" 3)) (l (string->generator "abcde" 1 2)) (l (bytevector->generator #u8(1 2 3) 1 2)))
;=> ((#\d #\e) (#\b) (2))
(list->generator 5)
;=> error list->generator: expected a list
(vector->generator "abc")
;=> error vector->generator: expected a vector
(vector->generator #(1 2) 1 3)
;=> error vector->generator
(reverse-vector->generator #(1 2) -1)
;=> error reverse-vector->generator
(string->generator "ab" 2 1)
;=> error string->generator
(bytevector->generator '(1))
;=> error bytevector->generator
(define (for-each-digit proc n) (when (> n 0) (let-values (((div rem) (truncate/ n 10))) (proc rem) (for-each-digit proc div))))
(list (l (make-for-each-generator for-each-digit 12345)) (l (make-for-each-generator vector-for-each #(a b))))
;=> ((5 4 3 2 1) (a b))
(l (make-unfold-generator (lambda (s) (> s 5)) (lambda (s) (* s 2)) (lambda (s) (+ s 1)) 0))
;=> (0 2 4 6 8 10)

;; operations
(list (l (gcons* 'a 'b (make-range-generator 0 2))) (l (gcons* (generator 1))))
;=> ((a b 0 1) (1))
(list (l (gappend (make-range-generator 0 3) (make-range-generator 0 2))) (l (gappend)) (l (gappend (generator) (generator) (generator 1))))
;=> ((0 1 2 0 1) () (1))
(list (l (gflatten (generator '(1) '() '(2 3)))) (twice-ended (gflatten (generator))))
;=> ((1 2 3) (() #t #t))
(list (l (ggroup (generator 1 2 3 4 5) 2)) (l (ggroup (generator 1 2 3 4 5) 3 'x)) (l (ggroup (generator 1 2) 2 'x)) (l (ggroup (generator) 2 'x)))
;=> (((1 2) (3 4) (5)) ((1 2 3) (4 5 x)) ((1 2)) ())
(ggroup (generator) 0)
;=> error ggroup
(list (l (gmerge < (generator 1 4 5) (generator 2 3 9) (generator) (generator 0 7))) (let ((g (generator 1))) (eq? g (gmerge < g))))
;=> ((0 1 2 3 4 5 7 9) #t)
(l (gmerge (lambda (a b) (< (car a) (car b))) (generator '(1 a) '(2 a)) (generator '(1 b) '(2 b)) (generator '(1 c))))
;=> ((1 a) (1 b) (1 c) (2 a) (2 b))
(twice-ended (gmerge < (generator 2) (generator 1)))
;=> ((1 2) #t #t)
(list (l (gmap - (make-range-generator 0 3))) (l (gmap cons (generator 1 2 3) (generator 4 5))))
;=> ((0 -1 -2) ((1 . 4) (2 . 5)))
(list (l (gcombine (lambda (x sum) (values (+ x sum) (+ x sum))) 10 (generator 1 2 3))) (l (gcombine (lambda (x y s) (values (list x y s) (+ s 1))) 0 (generator 'a 'b) (generator 'c 'd 'e))))
;=> ((11 13 16) ((a c 0) (b d 1)))
(list (l (gfilter even? (make-range-generator 0 7))) (l (gremove even? (make-range-generator 0 7))))
;=> ((0 2 4 6) (1 3 5))
(l (gstate-filter (lambda (x n) (values (even? n) (+ n 1))) 0 (generator 'a 'b 'c 'd 'e)))
;=> (a c e)
(list (l (gtake (make-range-generator 0) 3)) (l (gtake (generator 1) 3)) (l (gtake (generator 1) 3 #f)) (l (gtake (generator 1 2) 1 'x)) (l (gtake (generator 1) 0)))
;=> ((0 1 2) (1) (1 #f #f) (1) ())
(let ((g (generator 1 2 3 4))) (l (gtake g 2)) (l g))
;=> (3 4)
(gtake (generator) -1)
;=> error gtake
(list (l (gdrop (generator 1 2 3) 2)) (l (gdrop (generator 1 2 3) 0)) (l (gdrop (generator 1 2 3) 5)))
;=> ((3) (1 2 3) ())
(gdrop (generator) 'x)
;=> error gdrop
(list (l (gtake-while even? (generator 2 4 5 6))) (twice-ended (gtake-while even? (generator 2 5 6 6))) (l (gdrop-while even? (generator 2 4 5 6))) (l (gdrop-while even? (generator 2))))
;=> ((2 4) ((2) #t #t) (5 6) ())
(list (l (gdelete 3 (generator 1 2 3 4 5 3 6 7))) (l (gdelete 3 (generator 1 2 3 4 5) <)))
;=> ((1 2 4 5 6 7) (1 2 3))
(list (l (gdelete-neighbor-dups (list->generator '(a a b c a a a d c)))) (l (gdelete-neighbor-dups (generator 1 -1 2 -1) (lambda (a b) (= (abs a) (abs b))))) (l (gdelete-neighbor-dups (generator #f #f))))
;=> ((a b c a d c) (1 2 -1) (#f))
(list (l (gindex (list->generator '(a b c d e f)) (list->generator '(0 2 4)))) (l (gindex (generator 'a 'b) (generator 1 3))) (l (gindex (generator 'a) (generator))))
;=> ((a c e) (b) ())
(l (gindex (generator 'a 'b 'c) (generator 1 1)))
;=> error gindex
(list (l (gselect (list->generator '(a b c d e f)) (list->generator '(#t #f #f #t #t #f)))) (l (gselect (generator 1 2 3) (generator #t))))
;=> ((a d e) (1))
;; nothing is taken before it is wanted
(let* ((g (make-range-generator 0)) (derived (list (gmap - g) (gfilter even? g) (gdrop g 3) (gmerge < g g) (ggroup g 2) (gdrop-while even? g) (gflatten g) (gappend g g) (gtake g 2 'x)))) (g))
;=> 0

;; consumers
(list (generator->list (generator 1 2 3) 2) (generator->list (generator 1 2 3) 5) (generator->list (make-range-generator 0) 0))
;=> ((1 2) (1 2 3) ())
(generator->list (generator) -1)
;=> error generator->list
(list (generator->reverse-list (generator 1 2 3)) (generator->reverse-list (generator 1 2 3) 2))
;=> ((3 2 1) (2 1))
(list (generator->vector (generator 1 2 3)) (generator->vector (generator 1 2 3) 2))
;=> (#(1 2 3) #(1 2))
(let* ((v (make-vector 4 0)) (g (generator 1 2 3 4 5)) (n (generator->vector! v 2 g))) (list n v (generator->vector! v 0 (generator 9)) v (g)))
;=> (2 #(9 0 1 2) 1 #(9 0 1 2) 3)
(generator->vector! (vector 1) 2 (generator))
;=> error generator->vector!
(list (generator->string (string->generator "abc")) (generator->string (string->generator "abc") 2))
;=> ("abc" "ab")
(generator->string (generator 1))
;=> error
(list (generator-fold cons 'z (generator 'a 'b 'c)) (generator-fold + 0 (generator 1 2 3) (generator 1 2)))
;=> ((c b a . z) 6)
(call-with-port (open-input-string "a b c d e") (lambda (p) (generator-fold cons 'z (lambda () (read p)))))
;=> (e d c b a . z)
(let ((seen '())) (generator-for-each (lambda (x) (set! seen (cons x seen))) (generator 1 2)) (generator-for-each (lambda (x y) (set! seen (cons (+ x y) seen))) (generator 1 2) (generator 10)) seen)
;=> (11 2 1)
(list (generator-map->list - (generator 1 2)) (generator-map->list + (generator 1 2 3) (generator 10 20)))
;=> ((-1 -2) (11 22))
(list (generator-find even? (generator 1 2 3)) (generator-find even? (generator 1)) (generator-count even? (generator 1 2 4)))
;=> (2 #f 2)
(let* ((g (generator 1 4 5 6)) (any (generator-any (lambda (x) (and (even? x) (* x x))) g))) (list any (l g) (generator-any even? (generator))))
;=> (16 (5 6) #f)
(let* ((g (generator 2 3 5 6)) (every (generator-every even? g))) (list every (l g) (generator-every list (generator 1 2)) (generator-every even? (generator))))
;=> (#f (5 6) (2) #t)
(generator-unfold (make-for-each-generator string-for-each "abc") unfold)
;=> (#\a #\b #\c)
(generator-unfold (generator 1 2) unfold (lambda (x) '(end)))
;=> (1 2 end)

;; accumulators
(define (feed acc . items) (for-each acc items) (let* ((a (acc (eof-object))) (b (acc (eof-object)))) (if (equal? a b) a (list a b))))
(list (feed (make-accumulator cons '(z) list) 1 2) (feed (count-accumulator) 'a 'b) (feed (list-accumulator) 1 2 3) (feed (reverse-list-accumulator) 1 2 3) (feed (list-accumulator)))
;=> (((2 1 z)) 2 (1 2 3) (3 2 1) ())
(list (feed (vector-accumulator) 1 2) (feed (reverse-vector-accumulator) 1 2) (feed (string-accumulator) #\a #\b) (feed (bytevector-accumulator) 1 255) (feed (sum-accumulator) 1 2 4) (feed (product-accumulator) 1 2 4) (feed (sum-accumulator)) (feed (product-accumulator)))
;=> (#(1 2) #(2 1) "ab" #u8(1 255) 7 8 0 1)
(list (feed (vector-accumulator! (vector 1 2 3) 1) 'a 'b) (feed (bytevector-accumulator! (bytevector 1 2 3) 1) 9))
;=> (#(1 a b) #u8(1 9 3))
(feed (vector-accumulator! (vector 1) 0) 1 2)
;=> error vector-accumulator!
(feed (bytevector-accumulator! (bytevector 1) 0) 1 2)
;=> error bytevector-accumulator!
(feed (bytevector-accumulator! (bytevector 1) 0) 256)
;=> error bytevector-accumulator!
(feed (bytevector-accumulator) 'a)
;=> error bytevector-accumulator
(feed (string-accumulator) 1)
;=> error string-accumulator
(vector-accumulator! (vector) 1)
;=> error vector-accumulator!

(generator->string (lambda () 1))
;=> error generator->string: expected a character, got 1
(list (generator->string (generator #\a #\b)) (generator->string (circular-generator #\a) 3))
;=> ("ab" "aaa")
;; At least one generator
(generator-for-each list)
;=> error wrong number of arguments
(generator-fold list 0)
;=> error wrong number of arguments
(gmap list)
;=> error wrong number of arguments
