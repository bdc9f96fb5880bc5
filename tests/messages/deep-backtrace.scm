(define (count n)
  (if (= n 0) (car '()) (+ 1 (count (- n 1)))))
(define (start) (+ 1 (count 50)))
(display (start))
