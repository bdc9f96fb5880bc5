;;; call-unknown -- calls of procedures that come out of a vector.
(import (scheme base) (scheme write))

(define procedures
  (vector (lambda (x) (+ x 1))
          (lambda (x) (- x 3))
          (lambda (x) (* x 2))
          (lambda (x) (quotient x 2))))

(define (main n)
  (let loop ((i 0) (k 0) (x 1))
    (if (= i n)
        (begin (display x) (newline))
        (loop (+ i 1)
              (if (= k 3) 0 (+ k 1))
              ((vector-ref procedures k) x)))))

(main 25000000)
