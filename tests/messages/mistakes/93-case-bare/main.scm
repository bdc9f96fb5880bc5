(define (name n)
  (case n
    (1 'one)
    (2 'two)
    (else 'many)))
(display (name 2))
