;;; vecchurn -- short-lived vectors of all sizes, stored into older ones.
(import (scheme base) (scheme write))

(define (main n)
  (let ((table (make-vector 1000 (vector 0))))
    (let loop ((i 0) (seed 1) (sum 0))
      (if (= i n)
          (begin (display sum) (newline))
          (let* ((seed (modulo (+ (* seed 16807) 11) 2147483647))
                 (size (+ 1 (remainder seed 60)))
                 (slot (quotient (remainder seed 64000) 64))
                 (fresh (make-vector size i))
                 (old (vector-ref table slot)))
            (vector-set! fresh 0 (vector-length old))
            (vector-set! table slot
                         (if (< size 20) (vector-append fresh (vector-map + fresh fresh)) fresh))
            (loop (+ i 1) seed (+ sum (vector-ref old 0))))))))

(main 400000)
