(define (f) (raise 'some-symbol))
(f)
