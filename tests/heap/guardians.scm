;; SRFI 246: guardians.
(import (srfi 246))
(define g (make-guardian))
(list (guardian? g) (procedure? g) (guardian? car) (guardian? (lambda () 1)) (g))
;=> (#t #t #f #f #f)
(define x (list 1))
(g x)
(gc)
(g)
;=> #f
(set! x #f)
(gc)
(g)
;=> (1)
(g)
;=> #f
(gc)
(g)
;=> #f
;; each of many once
(do ((i 0 (+ i 1))) ((= i 1000)) (g (list i)))
(define (all g) (let loop ((x (g)) (l '())) (if x (loop (g) (cons x l)) l)))
(gc)
(define first-round (all g))
(define second-round (begin (gc) (all g)))
(list (length first-round) second-round)
;=> (1000 ())
(equal? (sort (map car first-round) <) (iota 1000))
;=> #t
;; a returned object may be kept, and registered again
(define kept first-round)
(set! first-round #f)
(gc)
(length kept)
;=> 1000
(begin (g (car kept)) (set! kept #f) (gc) (length (all g)))
;=> 1
;; registered twice, returned twice; two guardians
(define h (make-guardian))
(let ((x (list 'twice))) (g x) (g x) (h x))
(gc)
(list (all g) (all h))
;=> (((twice) (twice)) ((twice)))
;; a representative is returned, and the object is not kept
(define b #f)
(let ((x (list 'object))) (set! b (make-weak-box x)) (g x 'representative))
(gc)
(list (g) (g) (weak-box-value b 'gone))
;=> (representative #f gone)
;; a representative that refers to the object does not keep it from falling
(let ((x (list 'object))) (g x (vector 'holds x)))
(gc)
(all g)
;=> (#(holds (object)))
;; cyclic structures come back whole
(let ((a (list 'a)) (b (list 'b))) (set-cdr! a b) (set-cdr! b a) (g a) (g b))
(gc)
(define parts (all g))
(list (length parts) (sort (map car parts) (lambda (x y) (string<? (symbol->string x) (symbol->string y)))) (eq? (cdr (car parts)) (cadr parts)))
;=> (2 (a b) #t)
(set! parts #f)
;; a guardian in a guardian
(let ((inner (make-guardian))) (inner (list 'inner-object)) (g inner))
(gc)
(define inner (g))
(list (guardian? inner) (g))
;=> (#t #f)
(gc)
(list (inner) (inner))
;=> ((inner-object) #f)
;; a dropped guardian keeps nothing alive
(define b #f)
(let ((dropped (make-guardian)) (x (list 1))) (set! b (make-weak-box x)) (dropped x))
(gc)
(gc)
(weak-box-value b 'gone)
;=> gone
;; immediates never die
(g 5)
(g #\a)
(g '())
(gc)
(all g)
;=> ()
;; weak references see what a guardian returns
(define b #f)
(let ((x (list 'seen))) (set! b (make-weak-box x)) (g x))
(gc)
(let ((x (g))) (eq? x (weak-box-value b)))
;=> #t
(gc)
(weak-box-value b)
;=> #f
;; unregistering
(define x (list 'x))
(g x)
(g x 'rep)
(g (list 'dead))
(gc)
(define unregistered (unregister-guardian g))
unregistered
;=> ((x) rep)
(all g)
;=> ((dead))
(begin (set! x #f) (set! unregistered #f) (gc) (all g))
;=> ()
(unregister-guardian g)
;=> ()
(unregister-guardian car)
;=> error unregister-guardian: expected a guardian
(g 1 2 3)
;=> error wrong number of arguments: 3 arguments
(guardian?)
;=> error wrong number of arguments
;; called in every way
(list (apply g '()) (map (lambda (g) (g)) (list g g)) (call-with-values g list) (let loop ((n 3)) (if (= n 0) (g) (loop (- n 1)))))
;=> (#f (#f #f) (#f) #f)
(begin (write g) 1)
;=> 1
;; ports may be finalised
(define closed 0)
(define ports (make-guardian))
(define (open) (let ((p (open-input-string "x"))) (ports p) p))
(do ((i 0 (+ i 1))) ((= i 10)) (read-char (open)))
(gc)
(let loop ((p (ports))) (if p (begin (close-port p) (set! closed (+ closed 1)) (loop (ports)))))
closed
;=> 10
