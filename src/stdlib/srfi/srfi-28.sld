;;; SRFI 28: format. The procedure in (cairn base) supports ~a, ~s, ~% and ~~, and more.

(define-library (srfi 28)
  (export format)
  (import (only (cairn base) format)))
