;; 2,500 vectors of 100,000 elements, some of which are replaced.
(define keep (make-vector 2500 #f))
(do ((i 0 (+ i 1))) ((= i 2500)) (vector-set! keep i (make-vector 100000 i)))
(define (work n) (let loop ((i 0) (l '())) (if (< i n) (loop (+ i 1) (if (= 0 (modulo i 100)) '() (cons i l))) l)))
(do ((k 0 (+ k 1))) ((= k 5)) (work 3000000) (do ((j 0 (+ j 1))) ((= j 100)) (vector-set! keep (+ j (* k 100)) (make-vector 100000 (list j)))))
