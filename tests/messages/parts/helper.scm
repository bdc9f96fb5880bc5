(define (helper x)
  (vector-ref x 10))
