;;; call-self -- a procedure that calls itself and needs the result.
(import (scheme base) (scheme write))

(define (count n)
  (if (= n 0) 0 (+ 1 (count (- n 1)))))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1) (+ sum (count 1000))))))

(main 25000)
