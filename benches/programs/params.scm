;;; params -- parameters: read and rebound in loops and in deep calls.
(import (scheme base) (scheme write))

(define depth (make-parameter 0))
(define scale (make-parameter 10))

(define (descend n)
  (if (= n 0)
      (* (depth) (scale))
      (parameterize ((depth (+ (depth) 1)))
        (+ (depth) (descend (- n 1))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum
                 (parameterize ((scale (* 10 (remainder i 5)))) (descend 10))
                 (scale))))
      ((= i n) (display (list sum (depth))) (newline))))

(main 250000)
