(define-library (shapes)
  (export area)
  (import (scheme base))
  (begin
    (define (area r) (* 3 r r))
    (define (perimeter r) (* 6 r))))
