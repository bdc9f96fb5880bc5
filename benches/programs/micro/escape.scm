;;; escape -- call/cc used only to leave a loop early.
(import (scheme base) (scheme write))

(define (find wanted items)
  (call/cc
    (lambda (return)
      (for-each (lambda (x) (if (= x wanted) (return x))) items)
      -1)))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1)
              (+ sum (find (remainder i 6) '(0 1 2 3 4)))))))

(main 100000)
