;;; sumfp -- a loop that adds floats.
(import (scheme base) (scheme write))

(define (sum-to n)
  (let loop ((i n) (sum 0.0))
    (if (< i 0.0)
        sum
        (loop (- i 1.0) (+ i sum)))))

(define (main n)
  (let loop ((k 0) (total 0.0))
    (if (= k n)
        (begin (display (exact total)) (newline))
        (loop (+ k 1) (+ total (sum-to 100000.0))))))

(main 70)
