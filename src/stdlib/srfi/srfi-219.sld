;;; SRFI 219: define with curried heads, (define ((f x) y) ...).

(define-library (srfi 219)
  (export define)
  (import (rename (scheme base) (define base:define)))
  (begin
    (define-syntax define
      (syntax-rules ()
        ((_ ((head . outer) . formals) . body)
         (define (head . outer) (lambda formals . body)))
        ((_ . rest)
         (base:define . rest))))))
