(define (f) (set! undefined-thing 5))
(f)
