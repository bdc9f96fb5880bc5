(define (check x)
  (if (< x 0) (error "negative value:" x '(a "b") #\c))
  x)
(display (check -5))
