;;; R6RS library chapter 16: eval.

(define-library (rnrs eval)
  (export eval environment)
  (import (scheme eval)))
