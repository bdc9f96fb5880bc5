;;; sumloop -- nested counting loops written with do.
(import (scheme base) (scheme write))

(define (triangle n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum i)))
      ((> i n) sum)))

(define (main n)
  (do ((i 0 (+ i 1))
       (total 0 (+ total (triangle (+ 10000 (remainder i 7))))))
      ((= i n) (display total) (newline))))

(main 12000)
