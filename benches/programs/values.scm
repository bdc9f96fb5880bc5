;;; values -- several values by call-with-values, let-values and floor/; apply
;;; and rest arguments; case-lambda.
(import (scheme base) (scheme case-lambda) (scheme write))

(define (min+max a . rest)
  (let loop ((rest rest) (low a) (high a))
    (if (null? rest)
        (values low high)
        (loop (cdr rest) (min low (car rest)) (max high (car rest))))))

(define volume
  (case-lambda
    ((a) (* a a a))
    ((a b) (* a a b))
    ((a b c) (* a b c))))

(define (digits-sum n)
  (if (= n 0)
      0
      (let-values (((q r) (floor/ n 10)))
        (+ r (digits-sum q)))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0
            (let*-values (((low high) (min+max i 5 (remainder i 100) 77))
                          ((a b) (apply min+max (list low high i))))
              (+ sum low high a b
                 (volume (remainder i 10))
                 (volume 2 (remainder i 7))
                 (volume 1 2 (remainder i 5))
                 (digits-sum i)))))
      ((= i n) (display sum) (newline))))

(main 300000)
