;;; ackermann -- Ackermann's function: deep recursion and tail calls mixed.
(import (scheme base) (scheme write))

(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1) (+ sum (ack 3 9) (ack 2 i))))))

(main 3)
