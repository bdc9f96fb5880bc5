;;; ycomb -- recursion through the applicative-order Y combinator.
(import (scheme base) (scheme write))

(define (Y f)
  ((lambda (x) (x x))
   (lambda (x) (f (lambda args (apply (x x) args))))))

(define (Y1 f)
  ((lambda (x) (x x))
   (lambda (x) (f (lambda (n) ((x x) n))))))

(define fib
  (Y1 (lambda (self)
        (lambda (n)
          (if (< n 2) n (+ (self (- n 1)) (self (- n 2))))))))

(define power
  (Y (lambda (self)
       (lambda (base n)
         (if (= n 0) 1 (modulo (* base (self base (- n 1))) 1000003))))))

(define (main n)
  (display (fib n))
  (display " ")
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (power i 100))))
      ((= i 5000) (display sum) (newline))))

(main 27)
