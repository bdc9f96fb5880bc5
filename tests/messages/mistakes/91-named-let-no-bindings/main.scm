(define (f n)
  (let loop
    (if (> n 0) (loop (- n 1)))))
(f 3)
