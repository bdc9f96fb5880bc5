(define-library (bad export)
  (export nowhere-defined)
  (import (scheme base))
  (begin (define x 1)))
(import (scheme base) (bad export))
nowhere-defined
