(define-library (libs shapes circle)
  (export make-circle circle? area)
  (import (scheme base) (libs util counter))
  (begin
    (define-record-type circle (make-circle r) circle? (r radius))
    ; pi is three here, so that the area is exact
    (define (area c) (* 3 (square (radius c))))))
