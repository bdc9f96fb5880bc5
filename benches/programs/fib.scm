;;; fib -- doubly recursive Fibonacci numbers: calls and fixnum arithmetic.
(import (scheme base) (scheme write))

(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1)) (fib (- n 2)))))

(define (main n)
  (display (fib n))
  (newline))

(main 37)
