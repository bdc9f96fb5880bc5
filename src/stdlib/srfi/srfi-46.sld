;;; SRFI 46: extensions of syntax-rules, which R7RS has.

(define-library (srfi 46)
  (export syntax-rules let-syntax letrec-syntax define-syntax ... _)
  (import (scheme base)))
