;;; SRFI 154: first-class dynamic extents.
;;;
;;; An extent is a continuation that calls a procedure and passes the result to the continuation
;;; from which it was entered: meanwhile the parameters, handlers and winders of the place of
;;; its capture apply.

(define-library (srfi 154)
  (export dynamic-extent? current-dynamic-extent with-dynamic-extent dynamic-lambda)
  (import (scheme base))
  (begin
    (define-record-type dynamic-extent
      (make-extent enter)
      dynamic-extent?
      (enter enter))

    (define (current-dynamic-extent)
      (call/cc
        (lambda (return)
          ((call/cc
             (lambda (enter)
               (return (make-extent enter))))))))

    (define (with-dynamic-extent extent thunk)
      (unless (dynamic-extent? extent)
        (error "with-dynamic-extent: expected a dynamic extent, got" extent))
      (call/cc
        (lambda (return)
          ((enter extent)
           (lambda ()
             (call-with-values thunk return))))))

    (define-syntax dynamic-lambda
      (syntax-rules ()
        ((_ formals . body)
         (let ((extent (current-dynamic-extent)))
           (lambda formals
             (with-dynamic-extent extent (lambda () . body)))))))))
