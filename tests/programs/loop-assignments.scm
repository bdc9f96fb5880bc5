;; Loop variables that later operands of the next iteration assign, and iterations that are entered
;; again: each iteration has fresh locations, and operands keep their order.

(define (show x) (write x) (newline))

(define (f x) (let lp ((i 1) (n 0)) (if (or (< i 1) (= n 3)) (list i n) (let* ((a (- i 2)) (b (begin (set! i x) (+ n 1)))) (lp a b)))))
(show (f 50))
(define (f2 x) (let lp ((i 1) (n 0)) (if (or (< i 1) (= n 3)) (list i n) (lp (- i 2) (begin (set! i x) (+ n 1))))))
(show (f2 50))
(define (f3 x) (do ((i 1 (- i 2)) (n 0 (begin (set! i x) (+ n 1)))) ((or (< i 1) (= n 3)) (list i n))))
(show (f3 50))
(define (f4 i n) (if (or (< i 1) (= n 3)) (list i n) (f4 (- i 2) (begin (set! i 50) (+ n 1)))))
(show (f4 1 0))

;; A continuation captured between two operands: its entries share the variable of the previous
;; iteration, but not that of the next one.
(define k #f)
(define entries 0)
(define log '())
(define (f5)
  (let lp ((n 0) (m 0))
    (set! n (+ n 1))
    (set! log (cons n log))
    (if (< m 2)
        (lp (+ n 10) (call/cc (lambda (c) (if (= m 1) (set! k c)) (+ m 1))))
        (list n m))))
(show (f5))
(set! entries (+ entries 1))
(if (< entries 4) (k 2))
(show (reverse log))
