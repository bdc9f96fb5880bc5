(define (sum l)
  (let loop ((l l) (acc 0))
    (if (null? l) acc (loop (cdr l)))))
(display (sum '(1 2)))
