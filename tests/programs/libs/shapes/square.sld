(define-library (libs shapes square)
  (export make-square square? area)
  (import (scheme base))
  (include "square-body.scm"))
