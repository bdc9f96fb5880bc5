;;; SRFI 30: nested comments, which the reader always has.

(define-library (srfi 30)
  (export )
  (import (scheme base)))
