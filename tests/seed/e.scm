;; Elle's cases: set! inside lambda bodies, with variations.

;; E1
(define x 0)
(set! x 42)
x
;=> 42
;; E2
(define test (lambda () (begin (define x 0) (set! x 42) x)))
(test)
;=> 42
(define test2 (lambda () (define x 0) (let () (set! x 42) x)))
(test2)
;=> 42
x
;=> 42
;; E3: loops inside procedures
(define (run) (define i 0) (define s 0) (let w () (if (< i 5) (begin (set! s (+ s i)) (set! i (+ i 1)) (w)))) s)
(run)
;=> 10
(define (run-do) (define s 0) (do ((i 0 (+ i 1))) ((= i 5)) (set! s (+ s i))) s)
(run-do)
;=> 10
(define (run-nested n) (let ((s 0)) (do ((i 0 (+ i 1))) ((= i n) s) (do ((j 0 (+ j 1))) ((= j i)) (set! s (+ s (* i j)))))))
(run-nested 5)
;=> 35
(define (run-thunk) (define i 0) (define (cond?) (< i 5)) (define s '()) (define (step) (set! s (cons i s)) (set! i (+ i 1))) (let w () (when (cond?) (step) (w))) s)
(run-thunk)
;=> (4 3 2 1 0)
;; E4: counters
(define (mk) (define n 0) (lambda () (set! n (+ n 1)) n))
(let ((c1 (mk)) (c2 (mk))) (c1) (c1) (let* ((a (c1)) (b (c2))) (list a b)))
;=> (3 1)
(define (mk-arg n) (lambda (d) (set! n (+ n d)) n))
(let* ((c1 (mk-arg 100)) (c2 (mk-arg 0)) (a (c1 1)) (b (c1 2)) (c (c2 5))) (list a b c))
;=> (101 103 5)
;; E5: three levels
(define (mk3) (let ((n 0)) (lambda () (lambda () (lambda () (set! n (+ n 1)) n)))))
(let* ((a ((mk3))) (f (a)) (g (a)) (b (((mk3)))) (x (f)) (y (g)) (z (f)) (w (b))) (list z w))
;=> (3 1)
((((lambda (a) (lambda (b) (lambda (c) (set! a (+ a b c)) (set! b (* b 10)) (set! c (* c 10)) (list a b c)))) 1) 2) 3)
;=> (6 20 30)
;; E6: a nested closure with a local counter
(define (e6) (define counter 0) (define (make) (lambda () (set! counter (+ counter 1)))) (define inc (make)) (inc) (inc) (inc) counter)
(e6)
;=> 3
;; E7: capture and parameter, both assigned
(let ((a 10)) ((lambda (p) ((lambda () (set! a (+ a 1)) (set! p (+ p 1)))) (list a p)) 20))
;=> (11 21)
(let ((a 1) (b 2)) ((lambda (p q) ((lambda (r) (set! p (+ p a)) (set! q (+ q b)) (set! r (+ r p)) (set! a r)) 5) (list a b p q)) 10 20))
;=> (16 2 11 22)
(define (e7 a) (let ((b (* a 2))) (lambda (c) (set! a (+ a c)) (set! c (+ c b)) (set! b (+ b 1)) (list a b c))))
(let* ((f (e7 1)) (x (f 10)) (y (f 10))) (list x y))
;=> ((11 3 12) (21 4 13))
;; E8: parameter assignment
((lambda (p) (set! p (+ p 1)) p) 5)
;=> 6
((lambda (a . r) (set! r (cons a r)) (set! a 'x) (list a r)) 1 2)
;=> (x (1 2))
(define (e8 a b c) (set! b (+ a c)) (set! a (+ b c)) (set! c (+ a b)) (list a b c))
(e8 1 2 3)
;=> (7 4 11)
;; E9: a global from a lambda
(define (s) (set! x 99))
(s)
x
;=> 99
((lambda () ((lambda () (set! x 100)))))
x
;=> 100
;; E10: assignment of an undefined variable names it
(set! e10-undefined 1)
;=> error e10-undefined
(define (e10) (set! e10-undefined-2 1))
(e10)
;=> error e10-undefined-2
(guard (e (#t 'caught)) (e10))
;=> caught
;; E11: set! takes a variable and one expression
(set! x)
;=> error
(set! x 1 2)
;=> error
(set! "x" 1)
;=> error
(lambda () (set! x 1 2))
;=> error
;; E12: more than 255 variables: e-long.scm has the whole; here 20
(let* ((a0 0) (a1 1) (a2 2) (a3 3) (a4 4) (a5 5) (a6 6) (a7 7) (a8 8) (a9 9) (b0 10) (b1 11) (b2 12) (b3 13) (b4 14) (b5 15) (b6 16) (b7 17) (b8 18) (b9 19)) ((lambda () (set! a0 1000) (set! b9 2000) (+ a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9))))
;=> 3171
;; E14: loop variables and scope
(define (e14) (let ((acc '())) (do ((i 0 (+ i 1))) ((= i 3)) (set! acc (cons (lambda () (set! i (+ i 100)) i) acc))) (map (lambda (f) (f)) acc)))
(e14)
;=> (102 101 100)
(let ((i 'outer)) (do ((i 0 (+ i 1))) ((= i 3)) #t) i)
;=> outer
(let ((fs (let loop ((i 0)) (if (= i 3) '() (cons (lambda () (set! i (+ i 1)) i) (loop (+ i 1))))))) (let* ((a ((car fs))) (b ((car fs))) (c ((cadr fs)))) (list a b c)))
;=> (1 2 2)
;; E17: the tracker's other cases
(define (make-range-checker lo hi) (lambda (n) (and (>= n lo) (<= n hi))))
((make-range-checker 1 10) 5)
;=> #t
((make-range-checker 1 10) 50)
;=> #f
(define (outer n) (define (sum k) (if (= k 0) 0 (+ k (sum (- k 1))))) (sum n))
(outer 5)
;=> 15
(define outer-l (lambda (n) (define sum (lambda (k acc) (if (= k 0) acc (sum (- k 1) (+ acc k))))) (sum n 0)))
(outer-l 5)
;=> 15
(define (count-down n) (if (= n 0) 0 (count-down (- n 1))))
(count-down 10000)
;=> 0
(define (e17 n) (if (= n 0) 0 (+ n (e17 (- n 1)))))
(list (e17 200) (e17 1000) (e17 10000))
;=> (20100 500500 50005000)
