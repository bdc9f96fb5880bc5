;;; R6RS library chapter 19: the procedures that only R5RS has.

(define-library (rnrs r5rs)
  (export exact->inexact inexact->exact quotient remainder modulo delay force
          null-environment scheme-report-environment)
  (import (scheme base) (scheme lazy) (scheme r5rs)))
