;; Passerine's cases: the order and sharing of captured variables, with variations.

;; P1, P9: a loop that refers to itself through its variable
(call/cc (lambda (k) (let ((w 'hello) (out '()) (lp #f)) (set! lp (lambda (y) (lambda (x) (y w) ((lp y) '())))) ((lp (lambda (v) (set! out (cons v out)) (if (= (length out) 3) (k out)))) '()))))
;=> (hello hello hello)
(define (p1 n) (call/cc (lambda (k) (let ((w 1) (sum 0) (count 0) (lp #f)) (set! lp (lambda (y) (lambda (x) (y w) ((lp y) '())))) ((lp (lambda (v) (set! sum (+ sum v)) (set! count (+ count 1)) (if (= count n) (k (list sum count))))) '())))))
(p1 1000)
;=> (1000 1000)
;; P2: captures of several depths
(let* ((w 'w) (lp 'loop) (g (lambda (y) (lambda () (list w y lp))))) ((g 'y)))
;=> (w y loop)
(let* ((w 'w) (lp 'loop) (g (lambda (y) (lambda () (list lp y w))))) ((g 'y)))
;=> (loop y w)
(let* ((a 'a) (g (lambda (b) (let ((c 'c)) (lambda (d) (let ((e 'e)) (lambda () (list e a d b c)))))))) (((g 'b) 'd)))
;=> (e a d b c)
(let ((a 1) (b 2) (c 3)) ((lambda (d) ((lambda (e) ((lambda () (set! c (+ c d)) (set! a (+ a e)) (list a b c d e)))) 5)) 4))
;=> (6 2 7 4 5)
(map (lambda (perm) (perm)) (let ((x 'x)) (let ((y 'y)) (let ((z 'z)) (list (lambda () (list x y z)) (lambda () (list z y x)) (lambda () (list y x z)) (lambda () (list y z x)))))))
;=> ((x y z) (z y x) (y x z) (y z x))
;; P3: a variable captured twice is one variable
(let ((y 1)) ((lambda () (set! y (+ y 1)) (set! y (* y y)) (list y y))))
;=> (4 4)
(let ((y 1)) (let ((f (lambda () (list y (begin y) (+ y 0))))) (set! y 5) (f)))
;=> (5 5 5)
;; P4: capture through a scope that does not use the variable
(let ((a 1)) ((lambda () ((lambda () ((lambda (b) (+ a b)) 5))))))
;=> 6
(let ((a 1)) ((lambda () ((lambda () ((lambda () ((lambda () (set! a (+ a 1)))))))))) a)
;=> 2
(define (p4 a) (lambda () (lambda (unused) (lambda () (lambda (b) (list a b))))))
(((((p4 'a)) 'u)) 'b)
;=> (a b)
;; P5: value at the time of capture or later
(let* ((x 1) (g (lambda () x)) (a (g))) (set! x 2) (list a (g)))
;=> (1 2)
(let* ((x 1) (g (lambda () x))) (let ((x 3)) (set! x 4) (g)))
;=> 1
(letrec ((f (lambda () (g))) (g (lambda () 'g1))) (let ((a (f))) (set! g (lambda () 'g2)) (list a (f))))
;=> (g1 g2)
(let ((x 1)) (define f (lambda () x)) (define ignored (set! x 2)) (define a (f)) a)
;=> 2
;; P7: siblings share (see also V4)
(let ((a 0)) (let ((f (lambda () (set! a (+ a 1)))) (g (lambda () a))) (f) (f) (g)))
;=> 2
(let ((a 0) (b 10)) (let* ((f (lambda () (set! a (+ a 1)) (set! b (- b 1)))) (g (lambda () (f) (list a b))) (h (lambda () (g) (f) (list b a)))) (h)))
;=> (8 2)
;; P8: closures made at several places of one frame
(define (p8 x) (let ((f (lambda () x))) (set! x (+ x 1)) (let ((g (lambda () x))) (set! x (+ x 1)) (list (f) (g) x))))
(p8 0)
;=> (2 2 2)
(define (p8b flag) (let ((x 0) (f #f)) (if flag (set! f (lambda () (set! x (+ x 1)) x)) (set! f (lambda () (set! x (- x 1)) x))) (f) (f) x))
(list (p8b #t) (p8b #f))
;=> (2 -2)
;; P11: the variable outlives its frame
(define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c1 (make-counter))
(define c2 (make-counter))
(begin (c1) (c1) (c2) (let* ((a (c1)) (b (c2))) (list a b)))
;=> (3 2)
(define (make-account balance) (lambda (op . args) (case op ((get) balance) ((put) (set! balance (+ balance (car args))) balance) ((take) (set! balance (- balance (car args))) balance))))
(let ((a (make-account 100)) (b (make-account 0))) (a 'put 50) (b 'put 7) (a 'take 30) (list (a 'get) (b 'get)))
;=> (120 7)
;; P12: two-level update, double capture, odd/even, use before assignment
(let ((pi 27)) (let ((u (lambda () (lambda () (set! pi 314))))) ((u)) pi))
;=> 314
(let ((x 1) (y 2)) ((lambda () (let ((f (lambda () (list x y)))) (let ((g (lambda () (list y x)))) (list (f) (g)))))))
;=> ((1 2) (2 1))
(letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1))))) (odd? (lambda (n) (if (= n 0) #f (even? (- n 1)))))) (even? 35))
;=> #f
(letrec ((a (lambda () b)) (c (a)) (b 1)) c)
;=> error
(letrec ((a b) (b 1)) a)
;=> error
(let () (define (f) g) (define h (f)) (define g 1) h)
;=> error
;; closures of a loop have a variable each
(map (lambda (f) (f)) (do ((i 0 (+ i 1)) (acc '() (cons (lambda () i) acc))) ((= i 3) acc)))
;=> (2 1 0)
(map (lambda (f) (f)) (let loop ((i 0) (acc '())) (if (= i 3) acc (loop (+ i 1) (cons (lambda () (set! i (* i 10)) i) acc)))))
;=> (20 10 0)
(map (lambda (f) (f)) (map (lambda (i) (let ((j (* i i))) (lambda () (set! j (+ j 1)) (list i j)))) '(1 2 3)))
;=> ((1 2) (2 5) (3 10))
(let ((fs '())) (for-each (lambda (i) (set! fs (cons (lambda () i) fs))) '(a b c)) (map (lambda (f) (f)) fs))
;=> (c b a)
;; the variable is closed on every way out of its frame: return, tail call, raise, escape
(define saved #f)
(define (by-return) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n)) 'returned))
(begin (by-return) (list 1 2 3 4 5 6) (saved) (saved))
;=> 3
(define (other a b c d) (list a b c d))
(define (by-tail) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n)) (other 5 6 7 8)))
(begin (by-tail) (saved) (saved))
;=> 3
(define (by-raise) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n)) (raise 'out)))
(begin (guard (e (#t e)) (by-raise)) (list 1 2 3 4 5 6) (saved) (saved))
;=> 3
(define (by-error) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n)) (car n)))
(begin (guard (e (#t e)) (by-error)) (list 1 2 3 4 5 6) (saved) (saved))
;=> 3
(define (by-escape k) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n)) (k 'out)))
(begin (call/cc by-escape) (list 1 2 3 4 5 6) (saved) (saved))
;=> 3
(define (by-loop) (let loop ((i 0)) (if (< i 5) (begin (if (= i 2) (set! saved (lambda () (set! i (+ i 10)) i))) (loop (+ i 1))) 'done)))
(begin (by-loop) (saved) (saved))
;=> 22
(define (by-scope) (let ((n 1)) (set! saved (lambda () (set! n (+ n 1)) n))) (let ((m 'other) (o 'other2)) (saved) (list m o (saved))))
(by-scope)
;=> (other other2 3)
