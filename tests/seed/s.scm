;; The cases of Sema, a Rust Lisp, with variations. Deep ones: s-long.scm.

;; S4: recursion through map on the same machine
(define (deep n) (if (= n 0) 0 (+ 1 (car (map (lambda (x) (deep (- n 1))) '(0))))))
(deep 500)
;=> 500
(define (deep-apply n) (if (= n 0) 0 (+ 1 (apply deep-apply (list (- n 1))))))
(deep-apply 500)
;=> 500
(define (deep-vm n) (if (= n 0) 0 (+ 1 (vector-ref (vector-map (lambda (x) (deep-vm (- n 1))) #(0)) 0))))
(deep-vm 500)
;=> 500

;; S5: mutual recursion by letrec
(letrec ((e (lambda (n) (if (= n 0) #t (o (- n 1))))) (o (lambda (n) (if (= n 0) #f (e (- n 1)))))) (e 1001))
;=> #f

;; S6: closures given to for-each and map
(let ((c 0)) (for-each (lambda (x) (set! c (+ c x))) '(1 2 3)) c)
;=> 6
(let ((c 0)) (map (lambda (x) (set! c (+ c x)) c) '(1 2 3)) c)
;=> 6
(procedure? (lambda (x) x))
;=> #t
(procedure? car)
;=> #t
(let ((c 0)) (for-each (lambda (x) (for-each (lambda (y) (set! c (+ c (* x y)))) '(1 2 3))) '(1 10 100)) c)
;=> 666

;; S8: a self-reference is no argument
(define (f a) (define g (lambda (x) (+ x a))) (g 1))
(f 10)
;=> 11
(define (s8 a b) (define (g x) (if (= x 0) (list a b) (g (- x 1)))) (g 3))
(s8 'p 'q)
;=> (p q)
(define (s8b a) (define (g x y) (if (= x 0) (list a y) (h (- x 1) (cons x y)))) (define (h x y) (g x (cons a y))) (g 2 '()))
(s8b 'k)
;=> (k (k 1 k 2))

;; S9: arity
(guard (e (#t 'arity)) ((lambda (x) x)))
;=> arity
((lambda (x) x) 1 2)
;=> error
(map (lambda (a b) a) '(1 2))
;=> error
(for-each (lambda () 1) '(1))
;=> error
(vector-map (lambda (a b) a) #(1))
;=> error
(apply (lambda (a b) a) '(1 2 3))
;=> error
(let loop ((i 0)) (if (= i 3) (loop) (loop (+ i 1))))
;=> error
((lambda (a b . c) c) 1)
;=> error
(call-with-values (lambda () (values 1 2)) (lambda (a) a))
;=> error
(guard (e ((error-object? e) (string? (error-object-message e)))) ((lambda (x) x)))
;=> #t
(call/cc (lambda () 1))
;=> error
(dynamic-wind (lambda (x) x) (lambda () 1) (lambda () 2))
;=> error
(with-exception-handler (lambda () 1) (lambda () (raise-continuable 1)))
;=> error

;; S10: closures made in a named let
(define (s10 k) (let loop ((i 0) (acc '())) (if (= i 3) (map (lambda (p) (p)) acc) (loop (+ i 1) (cons (lambda () (* i k)) acc)))))
(s10 10)
;=> (20 10 0)
(define (s10b k) (let outer ((i 0) (acc '())) (if (= i 2) (map (lambda (p) (p)) acc) (let inner ((j 0) (acc acc)) (if (= j 2) (outer (+ i 1) acc) (inner (+ j 1) (cons (lambda () (list k i j)) acc)))))))
(s10b 'k)
;=> ((k 1 1) (k 1 0) (k 0 1) (k 0 0))

;; S11
(define (s n) (if (= n 0) 0 (+ n (s (- n 1)))))
(s 10000)
;=> 50005000

;; S12: recursive inner definitions
(define (outer x) (define (inner y) (if (= y 0) 'done (inner (- y 1)))) (inner x))
(outer 5)
;=> done
(define (outer2 x) (define (inner y) (define (innermost z) (if (= z 0) (list 'done x y) (innermost (- z 1)))) (innermost y)) (inner (+ x 1)))
(outer2 5)
;=> (done 5 6)

;; S13: forward references
(define (s13 n) (define (e n) (if (= n 0) #t (o (- n 1)))) (define (o n) (if (= n 0) #f (e (- n 1)))) (e n))
(s13 1000)
;=> #t
(let () (define (h) later) (define later 9) (h))
;=> 9
(let () (define early later) (define later 9) early)
;=> error
(define (s13b n) (define (a n) (if (= n 0) '(a) (cons 'a (b (- n 1))))) (define (b n) (if (= n 0) '(b) (cons 'b (c (- n 1))))) (define (c n) (if (= n 0) '(c) (cons 'c (a (- n 1))))) (a n))
(s13b 4)
;=> (a b c a b)

;; S14: int->hex
(define (int->hex n)
  (define (digit d) (string-ref "0123456789ABCDEF" d))
  (define (go n acc) (if (< n 16) (list->string (cons (digit n) acc)) (go (quotient n 16) (cons (digit (remainder n 16)) acc))))
  (go n '()))
(int->hex 128512)
;=> "1F600"
(map int->hex '(0 15 16 255 4096))
;=> ("0" "F" "10" "FF" "1000")

;; S15: delay captures its variables
(define (s15 a b) (delay (+ a b)))
(force (s15 3 4))
;=> 7
(let ((p (let ((x 1)) (set! x (+ x 1)) (delay (begin (set! x (* x 10)) x))))) (force p))
;=> 20
(map force (map (lambda (i) (delay (* i i))) '(1 2 3)))
;=> (1 4 9)
(force ((lambda (a) (delay-force ((lambda (b) (delay (list a b))) (+ a 1)))) 1))
;=> (1 2)

;; S16: lazy streams with cons-stream as a macro
(define-syntax cons-stream (syntax-rules () ((_ a b) (cons a (delay b)))))
(define (stream-cdr s) (force (cdr s)))
(define (stream-from n) (cons-stream n (stream-from (+ n 1))))
(define (stream-filter p s) (if (p (car s)) (cons-stream (car s) (stream-filter p (stream-cdr s))) (stream-filter p (stream-cdr s))))
(define (stream-take n s) (if (= n 0) '() (cons (car s) (stream-take (- n 1) (stream-cdr s)))))
(stream-take 5 (stream-filter even? (stream-from 1)))
;=> (2 4 6 8 10)
(define (sieve s) (cons-stream (car s) (sieve (stream-filter (lambda (n) (not (= 0 (modulo n (car s))))) (stream-cdr s)))))
(stream-take 8 (sieve (stream-from 2)))
;=> (2 3 5 7 11 13 17 19)
(define (add-streams a b) (cons-stream (+ (car a) (car b)) (add-streams (stream-cdr a) (stream-cdr b))))
(define fibs (cons-stream 0 (cons-stream 1 (add-streams (stream-cdr fibs) fibs))))
(stream-take 12 fibs)
;=> (0 1 1 2 3 5 8 13 21 34 55 89)

;; S17: promises are evaluated once
(define n 0)
(define p (delay (begin (set! n (+ n 1)) n)))
(let* ((a (force p)) (b (force p))) (list a b n))
;=> (1 1 1)
(promise? p)
;=> #t
(define (lazy-add a b) (delay (+ (force a) (force b))))
(define (lazy-fib n) (if (< n 2) (delay n) (lazy-add (lazy-fib (- n 1)) (lazy-fib (- n 2)))))
(force (lazy-fib 4))
;=> 3

;; S18: chains of delay-force
(define (l n) (if (= n 0) (delay 0) (delay-force (l (- n 1)))))
(force (l 5000))
;=> 0

;; S19, S20: imports, whole and selective (libraries in place)
(define-library (s math) (export square cube) (import (except (scheme base) square)) (begin (define (square x) (* x x)) (define (cube x) (* x x x))))
(import (only (s math) square))
(square 5)
;=> 25
(cube 2)
;=> error cube
(import (s math))
(cube 2)
;=> 8
(import (prefix (only (s math) cube) just-))
(just-cube 3)
;=> 27

;; S21: the body of a library runs once
(define-library (s log) (export log! log) (import (rename (scheme base) (list lst))) (begin (define items '()) (define (log! x) (set! items (cons x items))) (define (log) items)))
(define-library (s once) (export v) (import (scheme base) (s log)) (begin (log! 'ran) (define v 1)))
(import (rename (s log) (log s-log)))
(import (s once))
(import (s once))
(import (rename (s once) (v vv)))
(list v vv (s-log))
;=> (1 1 (ran))

;; S22: guard, an exported macro, load
(define-library (s mac) (export unless2 safe) (import (scheme base))
  (begin (define-syntax unless2 (syntax-rules () ((_ c e ...) (if c #f (begin e ...)))))
         (define-syntax safe (syntax-rules () ((_ e) (guard (x (#t (list 'caught x))) e))))))
(import (s mac))
(unless2 #f 1 2)
;=> 2
(safe (raise 'oops))
;=> (caught oops)
(call-with-output-file "cairn-test-load.scm" (lambda (p) (write '(define loaded-x 41) p) (write '(set! loaded-x (+ loaded-x 1)) p)))
(load "cairn-test-load.scm" (interaction-environment))
loaded-x
;=> 42
(delete-file "cairn-test-load.scm")

;; S27: a global procedure that is redefined
(define (a) 1)
(define (b) (a))
(b)
;=> 1
(define (a) 2)
(b)
;=> 2

;; S29: a macro in a loop body
(define-syntax inc! (syntax-rules () ((_ v) (set! v (+ v 1)))))
(let loop ((i 0) (n 0)) (if (= i 100) n (begin (inc! n) (loop (+ i 1) n))))
;=> 100
(let ((n 0)) (do ((i 0 (+ i 1))) ((= i 100) n) (inc! n)))
;=> 100
