;;; R6RS library chapter 7.1: exceptions.

(define-library (rnrs exceptions)
  (export raise raise-continuable with-exception-handler guard => else)
  (import (scheme base)))
