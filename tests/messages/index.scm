(define v (vector 1 2 3))
(let loop ((i 0))
  (display (vector-ref v i))
  (loop (+ i 1)))
