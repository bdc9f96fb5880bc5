;;; control -- continuations, winders, handlers, parameters, several values.
(define p (make-parameter 1))
(define (step i)
  (call-with-values
    (lambda () (values i (call/cc (lambda (k) (if (even? i) (k 1) (p))))))
    (lambda (a b) (guard (e (#t (+ b e))) (parameterize ((p a)) (dynamic-wind (lambda () #f) (lambda () (if (= 0 (remainder a 3)) (raise a) b)) (lambda () #f)))))))
(display (let loop ((i 0) (s 0)) (if (= i 2500) s (loop (+ i 1) (+ s (step i))))))
