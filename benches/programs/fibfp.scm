;;; fibfp -- Fibonacci with flonums: calls and boxed or unboxed floats.
(import (scheme base) (scheme write))

(define (fib n)
  (if (< n 2.0)
      n
      (+ (fib (- n 1.0)) (fib (- n 2.0)))))

(define (main n)
  (display (exact (fib n)))
  (newline))

(main 31.0)
