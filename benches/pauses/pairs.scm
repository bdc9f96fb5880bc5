;; A vector of 5 million pairs, some of which are replaced.
(define v (make-vector 5000000 1))
(do ((i 0 (+ i 1))) ((= i 5000000)) (vector-set! v i (cons i i)))
(define (work n) (let loop ((i 0) (l '())) (if (< i n) (loop (+ i 1) (if (= 0 (modulo i 100)) '() (cons i l))) l)))
(do ((k 0 (+ k 1))) ((= k 10)) (work 5000000) (do ((j 0 (+ j 1))) ((= j 100000)) (vector-set! v (+ j (* k 100000)) (cons j j))))
