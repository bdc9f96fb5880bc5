;;; SRFI 34: exception handling.

(define-library (srfi 34)
  (export with-exception-handler guard raise => else)
  (import (scheme base)))
