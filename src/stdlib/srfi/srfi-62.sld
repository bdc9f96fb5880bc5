;;; SRFI 62: comments of one datum, which the reader always has.

(define-library (srfi 62)
  (export )
  (import (scheme base)))
