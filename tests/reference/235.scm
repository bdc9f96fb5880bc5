;; SRFI 235: examples of the reference.
(import (srfi 235))

(and-procedure (lambda () 1) (lambda () 2))
;=> 2
(or-procedure (lambda () #f) (lambda () 2))
;=> 2
(eager-and-procedure (lambda () 1) (lambda () 2))
;=> 2
(eager-or-procedure (lambda () #f) (lambda () 2))
;=> 2
(begin-procedure (lambda () 1) (lambda () 2))
;=> 2
((constantly 1) 'anything)
;=> 1
(let ((all '())) ((each-of (lambda (x) (set! all (cons x all))) (lambda (x) (set! all (cons (- x) all)))) 1) all)
;=> (-1 1)
(if-procedure #t (lambda () 'yes) (lambda () 'no))
;=> yes
(let ((n 0)) (when-procedure #t (lambda () (set! n 1))) n)
;=> 1
(let ((n 0)) (unless-procedure #f (lambda () (set! n 1))) n)
;=> 1
(value-procedure 5 (lambda (x) (* x x)) (lambda () 'none))
;=> 25
(case-procedure 2 (list (cons 1 (lambda () 'one)) (cons 2 (lambda () 'two))))
;=> two
