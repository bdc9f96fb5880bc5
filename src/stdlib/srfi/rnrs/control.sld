;;; R6RS library chapter 5: control structures.

(define-library (rnrs control)
  (export when unless do case-lambda)
  (import (scheme base) (scheme case-lambda)))
