;; R7RS 4.2: derived expression types.

;; 4.2.1 cond
(cond ((> 3 2) 'greater)
      ((< 3 2) 'less))
;=> greater
(cond ((> 3 3) 'greater)
      ((< 3 3) 'less)
      (else 'equal))
;=> equal
(cond ((assv 'b '((a 1) (b 2))) => cadr)
      (else #f))
;=> 2
(cond (1))
;=> 1
(cond (#f) (2))
;=> 2
(cond (#f 1) ('x))
;=> x
(cond (#f 1) (#f 2) (else 1 2 3))
;=> 3
(cond (#f 1))
;=> unspecified
(cond ((+ 1 1) => (lambda (n) (* n n))) (else 'no))
;=> 4
(cond (#f => car) (else 'no))
;=> no
(cond ((begin 5) => -) (else 'no))
;=> -5
;; the test is evaluated once
(let ((n 0)) (cond ((begin (set! n (+ n 1)) #f) 1) ((begin (set! n (+ n 1)) n) => list) (else 'no)))
;=> (2)
(let ((n 0)) (cond ((begin (set! n (+ n 1)) n))))
;=> 1
;; the receiver is evaluated only if its clause is chosen
(cond (#f => (car '())) (else 'fine))
;=> fine
(let ((else #f)) (cond (else 'bad) (#t 'good)))
;=> good
(let ((=> #f)) (cond (#t => 'ok)))
;=> ok
(cond (else))
;=> error
(cond (else 1) (#t 2))
;=> error
(cond 5)
;=> error
(cond (1 =>))
;=> error
(cond (1 => list list))
;=> error
(cond (1 => 5))
;=> error
(call-with-values (lambda () (cond (#f 1) (else (values 1 2)))) list)
;=> (1 2)
(call-with-values (lambda () (cond (7 => (lambda (x) (values x x))))) list)
;=> (7 7)

;; case
(case (* 2 3)
  ((2 3 5 7) 'prime)
  ((1 4 6 8 9) 'composite))
;=> composite
(case (car '(c d))
  ((a) 'a)
  ((b) 'b))
;=> unspecified
(case (car '(c d))
  ((a e i o u) 'vowel)
  ((w y) 'semivowel)
  (else => (lambda (x) x)))
;=> c
(case 3 ((1 2 3) => (lambda (x) (* x 10))) (else 'no))
;=> 30
(case 4 ((1 2 3) => (lambda (x) (* x 10))) (else 'no))
;=> no
(case 'x ((y) 1) (else 1 2 3))
;=> 3
(case #\a ((#\b) 1) ((#\a) 2) (else 3))
;=> 2
(case 2.0 ((2) 'exact) ((2.0) 'inexact) (else 'none))
;=> inexact
(case 100000000000000000000 ((100000000000000000000) 'big) (else 'none))
;=> big
(case 1/2 ((1/2) 'half) (else 'none))
;=> half
(case "a" (("a") 'string) (else 'no))
;=> no
(case '() ((()) 'empty) (else 'no))
;=> empty
(case #t ((#f) 'f) ((#t) 't))
;=> t
(case 'else ((else) 'symbol) (else 'other))
;=> symbol
(case 1 (() 'never) (else 'other))
;=> other
(case '(a) (((a)) 'pair) (else 'other))
;=> other
(case -0.0 ((0.0) 'plus) ((-0.0) 'minus) (else 'none))
;=> minus
(case 5 ((1 2) 'low) ((3 4) 'mid))
;=> unspecified
(case (begin 'b) ((a) 1) ((b) 2 3 4))
;=> 4
(let ((n 0)) (case (begin (set! n (+ n 1)) n) ((0) 'zero) ((1) (list 'one n)) (else n)))
;=> (one 1)
(let ((else 5)) (case 5 ((1) 'one) ((5) 'five)))
;=> five
(call-with-values (lambda () (case 1 ((1) (values 1 2)))) list)
;=> (1 2)
(map (lambda (n) (case n ((0 2 4 6 8) 'even) ((1 3 5 7 9) 'odd) ((-1 -2 -3) 'neg) (else 'big))) '(0 1 8 9 10 -2 -4 100))
;=> (even odd even odd big neg big big)
(map (lambda (s) (case s ((a b c) 1) ((d e f) 2) ((g) 3) (else 4))) '(a c d f g h))
;=> (1 1 2 2 3 4)
(case)
;=> error
(case 1 (else 2) ((1) 3))
;=> error
(case 1 (1 2))
;=> error

;; and, or
(and (= 2 2) (> 2 1))
;=> #t
(and (= 2 2) (< 2 1))
;=> #f
(and 1 2 'c '(f g))
;=> (f g)
(and)
;=> #t
(and 5)
;=> 5
(and #f (car '()))
;=> #f
(and 1 #f 2)
;=> #f
(and '() 0)
;=> 0
(or (= 2 2) (> 2 1))
;=> #t
(or (= 2 2) (< 2 1))
;=> #t
(or #f #f #f)
;=> #f
(or (memq 'b '(a b c))
    (/ 3 0))
;=> (b c)
(or)
;=> #f
(or 5)
;=> 5
(or #f 6)
;=> 6
(or 1 (car '()))
;=> 1
(let ((n 0)) (or (begin (set! n (+ n 1)) n) 'no))
;=> 1
(let ((temp 5) (x 6)) (or #f temp x))
;=> 5
(call-with-values (lambda () (and 1 (values 2 3))) list)
;=> (2 3)
(call-with-values (lambda () (or #f (values 2 3))) list)
;=> (2 3)
(and 1 (or #f 2) (and 3 (or #f (and #f 4) 5)))
;=> 5
(if (and (or #f #f) #t) 'yes 'no)
;=> no
(if (or (and #t #f) (and #t 1)) 'yes 'no)
;=> yes
(not (and 1 2))
;=> #f

;; when, unless
(let ((o (open-output-string))) (when (= 1 1.0) (display "1" o) (display "2" o)) (get-output-string o))
;=> "12"
(let ((o (open-output-string))) (unless (= 1 1.0) (display "1" o) (display "2" o)) (get-output-string o))
;=> ""
(when #f (car '()))
;=> unspecified
(unless #t (car '()))
;=> unspecified
(let ((n 0)) (when 'true (set! n (+ n 1)) (set! n (* n 10))) n)
;=> 10
(let ((n 0)) (unless #f (set! n (+ n 1)) (set! n (* n 10))) n)
;=> 10
(let ((n 0)) (unless '() (set! n 1)) n)
;=> 0
(when)
;=> error
(unless)
;=> error

;; cond-expand
(cond-expand (r7rs 'yes) (else 'no))
;=> yes
(cond-expand (no-such-feature 'yes) (else 'no))
;=> no
(cond-expand ((and r7rs (not no-such-feature)) 1) (else 2))
;=> 1
(cond-expand ((or no-such-feature r7rs) 1) (else 2))
;=> 1
(cond-expand ((and) 1) (else 2))
;=> 1
(cond-expand ((or) 1) (else 2))
;=> 2
(cond-expand ((not (or no-such-feature (and r7rs))) 1) (else 2))
;=> 2
(cond-expand ((library (scheme base)) 'base) (else 'none))
;=> base
(cond-expand ((library (no such library)) 'have) (else 'none))
;=> none
(cond-expand ((and (library (scheme write)) (library (scheme char))) 'both) (else 'none))
;=> both
(cond-expand (no-such-feature (car '())) (r7rs 1 2 3))
;=> 3
(cond-expand (r7rs (define ce-1 1) (define ce-2 2)))
(list ce-1 ce-2)
;=> (1 2)
(let () (cond-expand (r7rs (define inner 'in)) (else (define inner 'out))) inner)
;=> in
(cond-expand (full-unicode (string-length "λ")) (else 1))
;=> 1
(cond-expand (ratios (exact? (/ 1 3))) (else #t))
;=> #t

;; 4.2.2 let
(let ((x 2) (y 3))
  (* x y))
;=> 6
(let ((x 2) (y 3))
  (let ((x 7)
        (z (+ x y)))
    (* z x)))
;=> 35
(let () 5)
;=> 5
(let ((x 1)) (define y 2) (+ x y))
;=> 3
(let ((x 1)) (let ((x (+ x 1)) (y x)) (list x y)))
;=> (2 1)
(let ((x 'a) (y 'b)) (let ((x y) (y x)) (list x y)))
;=> (b a)
(let ((+ *)) (+ 3 4))
;=> 12
(let ((x)) x)
;=> error
(let ((x 1 2)) x)
;=> error
(let ((x 1) (x 2)) x)
;=> error
(let x)
;=> error
(let ((x 1)))
;=> error
(let)
;=> error
(let ((1 2)) 3)
;=> error

;; let*
(let ((x 2) (y 3))
  (let* ((x 7)
         (z (+ x y)))
    (* z x)))
;=> 70
(let* () 5)
;=> 5
(let* ((x 1) (x (+ x 1)) (x (* x 10))) x)
;=> 20
(let* ((x 1) (f (lambda () x)) (x 2)) (list x (f)))
;=> (2 1)
(let* ((x 1)) (define x 5) x)
;=> 5
(let* ((x 1) (y)) x)
;=> error
(let* ((x 1)))
;=> error

;; letrec
(letrec ((even?
          (lambda (n)
            (if (zero? n)
                #t
                (odd? (- n 1)))))
         (odd?
          (lambda (n)
            (if (zero? n)
                #f
                (even? (- n 1))))))
  (even? 88))
;=> #t
(letrec ((f (lambda (n) (if (= n 0) 1 (* n (f (- n 1))))))) (f 20))
;=> 2432902008176640000
(letrec () 1)
;=> 1
(letrec ((x 1) (y (lambda () x))) (set! x 2) (y))
;=> 2
(letrec ((a (lambda () b)) (b 2)) (a))
;=> 2
(letrec ((a b) (b 1)) a)
;=> error
(letrec ((a a)) a)
;=> error
(letrec ((x 1) (x 2)) x)
;=> error
(let ((x 'outer)) (letrec ((f (lambda () x)) (x 'inner)) (f)))
;=> inner
;; the inits of letrec are evaluated before any variable is assigned
(let ((cont #f))
  (letrec ((x (call-with-current-continuation (lambda (c) (set! cont c) 0)))
           (y (call-with-current-continuation (lambda (c) (set! cont c) 0))))
    (if cont
        (let ((c cont))
          (set! cont #f)
          (set! x 1)
          (set! y 1)
          (c 0))
        (+ x y))))
;=> one-of 0 | 1

;; letrec*
(letrec* ((a 1) (b (+ a 1)) (c (* b 10))) (list a b c))
;=> (1 2 20)
(letrec* ((p (lambda (x) (+ 1 (q (- x 1)))))
          (q (lambda (y) (if (zero? y) 0 (+ 1 (p (- y 1))))))
          (x (p 5))
          (y x))
  y)
;=> 5
(letrec* ((a (lambda () b)) (b 2)) (a))
;=> 2
(letrec* ((a b) (b 1)) a)
;=> error
(define (means ton)
  (letrec*
      ((mean (lambda (f g) (f (/ (sum g ton) n))))
       (sum (lambda (g ton)
              (if (null? ton)
                  (+)
                  (if (number? ton)
                      (g ton)
                      (+ (sum g (car ton))
                         (sum g (cdr ton)))))))
       (n (sum (lambda (x) 1) ton)))
    (values (mean values values)
            (mean exp log)
            (mean / /))))
(call-with-values (lambda () (means '(3 (1 4)))) (lambda (a g h) (list a (< 2.289428485106 g 2.289428485107) h)))
;=> (8/3 #t 36/19)

;; let-values
(let-values (((root rem) (exact-integer-sqrt 32)))
  (* root rem))
;=> 35
(let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c))
;=> (1 2 3)
(let-values (((a . rest) (values 1 2 3)) (all (values 4 5))) (list a rest all))
;=> (1 (2 3) (4 5))
(let-values ((() (values))) 'none)
;=> none
(let-values () 'empty)
;=> empty
(let-values ((all (values))) all)
;=> ()
(let-values (((a b . c) (values 1 2))) (list a b c))
;=> (1 2 ())
(let ((a 'a) (b 'b) (x 'x) (y 'y))
  (let-values (((a b) (values x y))
               ((x y) (values a b)))
    (list a b x y)))
;=> (x y a b)
(let-values (((a b) (values 1))) a)
;=> error
(let-values (((a b) (values 1 2 3))) a)
;=> error
(let-values (((a) (values))) a)
;=> error
(let-values (((a b) (values 1 2))) (define c (+ a b)) (* c 2))
;=> 6
(let-values (((a a) (values 1 2))) a)
;=> error
(let-values (((a) (values 1)) ((a) (values 2))) a)
;=> error
(let-values (((a b) (let ((k* #f)) (call/cc (lambda (k) (k 7 8)))))) (list a b))
;=> (7 8)

;; let*-values
(let ((a 'a) (b 'b) (x 'x) (y 'y))
  (let*-values (((a b) (values x y))
                ((x y) (values a b)))
    (list a b x y)))
;=> (x y x y)
(let*-values (((a b) (values 1 2)) ((c) (values (+ a b))) (rest (values a b c))) rest)
;=> (1 2 3)
(let*-values () 1)
;=> 1
(let*-values (((a) (values 1)) ((a) (values (+ a 1)))) a)
;=> 2
(let*-values (((a b) (values 1))) a)
;=> error
(let*-values (((x . y) (values 1 2 3)) ((z) (values (cons x y)))) z)
;=> (1 2 3)

;; 4.2.3 Sequencing
(define x 0)
(and (= x 0)
     (begin (set! x 5)
            (+ x 1)))
;=> 6
(let ((o (open-output-string)))
  (begin (display "4 plus 1 equals " o)
         (display (+ 4 1) o))
  (get-output-string o))
;=> "4 plus 1 equals 5"
(begin 1 2 3)
;=> 3
(begin (define bg-a 1) (define bg-b (+ bg-a 1)))
(list bg-a bg-b)
;=> (1 2)
(begin (begin (begin (define bg-c 3))) (+ bg-c 1))
;=> 4
(let () (begin (define a 1) (begin (define b 2))) (+ a b))
;=> 3
(begin)
;=> unspecified
(call-with-values (lambda () (begin 1 (values 2 3))) list)
;=> (2 3)
;; a begin that is an expression takes no definitions and needs an expression
(list (begin))
;=> error

;; 4.2.4 do
(do ((vec (make-vector 5))
     (i 0 (+ i 1)))
    ((= i 5) vec)
  (vector-set! vec i i))
;=> #(0 1 2 3 4)
(let ((x '(1 3 5 7 9)))
  (do ((x x (cdr x))
       (sum 0 (+ sum (car x))))
      ((null? x) sum)))
;=> 25
(do ((i 0 (+ i 1))) ((= i 3)))
;=> unspecified
(do ((i 0 (+ i 1)) (j 10)) ((= i 3) (list i j)))
;=> (3 10)
(do ((i 0 (+ i 1)) (j 0 i)) ((= i 3) (list i j)))
;=> (3 2)
(do () (#t 'at-once))
;=> at-once
(do ((i 0 (+ i 1))) ((= i 3) 'a 'b 'c))
;=> c
(let ((n 0)) (do ((i 0 (+ i 1))) ((= i 4) n) (set! n (+ n i)) (set! n (+ n 1))))
;=> 10
(map (lambda (f) (f)) (do ((i 0 (+ i 1)) (acc '() (cons (lambda () i) acc))) ((= i 3) acc)))
;=> (2 1 0)
(let ((fs '())) (do ((i 0 (+ i 1))) ((= i 3) (map (lambda (f) (f)) fs)) (set! fs (cons (lambda () (set! i (+ i 10)) i) fs)) ))
;=> (12 11 10)
(do ((i 0 (+ i 1)) (s '() (cons (do ((j 0 (+ j 1)) (t '() (cons j t))) ((= j i) t)) s))) ((= i 4) s))
;=> ((2 1 0) (1 0) (0) ())
(call-with-values (lambda () (do ((i 0 (+ i 1))) ((= i 2) (values i 'x)))) list)
;=> (2 x)
(do ((i 0) (i 1)) (#t i))
;=> error
(do ((i 0 1 2)) (#t i))
;=> error
(do ((i 0)))
;=> error

;; named let
(let loop ((numbers '(3 -2 1 6 -5))
           (nonneg '())
           (neg '()))
  (cond ((null? numbers) (list nonneg neg))
        ((>= (car numbers) 0)
         (loop (cdr numbers)
               (cons (car numbers) nonneg)
               neg))
        ((< (car numbers) 0)
         (loop (cdr numbers)
               nonneg
               (cons (car numbers) neg)))))
;=> ((6 1 3) (-5 -2))
(let fact ((n 5)) (if (= n 0) 1 (* n (fact (- n 1)))))
;=> 120
(let loop () 5)
;=> 5
(let f ((x 1)) (define y (+ x 1)) (* y 10))
;=> 20
;; the name is not visible in the inits
(let ((f (lambda (x) (list 'outer x)))) (let f ((v (f 1))) v))
;=> (outer 1)
(let f ((f 1)) f)
;=> 1
(let ((loop-k #f)) (let loop ((i 0)) (set! loop-k loop) i) (loop-k 7))
;=> 7
(let loop ((i 0) (acc '())) (if (= i 4) acc (loop (+ i 1) (cons (let inner ((j i)) (if (= j 0) '() (cons j (inner (- j 1))))) acc))))
;=> ((3 2 1) (2 1) (1) ())
(let loop ((i 0)) (if (< i 10) (loop)))
;=> error
(let loop ((i 0)) (if (< i 10) (loop 10 11)))
;=> error
(let loop ((i 0) (i 1)) i)
;=> error
;; the loop procedure may be reassigned
(let loop ((i 3)) (if (= i 3) (begin (set! loop (lambda (x) (list 'new x))) (loop 4)) 'never))
;=> (new 4)

;; 4.2.5 Delayed evaluation
(force (delay (+ 1 2)))
;=> 3
(let ((p (delay (+ 1 2))))
  (list (force p) (force p)))
;=> (3 3)
(define integers
  (letrec ((next
            (lambda (n)
              (delay (cons n (next (+ n 1)))))))
    (next 0)))
(define head (lambda (stream) (car (force stream))))
(define tail (lambda (stream) (cdr (force stream))))
(head (tail (tail integers)))
;=> 2
(define (stream-filter p? s)
  (delay-force
   (if (null? (force s))
       (delay '())
       (let ((h (car (force s)))
             (t (cdr (force s))))
         (if (p? h)
             (delay (cons h (stream-filter p? t)))
             (stream-filter p? t))))))
(head (tail (tail (stream-filter odd? integers))))
;=> 5
(define count 0)
(define p
  (delay (begin (set! count (+ count 1))
                (if (> count x)
                    count
                    (force p)))))
(define x 5)
(promise? p)
;=> #t
(force p)
;=> 6
(promise? p)
;=> #t
(begin (set! x 10)
       (force p))
;=> 6
(boolean? (eqv? (delay 1) 1))
;=> #t
(boolean? (pair? (delay (cons 1 2))))
;=> #t
(promise? (car (list (delay (* 3 7)) 13)))
;=> #t
(promise? (delay 1))
;=> #t
(promise? 1)
;=> #f
(promise? '())
;=> #f
(promise? (make-promise 1))
;=> #t
(force (make-promise 'v))
;=> v
(force (make-promise (delay 9)))
;=> 9
(let ((p (delay 1))) (eq? p (make-promise p)))
;=> #t
(let ((p (make-promise 1))) (eq? p (make-promise p)))
;=> #t
(promise? (make-promise (list 1)))
;=> #t
(force 5)
;=> 5
(force '(not a promise))
;=> (not a promise)
;; delay does not evaluate now
(let ((n 0)) (delay (set! n 1)) n)
;=> 0
(let* ((n 0) (p (delay (begin (set! n (+ n 1)) n))) (a (force p)) (b (force p))) (list a b n))
;=> (1 1 1)
(let* ((n 0) (p (delay-force (begin (set! n (+ n 1)) (make-promise n))))) (list (force p) (force p)))
;=> (1 1)
(force (delay-force (delay-force (delay 7))))
;=> 7
(promise? (force (delay (delay 7))))
;=> #t
(force (force (delay (delay 7))))
;=> 7
(force (delay-force (make-promise 3)))
;=> 3
;; a forced value may be a list or procedure
(force (delay (list 1 2)))
;=> (1 2)
((force (delay (lambda (x) (* x 2)))) 21)
;=> 42
;; reentrancy: the first value to arrive wins
(letrec ((p (delay (if c 3 (begin (set! c #t) (+ (force p) 1))))) (c #f)) (force p))
;=> 3
(let ((q (let ((count 5))
           (define (get-count) count)
           (define p (delay (if (<= count 0)
                                count
                                (begin (set! count (- count 1))
                                       (force p)
                                       (set! count (+ count 2))
                                       count))))
           (list get-count p))))
  (let* ((get-count (car q)) (p (cadr q)) (a (get-count)) (b (force p)) (c (get-count)))
    (list a b c)))
;=> (5 0 10)
(let ()
  (define f (let ((first? #t)) (delay (if first? (begin (set! first? #f) (force f)) 'second))))
  (force f))
;=> second
;; a promise that raises may be forced again
(let* ((n 0) (p (delay (begin (set! n (+ n 1)) (if (= n 1) (raise 'once) (list 'ok n))))))
  (let* ((a (guard (e (#t e)) (force p))) (b (force p)) (c (force p))) (list a b c)))
;=> (once (ok 2) (ok 2))
;; delay captures its lexical variables; force uses the dynamic state of the first force
(define (dl a b) (delay (+ a b)))
(force (dl 3 4))
;=> 7
(let* ((q (make-parameter 1)) (p (delay (q))) (a (parameterize ((q 2)) (force p)))) (list a (force p)))
;=> (2 2)
;; sharing: forcing a chain also settles the inner promise
(let* ((n 0) (a (delay (begin (set! n (+ n 1)) 'v))) (b (delay-force a)) (x (force b)) (y (force a))) (list x y n))
;=> (v v 1)
(let* ((n 0) (a (delay (begin (set! n (+ n 1)) 'v))) (b (delay-force a)) (c (delay-force b)) (x (force c)) (y (force b)) (z (force a))) (list x y z n))
;=> (v v v 1)
(define (lazy-loop n) (if (= n 0) (delay 'end) (delay-force (lazy-loop (- n 1)))))
(force (lazy-loop 5000))
;=> end
(delay)
;=> error
(make-promise)
;=> error
(force)
;=> error

;; 4.2.6 Dynamic bindings
(define radix
  (make-parameter
   10
   (lambda (x)
     (if (and (exact-integer? x) (<= 2 x 16))
         x
         (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(f 12)
;=> "12"
(parameterize ((radix 2))
  (f 12))
;=> "1100"
(f 12)
;=> "12"
(parameterize ((radix 0))
  (f 12))
;=> error invalid radix
(f 12)
;=> "12"
(procedure? radix)
;=> #t
((make-parameter 'v))
;=> v
((make-parameter 5 -))
;=> -5
(make-parameter -1 (lambda (x) (if (< x 0) (error "negative" x) x)))
;=> error negative
(let* ((calls '()) (p (make-parameter 1 (lambda (v) (set! calls (cons v calls)) (* v 10)))))
  (let* ((a (p)) (b (parameterize ((p 2)) (p))) (c (p)))
    (list a b c (reverse calls))))
;=> (10 20 10 (1 2))
;; the old value comes back without going through the converter
(let* ((n 0) (p (make-parameter 1 (lambda (v) (set! n (+ n 1)) v)))) (parameterize ((p 2)) (parameterize ((p 3)) (p))) (p) n)
;=> 3
(let ((p (make-parameter 1)) (q (make-parameter 2))) (parameterize ((p 10) (q (+ (p) 1))) (list (p) (q))))
;=> (10 2)
(let ((p (make-parameter 1))) (parameterize ((p 2)) (parameterize ((p (+ (p) 1))) (p))))
;=> 3
(let ((p (make-parameter 1))) (parameterize () (p)))
;=> 1
(let ((p (make-parameter 1))) (parameterize ((p 2)) (define x (p)) (* x 10)))
;=> 20
(let ((p (make-parameter 1))) (call/cc (lambda (k) (parameterize ((p 2)) (k 'out)))) (p))
;=> 1
(let ((p (make-parameter 1))) (guard (e (#t (list e (p)))) (parameterize ((p 2)) (raise (p)))))
;=> (2 1)
;; re-entry restores the inner binding
(let ((p (make-parameter 'out)) (k #f) (log '()))
  (parameterize ((p 'in))
    (call/cc (lambda (c) (set! k c)))
    (set! log (cons (p) log)))
  (set! log (cons (p) log))
  (if (< (length log) 4) (k #f))
  (reverse log))
;=> (in out in out)
;; a closure called inside sees the dynamic binding
(let* ((p (make-parameter 1)) (f (lambda () (p)))) (list (f) (parameterize ((p 2)) (f)) (f)))
;=> (1 2 1)
(let ((p (make-parameter 1))) (call-with-values (lambda () (parameterize ((p 2)) (values (p) (p)))) list))
;=> (2 2)
;; with several parameters none is bound if a converter fails
(let ((p (make-parameter 1)) (q (make-parameter 2 (lambda (v) (if (symbol? v) (raise 'bad) v)))))
  (list (guard (e (#t e)) (parameterize ((p 5) (q 'x)) 'never)) (p) (q)))
;=> (bad 1 2)
(parameterize ((5 1)) 2)
;=> error
(parameterize ((radix)) 2)
;=> error
(parameterize ((radix 2)))
;=> error
(make-parameter)
;=> error

;; 4.2.7 guard
(guard (condition
        ((assq 'a condition) => cdr)
        ((assq 'b condition)))
  (raise (list (cons 'a 42))))
;=> 42
(guard (condition
        ((assq 'a condition) => cdr)
        ((assq 'b condition)))
  (raise (list (cons 'b 23))))
;=> (b . 23)
(guard (e (#t (list 'caught e))) (raise 'boom))
;=> (caught boom)
(guard (e ((symbol? e) 'symbol) ((string? e) 'string) (else 'other)) (raise "s"))
;=> string
(guard (e ((symbol? e) 'symbol) (else 'other)) (raise 5))
;=> other
(guard (e (#t 'never)) 'value)
;=> value
(call-with-values (lambda () (guard (e (#t 'never)) (values 1 2))) list)
;=> (1 2)
(guard (e (#t 1)) (define x 5) (raise x))
;=> 1
(guard (e ((string? e) 'inner)) (raise 'not-a-string))
;=> error
(guard (outer (#t (list 'outer outer))) (guard (inner ((string? inner) 'inner)) (raise 'x)))
;=> (outer x)
(guard (outer (#t (list 'outer outer))) (guard (inner (#t (raise (list 'again inner)))) (raise 'x)))
;=> (outer (again x))
(guard (e (else (list 'else e))) (guard (e2 ((number? e2) (* e2 2))) (+ 1 (raise 21))))
;=> 42
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error "msg" 1 'two "three"))
;=> ("msg" (1 two "three"))
(guard (e ((memq e '(a b c)))) (raise 'b))
;=> (b c)
;; the clauses run outside the body's dynamic extent
(let ((log '()))
  (guard (e (#t (set! log (cons e log))))
    (dynamic-wind
      (lambda () (set! log (cons 'in log)))
      (lambda () (raise 'boom))
      (lambda () (set! log (cons 'out log)))))
  (reverse log))
;=> (in out boom)
;; no clause matches: raise-continuable in the dynamic environment of the raise
(with-exception-handler
 (lambda (e) (* e 10))
 (lambda () (+ 1 (guard (e ((symbol? e) 'no)) (raise-continuable 4)))))
;=> 41
(let* ((log '())
       (v (with-exception-handler
           (lambda (e) (set! log (cons 'handler log)) 10)
           (lambda ()
             (guard (e (#f 'never))
               (dynamic-wind
                 (lambda () (set! log (cons 'in log)))
                 (lambda () (+ 1 (raise-continuable 'c)))
                 (lambda () (set! log (cons 'out log)))))))))
  (list v (reverse log)))
;=> one-of (11 (in out in handler out)) | (11 (in handler out))
(guard (else (#t (list 'var else))) (raise 1))
;=> (var 1)
(let ((k (guard (e (#t (lambda () e))) (raise 'captured)))) (k))
;=> captured
(guard (e ((assq 'a e) => cdr) ((assq 'b e) => (lambda (p) (list 'b p)))) (raise '((b . 1))))
;=> (b (b . 1))
(guard)
;=> error
(guard (e (#t (list 'arith))) (vector-ref (vector 1 2) 2))
;=> (arith)
(guard (e (#t 'type)) (car 5))
;=> type
(guard (e (#t 'unbound)) some-unbound-variable-here)
;=> unbound

;; 4.2.8 Quasiquotation
`(list ,(+ 1 2) 4)
;=> (list 3 4)
(let ((name 'a)) (equal? `(list ,name ',name) '(list a (quote a))))
;=> #t
`(a ,(+ 1 2) ,@(map abs '(4 -5 6)) b)
;=> (a 3 4 5 6 b)
`((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons)))
;=> ((foo 7) . cons)
`#(10 5 ,(sqrt 4) ,@(map sqrt '(16 9)) 8)
;=> #(10 5 2 4 3 8)
(let ((foo '(foo bar)) (@baz 'baz))
  `(list ,@foo , @baz))
;=> (list foo bar baz)
(equal? `(a `(b ,(+ 1 2) ,(foo ,(+ 1 3) d) e) f) '(a `(b ,(+ 1 2) ,(foo 4 d) e) f))
;=> #t
(let ((name1 'x)
      (name2 'y))
  (equal? `(a `(b ,,name1 ,',name2 d) e) '(a `(b ,x ,'y d) e)))
;=> #t
(let ((a 3)) `((1 2) ,a ,4 ,'five 6))
;=> ((1 2) 3 4 five 6)
(quasiquote (list (unquote (+ 1 2)) 4))
;=> (list 3 4)
'(quasiquote (list (unquote (+ 1 2)) 4))
;=> one-of `(list ,(+ 1 2) 4) | (quasiquote (list (unquote (+ 1 2)) 4))
`x
;=> x
`,(+ 1 2)
;=> 3
`5
;=> 5
`()
;=> ()
`#()
;=> #()
`"s"
;=> "s"
`(1 . 2)
;=> (1 . 2)
`(1 . ,(+ 1 1))
;=> (1 . 2)
`(1 2 . ,(list 3 4))
;=> (1 2 3 4)
`(,@'() . tail)
;=> tail
`(,@'(1 2) . 3)
;=> (1 2 . 3)
`(1 ,@'(2 3))
;=> (1 2 3)
`(,@'(1 2))
;=> (1 2)
`(,@'(1 2) ,@'(3 4))
;=> (1 2 3 4)
`(,@'() ,@'())
;=> ()
`((,@'(1 2)) (,@'()) x)
;=> ((1 2) () x)
`(1 ,@3 4)
;=> error
`#(1 ,@'(2 3) ,@'())
;=> #(1 2 3)
`#(,@'())
;=> #()
`#(#(,(+ 1 1)) (,(+ 2 2)))
;=> #(#(2) (4))
`(#(a ,(+ 1 2)) . #(,(+ 3 4)))
;=> (#(a 3) . #(7))
(let ((l (list 1 2))) (eq? l (cdr `(0 ,@l))))
;=> #t
(let ((l (list 1 2))) (eq? l (cdr `(0 . ,l))))
;=> #t
(equal? ``,,(+ 1 2) '(quasiquote (unquote 3)))
;=> #t
(equal? `(1 `(2 ,(3 ,(+ 1 3)))) '(1 `(2 ,(3 4))))
;=> #t
(let ((x '(1 2 3))) (equal? `(a `(b ,@,x)) '(a `(b ,@(1 2 3)))))
;=> #t
(let ((x '(1 2 3))) (equal? ``(a ,(b ,@x)) '`(a ,(b 1 2 3))))
;=> #t
(let ((x '(p q))) (equal? ``(a ,(b . ,x)) '`(a ,(b p q))))
;=> #t
(let ((x '((p) (q)))) (equal? ``(a ,,@x) '`(a (unquote (p) (q)))))
;=> #t
(equal? `(x ``(y ,,,(+ 1 2))) '(x ``(y ,,,(+ 1 2))))
;=> #f
(equal? `(x ``(y ,,,(+ 1 2))) '(x ``(y ,,3)))
;=> #t
(let ((x 5)) (equal? `#(a `#(b ,,x)) '#(a `#(b ,5))))
;=> #t
(let ((x 3) (l '(1 2))) `(a ,x b ,@l))
;=> (a 3 b 1 2)
`(a (unquote (+ 1 2)) . (unquote (+ 3 4)))
;=> (a 3 . 7)
`(a . (unquote (list 1 2)))
;=> (a 1 2)
`(quote ,(+ 1 2))
;=> one-of (quote 3) | '3
(let ((unquote list)) 'shadowed)
;=> shadowed
,x
;=> error
(unquote x)
;=> error
(unquote-splicing x)
;=> error
(quasiquote)
;=> error
(quasiquote a b)
;=> error
(map (lambda (i) `(row ,i ,@(if (even? i) `((half . ,(quotient i 2))) '()))) '(1 2))
;=> ((row 1) (row 2 (half . 1)))

;; 4.2.9 case-lambda
(define range
  (case-lambda
    ((e) (range 0 e))
    ((b e) (do ((r '() (cons e r))
                (e (- e 1) (- e 1)))
               ((< e b) r)))))
(range 3)
;=> (0 1 2)
(range 3 5)
;=> (3 4)
(range)
;=> error
(range 1 2 3)
;=> error
(define plus
  (case-lambda
    (() 0)
    ((x) x)
    ((x y) (+ x y))
    ((x y z) (+ (+ x y) z))
    (args (apply + args))))
(list (plus) (plus 1) (plus 1 2) (plus 1 2 3) (plus 1 2 3 4))
;=> (0 1 3 6 10)
(define cl (case-lambda ((a) (list 'one a)) ((a . rest) (list 'more a rest)) (all (list 'all all))))
(list (cl 1) (cl 1 2) (cl))
;=> ((one 1) (more 1 (2)) (all ()))
((case-lambda ((a b . c) (list a b c))) 1 2)
;=> (1 2 ())
((case-lambda (x x)) 1 2 3)
;=> (1 2 3)
;; the first clause that fits wins
((case-lambda (args 'first) ((a) 'second)) 1)
;=> first
(procedure? (case-lambda))
;=> #t
((case-lambda))
;=> error
((case-lambda ((x) (define y (* x 2)) (+ y 1))) 5)
;=> 11
(let ((n 0)) (define f (case-lambda (() n) ((v) (set! n v) n))) (f 5) (f))
;=> 5
(call-with-values (lambda () ((case-lambda ((a) (values a a)) ((a b) (values b a))) 1 2)) list)
;=> (2 1)
(map (case-lambda ((x) (- x)) ((x y) (* x y))) '(1 2) '(3 4))
;=> (3 8)
(case-lambda ((x x) 1))
;=> error
(case-lambda ((x)))
;=> error

;; let reads a variable once: a later effect in a loop's operands does not change it
(define (let-before-effect f x)
  (let loop ((x x) (acc '()))
    (if (pair? x)
        (let ((rest (cdr x)))
          (loop rest (f x acc)))
        acc)))
(let-before-effect (lambda (pair tail) (set-cdr! pair tail) pair) (list 1 2 3))
;=> (3 2 1)
(let ((x (list 1 2 3)))
  (let loop ((x x) (n 0))
    (if (pair? x)
        (let ((rest (cdr x)))
          (loop rest (begin (set-cdr! x '()) (+ n 1))))
        n)))
;=> 3
;; 4.2.2: the inits of let are evaluated before its body
(define (tail-cut! l) (set-cdr! l 5) 1)
(define (list-after-init? l) (let ((r (tail-cut! l))) (cons (list? l) r)))
(list-after-init? (list 1 2))
;=> (#f . 1)
(define (equal-after-init? a b) (let ((r (tail-cut! a))) (list (equal? a b) r)))
(equal-after-init? (list 1 2) (list 1 2))
;=> (#f 1)
;; so objects created by the body are new each time a continuation of an init is entered
(define (make-after-init thunk) (let ((r (thunk))) (cons (list 1 2) r)))
(let ((entries '()) (again #f))
  (let ((made (make-after-init (lambda () (call/cc (lambda (k) (set! again k) 1))))))
    (set! entries (cons (car made) entries))
    (if (null? (cdr entries)) (again 2))
    (list entries (eq? (car entries) (cadr entries)))))
;=> (((1 2) (1 2)) #f)
