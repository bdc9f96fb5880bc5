;;; ctak -- Takeuchi's function with a captured continuation at every return.
(import (scheme base) (scheme write))

(define (ctak x y z)
  (call/cc (lambda (k) (ctak-to k x y z))))

(define (ctak-to k x y z)
  (if (not (< y x))
      (k z)
      (ctak-to k
               (call/cc (lambda (k) (ctak-to k (- x 1) y z)))
               (call/cc (lambda (k) (ctak-to k (- y 1) z x)))
               (call/cc (lambda (k) (ctak-to k (- z 1) x y))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (ctak 11 7 i))))
      ((= i n) (display sum) (newline))))

(main 2)
