;;; SRFI 62: comments of one datum, which the reader always supports.

(define-library (srfi 62)
  (export )
  (import (scheme base)))
