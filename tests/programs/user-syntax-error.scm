(import (scheme base) (scheme write))
(define-syntax positive
  (syntax-rules ()
    ((_ n) n)
    ((_ . rest) (syntax-error "positive takes one number, not" rest))))
(display (positive 1 2))
