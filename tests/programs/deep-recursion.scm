; recursion that is not tail recursion, 1,000,000 levels
(import (scheme base) (scheme write))
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(define (my-map f l) (if (null? l) '() (cons (f (car l)) (my-map f (cdr l)))))
(write (count 1000000)) (newline)
(write (sum 1000000)) (newline)
(write (length (my-map (lambda (x) (* x x)) (build 1000000)))) (newline)
