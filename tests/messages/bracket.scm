(define (f x]
  x)
