(define (count n)
  (let ((i 0))
    (if (< i n) (loop (+ i 1)) i)))
(display (count 3))
