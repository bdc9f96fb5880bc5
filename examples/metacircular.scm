;;; metacircular.scm -- Scheme in Scheme.
;;;
;;; An evaluator for a useful part of Scheme, in the spirit of "Structure and
;;; Interpretation of Computer Programs".  An expression is first *analysed*
;;; into a closure that takes the environment; running the closure then needs no
;;; second look at the text.  The program at the end runs inside.

(import (scheme base)
        (scheme cxr)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Environments: a list of frames, each frame a list of (name . value) cells

(define (make-environment names values parent)
  (cons (bind names values) parent))

(define (bind names values)
  (cond ((symbol? names) (list (cons names values)))            ; rest parameter
        ((null? names)
         (if (null? values) '() (error "too many arguments:" values)))
        ((null? values) (error "too few arguments, missing:" names))
        (else (cons (cons (car names) (car values))
                    (bind (cdr names) (cdr values))))))

(define (find-cell name env)
  (cond ((null? env) (error "unbound variable:" name))
        ((assq name (car env)))
        (else (find-cell name (cdr env)))))

(define (define-name! name value env)
  (let ((cell (assq name (car env))))
    (if cell
        (set-cdr! cell value)
        (set-car! env (cons (cons name value) (car env))))))

;;; ------------------------------------------------------------------
;;; Procedures of the inner language are records, so that they cannot be
;;; confused with those of the outer one

(define-record-type closure
  (make-closure parameters body env)
  closure?
  (parameters closure-parameters)
  (body closure-body)
  (env closure-env))

(define (apply-procedure procedure arguments)
  (cond ((closure? procedure)
         ((closure-body procedure)
          (make-environment (closure-parameters procedure)
                            arguments
                            (closure-env procedure))))
        ((procedure? procedure) (apply procedure arguments))
        (else (error "not a procedure:" procedure))))

;;; ------------------------------------------------------------------
;;; Analysis

(define (analyse x)
  (cond ((symbol? x) (lambda (env) (cdr (find-cell x env))))
        ((not (pair? x)) (lambda (env) x))
        ((and (symbol? (car x)) (assq (car x) special-forms))
         => (lambda (form) ((cdr form) x)))
        (else (analyse-call x))))

(define (analyse-call x)
  (let ((operator (analyse (car x)))
        (operands (map analyse (cdr x))))
    (lambda (env)
      (apply-procedure (operator env)
                       (map (lambda (operand) (operand env)) operands)))))

(define (analyse-body forms)
  (let ((first (analyse (car forms))))
    (if (null? (cdr forms))
        first
        (let ((rest (analyse-body (cdr forms))))
          (lambda (env) (first env) (rest env))))))

(define (analyse-quote x)
  (let ((datum (cadr x)))
    (lambda (env) datum)))

(define (analyse-if x)
  (let ((test (analyse (cadr x)))
        (then (analyse (caddr x)))
        (else (if (pair? (cdddr x)) (analyse (cadddr x)) (lambda (env) #f))))
    (lambda (env)
      (if (test env) (then env) (else env)))))

(define (analyse-lambda x)
  (let ((parameters (cadr x))
        (body (analyse-body (cddr x))))
    (lambda (env) (make-closure parameters body env))))

(define (analyse-define x)
  (if (pair? (cadr x))
      (analyse-define `(define ,(caadr x) (lambda ,(cdadr x) ,@(cddr x))))
      (let ((name (cadr x)) (value (analyse (caddr x))))
        (lambda (env) (define-name! name (value env) env)))))

(define (analyse-set! x)
  (let ((name (cadr x)) (value (analyse (caddr x))))
    (lambda (env) (set-cdr! (find-cell name env) (value env)))))

;; The remaining forms are rewritten into those above.

(define (rewriting rewrite)
  (lambda (x) (analyse (rewrite x))))

(define (let->call x)
  (if (symbol? (cadr x))
      (let ((name (cadr x)) (bindings (caddr x)) (body (cdddr x)))
        `((let () (define (,name ,@(map car bindings)) ,@body) ,name)
          ,@(map cadr bindings)))
      `((lambda ,(map car (cadr x)) ,@(cddr x)) ,@(map cadr (cadr x)))))

(define (cond->if x)
  (let ((clauses (cdr x)))
    (cond ((null? clauses) #f)
          ((eq? (caar clauses) 'else) `(begin ,@(cdar clauses)))
          (else `(if ,(caar clauses)
                     (begin ,@(cdar clauses))
                     (cond ,@(cdr clauses)))))))

(define (and->if x)
  (cond ((null? (cdr x)) #t)
        ((null? (cddr x)) (cadr x))
        (else `(if ,(cadr x) (and ,@(cddr x)) #f))))

(define (or->if x)
  (cond ((null? (cdr x)) #f)
        ((null? (cddr x)) (cadr x))
        (else `((lambda (value rest) (if value value (rest)))
                ,(cadr x)
                (lambda () (or ,@(cddr x)))))))

(define special-forms
  (list (cons 'quote analyse-quote)
        (cons 'if analyse-if)
        (cons 'lambda analyse-lambda)
        (cons 'define analyse-define)
        (cons 'set! analyse-set!)
        (cons 'begin (lambda (x) (analyse-body (cdr x))))
        (cons 'let (rewriting let->call))
        (cons 'cond (rewriting cond->if))
        (cons 'and (rewriting and->if))
        (cons 'or (rewriting or->if))))

;;; ------------------------------------------------------------------
;;; The global environment

(define (make-global-environment)
  (list
    (list (cons '+ +) (cons '- -) (cons '* *) (cons '= =) (cons '< <)
          (cons 'quotient quotient) (cons 'remainder remainder)
          (cons 'cons cons) (cons 'car car) (cons 'cdr cdr)
          (cons 'null? null?) (cons 'pair? pair?) (cons 'eq? eq?)
          (cons 'not not) (cons 'list list)
          (cons 'display display) (cons 'newline newline)
          (cons 'apply (lambda (f arguments) (apply-procedure f arguments))))))

(define (run program)
  (let ((env (make-global-environment)))
    (for-each (lambda (form) ((analyse form) env)) program)))

;;; ------------------------------------------------------------------
;;; A program for it

(define program
  '((define (show name value)
      (display name) (display ": ") (display value) (newline))

    (define (fib n)
      (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
    (show "(fib 16)" (fib 16))

    (define (tak x y z)
      (if (not (< y x))
          z
          (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
    (show "(tak 12 8 4)" (tak 12 8 4))

    (define (map f items)
      (if (null? items)
          '()
          (cons (f (car items)) (map f (cdr items)))))
    (define (fold f start items)
      (if (null? items) start (fold f (f start (car items)) (cdr items))))
    (define (compose . fs)
      (cond ((null? fs) (lambda (x) x))
            (else (lambda (x) ((car fs) ((apply compose (cdr fs)) x))))))
    (show "squares" (map (lambda (n) (* n n)) '(1 2 3 4 5)))
    (show "sum" (fold + 0 '(1 2 3 4 5)))
    (show "composed" ((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1))) 20))

    (define (make-account balance)
      (lambda (amount)
        (set! balance (+ balance amount))
        balance))
    (define mine (make-account 100))
    (define yours (make-account 10))
    (mine 20)
    (yours 1)
    (show "accounts" (list (mine 3) (yours 4)))

    ;; The tail calls of the inner language are those of the outer one.
    (define (even? n) (or (= n 0) (odd? (- n 1))))
    (define (odd? n) (and (not (= n 0)) (even? (- n 1))))
    (show "(even? 100000)" (even? 100000))

    (define (primes up-to)
      (let next ((n 2) (found '()))
        (define (divides? p) (= 0 (remainder n p)))
        (define (any? test items)
          (and (pair? items)
               (or (test (car items)) (any? test (cdr items)))))
        (cond ((< up-to n) found)
              ((any? divides? found) (next (+ n 1) found))
              (else (next (+ n 1) (cons n found))))))
    (show "primes" (primes 60))))

(run program)
