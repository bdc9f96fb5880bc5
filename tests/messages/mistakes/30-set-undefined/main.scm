(define (inc!)
  (set! counter (+ counter 1)))
(inc!)
