;;; R6RS library chapter 17: mutable pairs.

(define-library (rnrs mutable-pairs)
  (export set-car! set-cdr!)
  (import (scheme base)))
