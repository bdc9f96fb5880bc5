;; Imports that `eval` and `load` redefine: earlier code sees the new meaning (R7RS 6.12, 5.3.1),
;; and so does code that `eval` defined.

(define (show x) (write x) (newline))
(define env (interaction-environment))

(define (first l) (car l))
(define (difference a b) (if (< a b) (- b a) (- a b)))
(show (list (first '(1 2)) (difference 1 3)))
(eval '(define (car l) (list 'first l)) env)
(show (list (first '(1 2)) (car '(3))))
(eval '(set! < (lambda (a b) #f)) env)
(show (difference 1 3))

(eval '(define (g x) (cddr x)) env)
(show (eval '(g '(1 2 3)) env))
(eval '(set! cddr (lambda (x) 'new)) env)
(show (eval '(g '(1 2 3)) env))

;; The same for an assignment by a procedure, and for references by macros.
(define-syntax last (syntax-rules () ((_ l) (cdr l))))
(define (change!) (set! cdr (lambda (l) 'end)))
(define (use l) (list (cdr l) (last l)))
(show (use '(1 2)))
(change!)
(show (use '(1 2)))

(define file (string-append (get-environment-variable "SCRATCH") "/later.scm"))
(call-with-output-file file (lambda (port) (write '(define (vector-ref v i) 'loaded) port)))
(define (second v) (vector-ref v 1))
(show (second (vector 1 2)))
(load file)
(show (second (vector 1 2)))
