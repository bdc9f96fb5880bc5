;;; SRFI 28: format. That of (cairn base) knows ~a, ~s, ~% and ~~, and more.

(define-library (srfi 28)
  (export format)
  (import (only (cairn base) format)))
