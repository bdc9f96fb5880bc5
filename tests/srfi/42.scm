;; SRFI 42: eager comprehensions.
(import (srfi 42))

;; comprehensions
(let ((seen '())) (do-ec (: i 3) (: j i) (set! seen (cons (list i j) seen))) (do-ec (set! seen (cons 'once seen))) seen)
;=> (once (2 1) (2 0) (1 0))
(list (list-ec 1) (list-ec (: i 4) i) (list-ec (: i 0) i) (list-ec (: n 1 4) (: i n) (list n i)))
;=> ((1) (0 1 2 3) () ((1 0) (2 0) (2 1) (3 0) (3 1) (3 2)))
(list (append-ec (: i 3) (list i (- i))) (append-ec (: i 0) '()) (append-ec '(a b)))
;=> ((0 0 1 -1 2 -2) () (a b))
(list (string-ec (: c #\a #\e) c) (string-ec (: i 0) #\a) (string-append-ec (: s '("ab" "c")) s) (string-append-ec "x"))
;=> ("abcde" "" "abc" "x")
(list (vector-ec (: i 3) i) (vector-ec 1) (vector-of-length-ec 3 (: i 3) (* i i)) (vector-of-length-ec 0 (: i 0) i))
;=> (#(0 1 2) #(1) #(0 1 4) #())
(vector-of-length-ec 2 (: i 3) i)
;=> error vector-of-length-ec: there are more values
(vector-of-length-ec 4 (: i 3) i)
;=> error vector-of-length-ec: there are fewer values
(list (sum-ec (: i 1 5) i) (sum-ec (: i 0) i) (product-ec (: i 1 6) i) (product-ec (: i 0) i) (min-ec (: x '(3 1 2)) x) (max-ec (: x '(3 1 2)) x))
;=> (10 0 120 1 1 3)
(min-ec (: i 0) i)
;=> error min-ec: the sequence is empty
(max-ec (: i 0) i)
;=> error max-ec: the sequence is empty
(list (any?-ec (: i 5) (> i 3)) (any?-ec (: i 5) (> i 9)) (any?-ec (: i 0) #t) (every?-ec (: i 5) (< i 9)) (every?-ec (: i 5) (< i 3)) (every?-ec (: i 0) #f) (any?-ec 3))
;=> (#t #f #f #t #f #t #t)
(let ((n 0)) (list (any?-ec (: i 100) (begin (set! n (+ n 1))) (= i 2)) n (every?-ec (:integers i) (begin (set! n (+ n 1))) (< i 2)) n))
;=> (#t 3 #f 6)
(list (first-ec 'none (:integers i) (if (> (* i i) 50)) i) (first-ec 'none (: i 0) i) (last-ec 'none (: i 5) i) (last-ec 'none (: i 0) i))
;=> (8 none 4 none)
(list (fold-ec '() (: i 4) i cons) (fold-ec 0 (: i 3) (: j i) 1 +) (fold3-ec 'none (: i 0) i list cons) (fold3-ec 'none (: i 1 4) i list cons) (fold3-ec (error "not evaluated") (: i 3) i min min))
;=> ((3 2 1 0) 3 none (3 2 1) 0)

;; qualifiers
(list (list-ec (: i 6) (if (odd? i)) i) (list-ec (: i 6) (not (odd? i)) i) (list-ec (: i 6) (and (odd? i) (> i 1)) i) (list-ec (: i 6) (or (= i 0) (= i 5)) i) (list-ec (: i 2) (and) (not #f) i))
;=> ((1 3 5) (0 2 4) (3 5) (0 5) (0 1))
(let ((n 0)) (let ((l (list-ec (: i 3) (begin (set! n (+ n 10)) (set! n (+ n i))) n))) (list l n)))
;=> ((10 21 33) 33)
(list (list-ec (nested (: i 3) (if (> i 0))) (: j i) (list i j)) (list-ec (nested) 1) (list-ec (nested (nested (: i 2)) (: j 2)) (+ i j)))
;=> (((1 0) (2 0) (2 1)) (1) (0 1 1 2))

;; generators
(list (list-ec (:list x '(a b)) x) (list-ec (:list x '(a) '(b c) '()) x) (list-ec (:list x (index i) '(a b) '(c)) (list x i)))
;=> ((a b) (a b c) ((a 0) (b 1) (c 2)))
(list (list-ec (:string c "ab") c) (list-ec (:string c (index i) "a" "b") (cons c i)) (list-ec (:vector x #(a) #(b)) x) (list-ec (:vector x (index i) #(a b)) (cons x i)))
;=> ((#\a #\b) ((#\a . 0) (#\b . 1)) (a b) ((a . 0) (b . 1)))
(list-ec (:list x 5) x)
;=> error car
(list-ec (:string c '(1)) c)
;=> error string-length
(list (list-ec (:parallel (:integers i) (:list x '(a b))) (cons i x)) (first-ec #f (:integers i (index j)) (if (= i 3)) (list i j)))
;=> (((0 . a) (1 . b)) (3 3))
(list (list-ec (:range i 3) i) (list-ec (:range i -2) i) (list-ec (:range i 2 5) i) (list-ec (:range i 5 2) i) (list-ec (:range i 0 10 3) i) (list-ec (:range i 10 0 -3) i) (list-ec (:range i 0 9 3) i) (list-ec (:range i 0 5 -1) i) (list-ec (:range i (index k) 5 7) (list i k)))
;=> ((0 1 2) () (2 3 4) () (0 3 6 9) (10 7 4 1) (0 3 6) () ((5 0) (6 1)))
(list-ec (:range i 0 5 0) i)
;=> error :range
(list-ec (:range i 1.5) i)
;=> error :range
(list (list-ec (:real-range x 3) x) (list-ec (:real-range x 1.0 3) x) (list-ec (:real-range x 1 2 .5) x) (list-ec (:real-range x 3 1 -1/2) x) (list-ec (:real-range x (index i) 0 1 .25) (list i x)) (list-ec (:real-range x 2 1) x))
;=> ((0 1 2) (1.0 2.0) (1.0 1.5) (3 5/2 2 3/2) ((0 0.0) (1 0.25) (2 0.5) (3 0.75)) ())
(length (list-ec (:real-range x 0 1 .1) x))
;=> 10
(list-ec (:real-range x 0 1 0) x)
;=> error :real-range
(list (list-ec (:char-range c #\a #\d) c) (list-ec (:char-range c #\b #\a) c) (list-ec (:char-range c (index i) #\x #\y) (list c i)) (length (list-ec (:char-range c #\xD7FE #\xE001) c)))
;=> ((#\a #\b #\c #\d) () ((#\x 0) (#\y 1)) 4)
(list (list-ec (:port x (open-input-string "1 (2) a")) x) (list-ec (:port c (open-input-string "ab") read-char) c) (list-ec (:port x (index i) (open-input-string "a b")) (list i x)))
;=> ((1 (2) a) (#\a #\b) ((0 a) (1 b)))
(list (list-ec (:let x 5) x) (list-ec (: i 3) (:let x (* i i)) (:let y (index k) (+ x 1)) (list i x y k)))
;=> ((5) ((0 0 1 0) (1 1 2 0) (2 4 5 0)))
(list (list-ec (:parallel (: i 1 10) (: x "abc")) (list i x)) (list-ec (:parallel (:list a '(1 2 3)) (:vector b #(x y)) (:string c "pqr")) (list a b c)) (list-ec (:parallel (: i 2)) i))
;=> (((1 #\a) (2 #\b) (3 #\c)) ((1 x #\p) (2 y #\q)) (0 1))
(list (list-ec (:while (: i 1 10) (< i 5)) i) (list-ec (:until (: i 1 10) (>= i 5)) i) (list-ec (:while (:list x '(1 3 4 5)) (odd? x)) x) (list-ec (:until (:list x '(1 3 4 5)) (even? x)) x))
;=> ((1 2 3 4) (1 2 3 4 5) (1 3) (1 3 4))
(list (list-ec (:while (:parallel (: i 1 10) (:list x '(2 4 5))) (even? x)) (+ i x)) (list-ec (:parallel (:while (:list x '(1 2 3 4)) (< x 4)) (: i 10)) (list x i)) (list-ec (:while (:list x (index i) '(a b c)) (< i 2)) x))
;=> ((3 6) ((1 0) (2 1) (3 2)) (a b))
(map (lambda (f) (f)) (list-ec (:while (:vector x #(1 2 3)) #t) (lambda () x)))
;=> (1 2 3)
(let ((x '(1 2))) (list-ec (:while (:list x (cons 0 x)) (< x 2)) x))
;=> (0 1)
(list (list-ec (:do ((i 0)) (< i 4) ((+ i 1))) i) (list-ec (:do (let ((n 3)) (set! n (+ n 1))) ((i 0)) (< i n) (let ((j (* 10 i)))) (< j 20) ((+ i 1))) (list i j)))
;=> ((0 1 2 3) ((0 0) (1 10) (2 20)))

;; dispatching
(list (list-ec (: x '(a b)) x) (list-ec (: x '(a) '(b)) x) (list-ec (: x "a" "b") x) (list-ec (: x #(a)) x) (list-ec (: x 2 4) x) (list-ec (: x 2 9 3) x) (list-ec (: x 0.0 1 .5) x) (list-ec (: x #\a #\c) x) (list-ec (: x (open-input-string "1 2")) x) (list-ec (: x (open-input-string "1 2") read-char) x))
;=> ((a b) (a b) (#\a #\b) (a) (2 3) (2 5 8) (0.0 0.5) (#\a #\b #\c) (1 2) (#\1 #\space #\2))
(list-ec (: x (index i) "abc") (list x i))
;=> ((#\a 0) (#\b 1) (#\c 2))
(list-ec (: x 'symbol) x)
;=> error no generator for these arguments
(define (symbols args) (cond ((null? args) 'symbols) ((and (= (length args) 1) (symbol? (car args))) (:generator-proc (:string (symbol->string (car args))))) (else #f)))
(list (list-ec (:dispatched c symbols 'abc) c) (list-ec (:dispatched c (index i) symbols 'ab) (list i c)))
;=> ((#\a #\b #\c) ((0 #\a) (1 #\b)))
(:-dispatch-set! (dispatch-union (:-dispatch-ref) symbols))
(list (list-ec (: c 'abc) c) (list-ec (: i 2) i) ((:-dispatch-ref) '()))
;=> ((#\a #\b #\c) (0 1) (srfi-42 symbols))
(:-dispatch-set! (make-initial-:-dispatch))
(list-ec (: c 'abc) c)
;=> error no generator for these arguments
((dispatch-union symbols symbols) '(abc))
;=> error dispatch-union
(:-dispatch-set! 5)
;=> error :-dispatch-set!
(let ((g (:generator-proc (:range 2 5))) (h (:generator-proc (:list '())))) (let* ((a (g 'end)) (b (g 'end)) (c (g 'end)) (d (g 'end)) (e (g 'over))) (list a b c d e (h 'empty))))
;=> (2 3 4 end over empty)

;; extensions
(define-syntax :reversed (syntax-rules () ((_ cc var arg) (:list cc var (reverse arg)))))
(list (list-ec (:reversed x '(1 2 3)) x) (list-ec (:parallel (:reversed x '(1 2 3)) (:integers i)) (list x i)))
;=> ((3 2 1) ((3 0) (2 1) (1 2)))
(define-syntax count-ec
  (syntax-rules (nested)
    ((_ (nested q1 ...) q etc1 etc ...) (count-ec (nested q1 ... q) etc1 etc ...))
    ((_ q1 q2 etc1 etc ...) (count-ec (nested q1 q2) etc1 etc ...))
    ((_ qualifier expression) (sum-ec qualifier (if expression 1 0)))))
(count-ec (: i 4) (: j 4) (< i j))
;=> 6
(define (eratosthenes n)
  (let ((p? (make-string n #\1)))
    (do-ec (:range k 2 n) (if (char=? (string-ref p? k) #\1)) (:range i (* 2 k) n k) (string-set! p? i #\0))
    (list-ec (:range k 2 n) (if (char=? (string-ref p? k) #\1)) k)))
(eratosthenes 50)
;=> (2 3 5 7 11 13 17 19 23 29 31 37 41 43 47)
(define (pythagorean n) (list-ec (:let sqr-n (* n n)) (:range a 1 (+ n 1)) (:let sqr-a (* a a)) (:range b a (+ n 1)) (:let sqr-c (+ sqr-a (* b b))) (if (<= sqr-c sqr-n)) (:range c b (+ n 1)) (if (= (* c c) sqr-c)) (list a b c)))
(pythagorean 15)
;=> ((3 4 5) (5 12 13) (6 8 10) (9 12 15))
