;;; SRFI 31: rec, an expression that may refer to its own value.

(define-library (srfi 31)
  (export rec)
  (import (scheme base))
  (begin
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) body ...) (letrec ((name (lambda formals body ...))) name))
        ((_ name value) (letrec ((name value)) name))))))
