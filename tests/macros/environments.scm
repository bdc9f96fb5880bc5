;; (the-environment): eval among the variables of a place in code.

(define (f x) (eval 'x (the-environment)))
(f 42)
;=> 42
(let ((n 1)) (eval '(set! n (+ n 1)) (the-environment)) n)
;=> 2
(let ((n 1)) (set! n 5) (eval 'n (the-environment)))
;=> 5
(let ((n 1)) (let ((e (the-environment))) (set! n 7) (eval '(list n n) e)))
;=> (7 7)

;; Closures outlive the frame, and share its variables.
(define (counter) (let ((n 0)) (cons (lambda () n) (eval '(lambda () (set! n (+ n 1)) n) (the-environment)))))
(define c (counter))
(let* ((a ((cdr c))) (b ((cdr c)))) (list a b ((car c))))
;=> (1 2 2)

;; Each call has an environment of its own.
(define (place x) (the-environment))
(let ((a (place 1)) (b (place 2))) (eval '(set! x (* x 10)) a) (list (eval 'x a) (eval 'x b)))
;=> (10 2)

;; Scopes inside one another, shadowing.
(define (outer x y) (let ((y (list x y))) (define z (list y)) (eval '(list x y z) (the-environment))))
(outer 1 2)
;=> (1 (1 2) ((1 2)))
(let ((list vector)) (eval '(list 1 2) (the-environment)))
;=> #(1 2)
(let loop ((i 0) (all '())) (if (= i 3) all (loop (+ i 1) (cons (eval 'i (the-environment)) all))))
;=> (2 1 0)
(do ((i 0 (+ i 1)) (e #f (if (= i 1) (the-environment) e))) ((= i 3) (eval 'i e)))
;=> 1
(let-values (((a . b) (values 1 2 3))) (eval '(cons b a) (the-environment)))
;=> ((2 3) . 1)
(guard (c ((eval '(symbol? c) (the-environment)) 'caught)) (raise 'oops))
;=> caught
((case-lambda ((a) a) ((a . b) (eval '(list a b) (the-environment)))) 1 2)
;=> (1 (2))
(define-values (v1 v2) (let ((x 5)) (eval '(values x (+ x 1)) (the-environment))))
(list v1 v2)
;=> (5 6)
(define (inner-defines)
  (define (ev n) (if (= n 0) 'even (od (- n 1))))
  (define (od n) (if (= n 0) 'odd (ev (- n 1))))
  (the-environment))
(eval '(ev 3) (inner-defines))
;=> odd
(let () (define e (the-environment)) (define late 3) (eval 'late e))
;=> 3
(let () (define e (the-environment)) (define early (eval 'late e)) (define late 3) early)
;=> error late

;; A definition stays in the environment.
(define e (place 1))
(eval '(define added (+ x 1)) e)
(eval '(list x added) e)
;=> (1 2)
added
;=> error added
(eval '(define x 'shadows) e)
(eval 'x e)
;=> shadows
(let ((x 1)) (let ((e (the-environment))) (eval '(define x 2) e) (list x (eval 'x e))))
;=> (1 2)
(eval '(begin (define (ev? n) (or (= n 0) (od? (- n 1)))) (define (od? n) (and (> n 0) (ev? (- n 1)))) (ev? 10)) e)
;=> #t
(eval '(define (later) (not-yet)) e)
(eval '(later) e)
;=> error not-yet
(eval '(define (not-yet) 'now) e)
(eval '(later) e)
;=> now
(eval '(define (later-global) (not-yet-global)) e)
(define (not-yet-global) 'global)
(eval '(later-global) e)
;=> global
(eval '(define (assign) (set! unknown 1)) e)
(eval '(assign) e)
;=> error unknown
(eval '(define unknown 0) e)
(eval '(begin (assign) unknown) e)
;=> 1
(eval '(define car cdr) e)
(list (eval '(car '(1 2)) e) (car '(1 2)))
;=> ((2) 1)
(eval '(define-record-type point (make-point px) point? (px point-x)) e)
(eval '(point-x (make-point 3)) e)
;=> 3
(eval '(define-values (p . q) (values x 2 3)) e)
(eval '(list p q) e)
;=> (shadows (2 3))

;; Macros of the place, and of the environment, mean what they meant.
(let ((x 'outer))
  (let-syntax ((m (syntax-rules () ((_) x))))
    (let ((x 'inner)) (eval '(list (m) x) (the-environment)))))
;=> (outer inner)
(let () (define-syntax twice (syntax-rules () ((_ f) (begin f f)))) (define n 0) (eval '(twice (set! n (+ n 1))) (the-environment)) n)
;=> 2
(eval '(define-syntax swapped (syntax-rules () ((_ a b) (let ((t a)) (list b t))))) e)
(eval '(let ((t 1)) (swapped t 2)) e)
;=> (2 1)
(eval '(define-syntax get-x (syntax-rules () ((_) x))) e)
(eval '(let ((x 'other)) (get-x)) e)
;=> shadows
(define-syntax here (syntax-rules () ((_ hidden) (let ((hidden 1) (t 2)) (the-environment)))))
(eval 'seen (here seen))
;=> 1
(eval 't (here seen))
;=> error t

;; An environment in an environment.
(define e2 (eval '(let ((b 2)) (the-environment)) e))
(eval '(list x b) e2)
;=> (shadows 2)
(eval '(define since 3) e)
(eval '(list since b) e2)
;=> (3 2)
(eval '(set! b (+ b 1)) e2)
(eval '(set! added 100) e2)
(list (eval 'b e2) (eval 'added e))
;=> (3 100)
(eq? (eval '(the-environment) e) e)
;=> #t

;; At top level.
(define top (the-environment))
(eval '(begin (define at-top 1) at-top) top)
;=> 1
at-top
;=> 1
(eval '(+ 1 2) (eval '(the-environment) (environment '(scheme base) '(cairn base))))
;=> 3
(eval '(define y 1) (eval '(the-environment) (environment '(scheme base) '(cairn base))))
;=> error immutable

;; In a library, which may then not rely on its variables.
(define-library (places)
  (export place-of read-hidden)
  (import (scheme base) (cairn base))
  (begin
    (define hidden 1)
    (define (read-hidden) hidden)
    (define (place-of x) (the-environment))))
(import (places))
(eval '(set! hidden (+ x hidden)) (place-of 10))
(read-hidden)
;=> 11
(eval '(display 1) (place-of 10))
;=> error display

;; Wrong uses.
(the-environment 1)
;=> error malformed the-environment
(eval '(import (scheme base)) e)
;=> error import
(eval '(let ((a 1)) (define-syntax m (er-macro-transformer (lambda (f r c) (eval 'a (the-environment))))) (m))
      (interaction-environment))
;=> error a
