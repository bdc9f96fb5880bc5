;;; Predicates that hold if each of their arguments is in a relation to the next one.

(define-library (cairn relations)
  (export define-relation)
  (import (scheme base))
  (begin
    ;; Defines a procedure of some fixed arguments and one or more others. The expression tests
    ;; one of these and its successor.
    (define-syntax define-relation
      (syntax-rules ()
        ((_ (name fixed ...) (a b) expression)
         (define (name fixed ... a . more)
           (let loop ((a a) (rest more))
             (or (null? rest)
                 (let ((b (car rest)))
                   (and expression (loop b (cdr rest))))))))))))
