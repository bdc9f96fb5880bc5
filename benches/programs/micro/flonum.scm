;;; flonum -- a loop over floats in registers.
(import (scheme base) (scheme write))

(define (main n)
  (let loop ((i 0) (x 0.5) (sum 0.0))
    (if (= i n)
        (begin (display (exact (floor (* 1000.0 sum)))) (newline))
        (loop (+ i 1)
              (* 3.5 x (- 1.0 x))
              (+ (* sum 0.5) x)))))

(main 40000000)
