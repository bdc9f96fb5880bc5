;;; native_calls -- machine code of calls: of known, unknown and passed procedures, in tail position and not, and
;;; with several values.
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(define (compose f g) (lambda (x) (f (g x))))
(define (even n) (if (= n 0) #t (odd (- n 1))))
(define (odd n) (if (= n 0) #f (even (- n 1))))
(define (digits n) (if (= n 0) 0 (let-values (((q r) (floor/ n 10))) (+ r (digits q)))))
(define (repeat n f x) (if (= n 0) x (repeat (- n 1) f (f x))))
(display (list (tak 18 12 6) (repeat 50000 (compose (lambda (x) (+ x 1)) (lambda (x) (- x 2))) 7) (even 100000)
               (do ((i 0 (+ i 1)) (sum 0 (+ sum (digits i)))) ((= i 20000) sum))))
