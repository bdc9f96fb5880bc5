(define-library (lib run)
  (export f)
  (import (scheme base))
  (begin
    (define (f x)
      (+ 1 (car x)))))
