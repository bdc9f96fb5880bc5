;;; R6RS library chapter 10: the command line and the end of a program.

(define-library (rnrs programs)
  (export command-line exit)
  (import (scheme process-context)))
