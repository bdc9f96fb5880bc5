;;; closcomp -- an interpreter that compiles a small language to closures.
(import (scheme base) (scheme cxr) (scheme write))

;; Expressions: integers, names, (op a b), (if a b c), (let x a b),
;; (fn x body), (call f a).  The environment at run time is a list of values.
(define (position name scope)
  (let loop ((scope scope) (i 0))
    (cond ((null? scope) (error "unbound" name))
          ((eq? name (car scope)) i)
          (else (loop (cdr scope) (+ i 1))))))

(define (compile e scope)
  (cond ((integer? e) (lambda (env) e))
        ((symbol? e) (compile-variable (position e scope)))
        (else
         (case (car e)
           ((add sub mul less)
            (compile-operator (car e)
                              (compile (cadr e) scope)
                              (compile (caddr e) scope)))
           ((if)
            (let ((test (compile (cadr e) scope))
                  (then (compile (caddr e) scope))
                  (else (compile (cadddr e) scope)))
              (lambda (env) (if (test env) (then env) (else env)))))
           ((let)
            (let ((value (compile (caddr e) scope))
                  (body (compile (cadddr e) (cons (cadr e) scope))))
              (lambda (env) (body (cons (value env) env)))))
           ((fn)
            (let ((body (compile (caddr e) (cons (cadr e) scope))))
              (lambda (env) (lambda (x) (body (cons x env))))))
           ((call)
            (let ((f (compile (cadr e) scope)) (a (compile (caddr e) scope)))
              (lambda (env) ((f env) (a env)))))
           (else (error "unknown form" e))))))

(define (compile-variable i)
  (case i
    ((0) car)
    ((1) cadr)
    (else (lambda (env) (list-ref env i)))))

(define (compile-operator op a b)
  (case op
    ((add) (lambda (env) (+ (a env) (b env))))
    ((sub) (lambda (env) (- (a env) (b env))))
    ((mul) (lambda (env) (* (a env) (b env))))
    (else (lambda (env) (< (a env) (b env))))))

;; The language has no recursion, so the function is passed to itself.
(define program
  '(let fib (fn self (fn n
              (if (less n 2)
                  n
                  (add (call (call self self) (sub n 1))
                       (call (call self self) (sub n 2))))))
     (call (call fib fib) input)))

(define (main n)
  (let ((run (compile program '(input))))
    (display (run (list n)))
    (newline)))

(main 28)
