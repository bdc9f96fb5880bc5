;;; depth -- lists built by deep recursion, and levels that keep what they allocate.
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(define (keep n) (if (= n 0) 0 (let ((kept (list n n))) (+ (keep (- n 1)) (length kept)))))
(display (let loop ((i 0) (sum 0)) (if (= i 4) sum (loop (+ i 1) (+ sum (length (build 100000)) (keep 100000))))))
