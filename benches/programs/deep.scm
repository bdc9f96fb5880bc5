;;; deep -- recursion a million frames deep, and appends that are not tail calls.
(import (scheme base) (scheme write))

(define (count n)
  (if (= n 0) 0 (+ 1 (count (- n 1)))))

(define (build n)
  (if (= n 0) '() (cons n (build (- n 1)))))

(define (my-append a b)
  (if (null? a) b (cons (car a) (my-append (cdr a) b))))

(define (add-up items)
  (if (null? items) 0 (+ (car items) (add-up (cdr items)))))

(define (main n rounds)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum
                 (count n)
                 (add-up (my-append (build (quotient n 2)) (build 10))))))
      ((= i rounds) (display sum) (newline))))

(main 1000000 4)
