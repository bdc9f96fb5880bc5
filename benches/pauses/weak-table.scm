;; A weak table of a million keys, which die little by little.
(define t (make-weak-eq-hashtable))
(define keep (make-vector 1000000 #f))
(do ((i 0 (+ i 1))) ((= i 1000000)) (let ((k (list i))) (vector-set! keep i k) (hash-table-set! t k (list i i))))
(define (work n) (let loop ((i 0) (l '())) (if (< i n) (loop (+ i 1) (if (= 0 (modulo i 100)) '() (cons i l))) l)))
(do ((k 0 (+ k 1))) ((= k 5)) (work 3000000) (do ((j 0 (+ j 1))) ((= j 100000)) (vector-set! keep (+ j (* k 100000)) #f)))
