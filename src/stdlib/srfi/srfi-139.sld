;;; SRFI 139: syntax parameters.

(define-library (srfi 139)
  (export define-syntax-parameter syntax-parameterize)
  (import (cairn base)))
