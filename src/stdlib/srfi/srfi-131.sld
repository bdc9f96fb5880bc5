;;; SRFI 131: the record definitions of SRFI 99 without implicit names.

(define-library (srfi 131)
  (export define-record-type)
  (import (only (srfi 99) define-record-type)))
