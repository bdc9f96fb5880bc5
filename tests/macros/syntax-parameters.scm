;; SRFI 139: syntax parameters.
(import (srfi 139))

(define-syntax-parameter it (syntax-rules () ((_ . _) (syntax-error "it outside of aif"))))
(define-syntax aif
  (syntax-rules ()
    ((_ test then else)
     (let ((t test))
       (syntax-parameterize ((it (syntax-rules () ((_) t)))) (if t then else))))))
(aif (memv 2 '(1 2 3)) (car (it)) 'none)
;=> 2
(aif 1 (aif (list (it) 2) (list (it)) #f) #f)
;=> ((1 2))
(let ((t 5)) (aif (+ t 1) (list t (it)) #f))
;=> (5 6)
(eval '(it) (interaction-environment))
;=> error it outside of aif
(aif #f 1 (begin (define-values (a) (aif 2 (it) 0)) (list a)))
;=> error define-values is not allowed

;; Macros that use the parameter see the adjustment too.
(define-syntax the-it (syntax-rules () ((_) (it))))
(aif 3 (+ (the-it) 1) #f)
;=> 4

;; The example of the specification: abort.
(define-syntax-parameter abort (syntax-rules () ((_ . _) (syntax-error "abort used outside of a loop"))))
(define-syntax forever
  (syntax-rules ()
    ((_ body ...)
     (call/cc
       (lambda (escape)
         (syntax-parameterize ((abort (syntax-rules () ((_ value (... ...)) (escape value (... ...))))))
           (let loop () body ... (loop))))))))
(let ((n 0)) (forever (set! n (+ n 1)) (if (> n 3) (abort n))))
;=> 4
(let ((escape 0)) (forever (forever (abort 1)) (abort (list escape 2))))
;=> (0 2)

;; Identifier macros, special forms, local parameters, shadowing.
(define-syntax-parameter self (lambda (stx) #''nobody))
(define-syntax with-self
  (syntax-rules () ((_ e body ...) (let ((me e)) (syntax-parameterize ((self (lambda (stx) #'me))) body ...)))))
(list self (with-self 1 (list self (with-self 2 self) self)))
;=> (nobody (1 2 1))
(define-syntax-parameter choose if)
(syntax-parameterize ((choose 5)) 0)
;=> error not a syntax transformer
(list (choose #t 1 2) (syntax-parameterize ((choose and)) (choose 1 2 3)))
;=> (1 3)
(define (f)
  (define-syntax-parameter p (syntax-rules () ((_) 'default)))
  (define-syntax q (syntax-rules () ((_) (p))))
  (define x (q))
  (list x (syntax-parameterize ((p (syntax-rules () ((_) 'adjusted)))) (define y (q)) (list y (p))) (q)))
(f)
;=> (default (adjusted adjusted) default)
(let ((it 1)) it)
;=> 1

(syntax-parameterize ((car (syntax-rules ()))) 1)
;=> error car is not a syntax parameter
(let ((it 1)) (syntax-parameterize ((it (syntax-rules ()))) 1))
;=> error it is not a syntax parameter
(syntax-parameterize ((it)) 1)
;=> error bad binding
(define-syntax-parameter it)
;=> error malformed define-syntax-parameter
