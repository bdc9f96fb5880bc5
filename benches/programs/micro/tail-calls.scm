;;; tail-calls -- three procedures hand over to each other for ever.
(import (scheme base) (scheme write))

(define (a n x) (if (= n 0) x (b (- n 1) (+ x 1))))
(define (b n x) (if (= n 0) x (c (- n 1) (+ x 2))))
(define (c n x) (if (= n 0) x (a (- n 1) (- x 2))))

(define (main n)
  (display (a n 0))
  (newline))

(main 80000000)
