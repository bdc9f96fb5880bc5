(define (check n)
  (if (negative? n) (raise "negative!"))
  n)
(display (check -1))
