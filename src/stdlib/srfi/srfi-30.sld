;;; SRFI 30: nested comments, which the reader always supports.

(define-library (srfi 30)
  (export )
  (import (scheme base)))
