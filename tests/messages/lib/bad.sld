(define-library (lib bad)
  (export f g)
  (import (scheme base))
  (begin
    (define (f x)
      (car x))))
