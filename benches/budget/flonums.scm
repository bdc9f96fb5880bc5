;;; flonums -- arithmetic that allocates nothing.
(define (logistic n) (let loop ((i 0) (x 0.5)) (if (= i n) x (loop (+ i 1) (* 3.7 x (- 1.0 x))))))
(display (< 0.0 (logistic 200000) 1.0))
