;;; apply -- apply and rest arguments.
(import (scheme base) (scheme write))

(define (sum . numbers)
  (let loop ((numbers numbers) (total 0))
    (if (null? numbers) total (loop (cdr numbers) (+ total (car numbers))))))

(define (main n)
  (let loop ((i 0) (total 0))
    (if (= i n)
        (begin (display total) (newline))
        (loop (+ i 1)
              (+ total (apply sum i '(1 2 3)) (sum 1 2 i))))))

(main 1200000)
