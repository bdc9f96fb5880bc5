;;; SRFI 45: iterative lazy algorithms, which R7RS adopted under other names.

(define-library (srfi 45)
  (export delay (rename delay-force lazy) force (rename make-promise eager) promise?)
  (import (scheme lazy)))
