;;; closures -- captures, assigned variables, calls of unknown procedures.
(define (counter step) (let ((n 0)) (lambda () (set! n (+ n step)) n)))
(define (compose f g) (lambda (x) (f (g x))))
(define (run n)
  (let loop ((i 0) (f (lambda (x) x)) (c (counter 2)))
    (if (= i n) (f (c)) (loop (+ i 1) (if (= 0 (remainder i 50)) (lambda (x) x) (compose f (lambda (x) (+ x (c))))) c))))
(display (run 60000))
