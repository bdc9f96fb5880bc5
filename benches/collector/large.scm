;; Large heaps: 2 GB of vectors of 100,000 words, then garbage next to them.
(define all (let loop ((i 0) (l '())) (if (= i 2500) l (loop (+ i 1) (cons (make-vector 100000 i) l)))))
(define (churn n acc) (if (= n 0) acc (churn (- n 1) (if (= 0 (modulo n 100000)) '() (cons n acc)))))
(do ((i 0 (+ i 1))) ((= i 10)) (churn 1000000 '()))
(display (length all))
(newline)
