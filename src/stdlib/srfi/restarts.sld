;;; Restarts: a program offers actions for a condition, and a handler chooses among them
;;; ("Condition Handling in the Lisp Language Family", Pitman; the names are those of Common
;;; Lisp). `restart-case` offers; a handler, still inside the failed call, chooses with
;;; `invoke-restart`; the action is written where it was offered.
;;;
;;; Invariant: the available restarts are a list, innermost first, which is part of the dynamic
;;; state, so that escapes and re-entry need no special care.

(define-library (cairn restarts)
  (export restart-case restart-bind with-simple-restart
          restart? restart-name restart-description
          find-restart compute-restarts invoke-restart
          abort continue retry store-value use-value
          handler-bind handler-case cerror)
  (import (scheme base))
  (begin
    (define-record-type restart
      (make-restart name description procedure)
      restart?
      (name restart-name)
      (description restart-description)
      (procedure restart-procedure))

    (define restarts (make-parameter '()))

    (define (compute-restarts) (restarts))

    ;; The innermost restart with this name, or this restart itself, if it is available.
    (define (find-restart name)
      (let loop ((rest (restarts)))
        (cond ((null? rest) #f)
              ((or (eq? name (car rest)) (eq? name (restart-name (car rest)))) (car rest))
              (else (loop (cdr rest))))))

    (define (invoke-restart name . arguments)
      (let ((restart (find-restart name)))
        (if restart
            (apply (restart-procedure restart) arguments)
            (error "invoke-restart: there is no such restart in force:"
                   (if (restart? name) (restart-name name) name)))))

    (define (call-with-restarts new thunk)
      (parameterize ((restarts (append new (restarts)))) (thunk)))

    ;; The procedures are called by invoke-restart, and return from it.
    (define-syntax restart-bind
      (syntax-rules ()
        ((_ ((name procedure) ...) body1 body2 ...)
         (call-with-restarts (list (make-restart 'name #f procedure) ...)
                             (lambda () body1 body2 ...)))))

    ;; `offer` receives a procedure that calls a thunk in place of the continuation, and returns
    ;; the restarts for the call of `thunk`.
    (define (call-leaving offer thunk)
      ((call/cc
         (lambda (leave)
           (call-with-values (lambda () (call-with-restarts (offer leave) thunk))
                             (lambda results (lambda () (apply values results))))))))

    (define (leaving-restart leave name description procedure)
      (make-restart name description
                    (lambda arguments (leave (lambda () (apply procedure arguments))))))

    ;; The value of the expression; or, if a restart is invoked, of its body.
    (define-syntax restart-case
      (syntax-rules ()
        ((_ expression (name formals body1 body2 ...) ...)
         (call-leaving
           (lambda (leave)
             (list (leaving-restart leave 'name #f (lambda formals body1 body2 ...)) ...))
           (lambda () expression)))))

    ;; The values are #f and #t if the restart is invoked.
    (define-syntax with-simple-restart
      (syntax-rules ()
        ((_ (name description) body1 body2 ...)
         (call-leaving
           (lambda (leave)
             (list (leaving-restart leave 'name description (lambda () (values #f #t)))))
           (lambda () body1 body2 ...)))))

    ;; The restarts with these names. A handler that asks for one that is not offered continues;
    ;; there should always be one to abort.
    (define (invoke-if-offered name . arguments)
      (and (find-restart name) (apply invoke-restart name arguments)))
    (define (use-value value) (invoke-if-offered 'use-value value))
    (define (store-value value) (invoke-if-offered 'store-value value))
    (define (continue) (invoke-if-offered 'continue))
    (define (retry) (invoke-if-offered 'retry))
    (define (abort) (invoke-restart 'abort))

    ;; Calls the handlers whose predicates hold for a condition. If all return, they have
    ;; declined, and the handlers outside the form get it.
    (define-syntax handler-bind
      (syntax-rules ()
        ((_ ((applies? handler) ...) body1 body2 ...)
         (call-with-handlers (list (cons applies? handler) ...)
                             (lambda () body1 body2 ...)))))

    (define (call-with-handlers handlers thunk)
      (with-exception-handler
        (lambda (condition)
          (for-each (lambda (entry) (if ((car entry) condition) ((cdr entry) condition)))
                    handlers)
          (raise-continuable condition))
        thunk))

    ;; The value of the expression; or, if it raises an object that satisfies a predicate, the
    ;; value of the body after the first such predicate.
    (define-syntax handler-case
      (syntax-rules ()
        ((_ expression (applies? (name) body1 body2 ...) ...)
         (guard (condition ((applies? condition) (let ((name condition)) body1 body2 ...)) ...)
           expression))))

    ;; An error that a handler may ignore by `continue`.
    (define (cerror description message . irritants)
      (with-simple-restart (continue description)
        (apply error message irritants)))))
