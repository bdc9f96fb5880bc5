;;; R6RS library chapter 18: mutable strings.

(define-library (rnrs mutable-strings)
  (export string-set! string-fill!)
  (import (scheme base)))
