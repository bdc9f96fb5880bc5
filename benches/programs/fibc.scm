;;; fibc -- Fibonacci on numbers that are added and subtracted by continuations.
(import (scheme base) (scheme write))

(define (add-one n k) (k (+ n 1)))
(define (sub-one n k) (k (- n 1)))

(define (add a b k)
  (if (= b 0)
      (k a)
      (add (call/cc (lambda (k) (add-one a k)))
           (call/cc (lambda (k) (sub-one b k)))
           k)))

(define (fib n k)
  (if (< n 2)
      (k n)
      (add (call/cc (lambda (k) (fib (- n 1) k)))
           (call/cc (lambda (k) (fib (- n 2) k)))
           k)))

(define (main n)
  (display (call/cc (lambda (k) (fib n k))))
  (newline))

(main 19)
