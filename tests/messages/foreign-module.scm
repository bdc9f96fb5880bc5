(module counter (next)
  (import scheme)
  (define n 0)
  (define (next) (set! n (+ n 1)) n))
