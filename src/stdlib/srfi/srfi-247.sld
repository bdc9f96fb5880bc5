;;; SRFI 247: syntactic monads. A keyword adds state variables to the procedures and calls in which it stands.

(define-library (srfi 247)
  (export define-syntactic-monad)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) syntax-case syntax with-syntax bound-identifier=? datum->syntax find
                free-identifier=? identifier? syntax-violation syntax->datum))
  (begin
    (define-syntax define-syntactic-monad
      (lambda (form)
        (syntax-case form ()
          ((_ name formal ...)
           (begin
             (for-each (lambda (part)
                         (unless (identifier? part)
                           (syntax-violation 'define-syntactic-monad "expected an identifier" form part)))
                       (syntax (name formal ...)))
             (syntax (define-syntax name
                       (lambda (use) (expand use '(formal ...))))))))))

    ;; A use of the keyword, whose state variables have these names.
    (define (expand use names)
      (with-syntax (((v ...) (state-variables use names)))
        (syntax-case use (lambda define case-lambda let*-values let)
          ((_ lambda formals . body)
           (syntax (lambda (v ... . formals) . body)))
          ((_ define (name . formals) . body)
           (syntax (define name (lambda (v ... . formals) . body))))
          ((_ case-lambda (formals . body) ...)
           (with-syntax (((all ...) (map (lambda (formals) (append (syntax (v ...)) formals))
                                         (syntax (formals ...)))))
             (syntax (case-lambda (all . body) ...))))
          ((_ let*-values ((formals init) ...) . body)
           (with-syntax (((all ...) (map (lambda (formals) (append (syntax (v ...)) formals))
                                         (syntax (formals ...)))))
             (syntax (let*-values ((all init) ...) . body))))
          ((_ let loop ((x init) ...) . body)
           (identifier? (syntax loop))
           (let ((given (bindings use (syntax ((x init) ...)))))
             (with-syntax (((state ...) (values-of (syntax (v ...)) given))
                           (((other other-init) ...) (others (syntax (v ...)) given)))
               (syntax (let loop ((v state) ... (other other-init) ...) . body)))))
          ((_ procedure) (syntax (procedure v ...)))
          ((_ procedure ((x init) ...) argument ...)
           (let ((given (bindings use (syntax ((x init) ...)))))
             (unless (null? (others (syntax (v ...)) given))
               (syntax-violation #f
                                 "expected a state variable"
                                 use
                                 (car (car (others (syntax (v ...)) given)))))
             (with-syntax (((state ...) (values-of (syntax (v ...)) given)))
               (syntax (procedure state ... argument ...))))))))

    (define (state-variables use names)
      (syntax-case use ()
        ((keyword . rest) (map (lambda (name) (datum->syntax (syntax keyword) name)) names))))

    ;; The bindings, in which no variable occurs twice.
    (define (bindings use all)
      (let loop ((rest all))
        (cond ((null? rest) all)
              ((assigned (car (car rest)) (cdr rest))
               (syntax-violation #f "this variable occurs twice" use (car (car rest))))
              (else (loop (cdr rest))))))

    (define (assigned variable bindings)
      (find (lambda (binding) (bound-identifier=? (car binding) variable)) bindings))

    ;; The expression for each state variable: that of its binding, or the variable.
    (define (values-of variables bindings)
      (map (lambda (variable)
             (let ((own (assigned variable bindings)))
               (if own (cadr own) variable)))
           variables))

    ;; The bindings of other variables.
    (define (others variables bindings)
      (let loop ((bindings bindings) (found '()))
        (cond ((null? bindings) (reverse found))
              ((find (lambda (variable) (bound-identifier=? variable (car (car bindings)))) variables)
               (loop (cdr bindings) found))
              (else (loop (cdr bindings) (cons (car bindings) found))))))))
