;; A library file of the program's own goes before the one that comes with Cairn.
(define-library (srfi 46)
  (export whose)
  (import (scheme base))
  (begin (define whose 'mine)))
