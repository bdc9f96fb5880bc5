;;; collatz -- the longest Collatz sequence below a bound: quotient and tests.
(import (scheme base) (scheme write))

(define (steps n)
  (let loop ((n n) (count 0))
    (cond ((= n 1) count)
          ((even? n) (loop (quotient n 2) (+ count 1)))
          (else (loop (+ (* 3 n) 1) (+ count 1))))))

(define (main n)
  (let loop ((i 1) (best 1) (longest 0))
    (if (= i n)
        (begin
          (display (list best longest))
          (newline))
        (let ((s (steps i)))
          (if (> s longest)
              (loop (+ i 1) i s)
              (loop (+ i 1) best longest))))))

(main 250000)
