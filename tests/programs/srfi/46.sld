;; A library file of the program takes precedence over the bundled one.
(define-library (srfi 46)
  (export whose)
  (import (scheme base))
  (begin (define whose 'mine)))
