;;; SRFI 45: iterative lazy algorithms. R7RS took them over by other names.

(define-library (srfi 45)
  (export delay (rename delay-force lazy) force (rename make-promise eager) promise?)
  (import (scheme lazy)))
