;;; cons -- allocates pairs that die at once.
(import (scheme base) (scheme write))

(define (make n)
  (let loop ((i 0) (items '()))
    (if (= i n) items (loop (+ i 1) (cons i items)))))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1) (+ sum (car (make 100)))))))

(main 150000)
