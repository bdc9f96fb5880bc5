;; A vector of 10 million fixnums, with work besides.
(define v (make-vector 10000000 1))
(define (work n) (let loop ((i 0) (l '())) (if (< i n) (loop (+ i 1) (if (= 0 (modulo i 100)) '() (cons i l))) l)))
(do ((k 0 (+ k 1))) ((= k 10)) (work 10000000) (vector-set! v k (list k)))
