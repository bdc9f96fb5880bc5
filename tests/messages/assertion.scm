(define (half n)
  (assert (even? n))
  (/ n 2))
(half 3)
