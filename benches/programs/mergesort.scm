;;; mergesort -- sorts lists of pseudo-random numbers without mutation.
(import (scheme base) (scheme write))

(define (random-list n seed)
  (let loop ((i 0) (seed seed) (items '()))
    (if (= i n)
        items
        (loop (+ i 1)
              (modulo (+ (* seed 1103515) 12345) 2147483647)
              (cons seed items)))))

(define (merge a b)
  (cond ((null? a) b)
        ((null? b) a)
        ((< (car b) (car a)) (cons (car b) (merge a (cdr b))))
        (else (cons (car a) (merge (cdr a) b)))))

;; Sorts the first n items.
(define (sort items n)
  (if (= n 1)
      (list (car items))
      (let ((half (quotient n 2)))
        (merge (sort items half)
               (sort (list-tail items half) (- n half))))))

(define (checksum items)
  (let loop ((items items) (i 1) (sum 0))
    (if (null? items)
        sum
        (loop (cdr items) (+ i 1) (modulo (+ sum (* i (car items))) 1000003)))))

(define (main n rounds)
  (let loop ((i 0) (sum 0))
    (if (= i rounds)
        (begin (display sum) (newline))
        (loop (+ i 1)
              (+ sum (checksum (sort (random-list n (+ i 42)) n)))))))

(main 20000 30)
