;;; assq -- short association lists and memq.
(import (scheme base) (scheme write))

(define table
  '((a . 1) (b . 2) (c . 3) (d . 4) (e . 5) (f . 6) (g . 7) (h . 8)))
(define keys (vector 'a 'h 'c 'x 'e 'f))

(define (main n)
  (let loop ((i 0) (k 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (let* ((key (vector-ref keys k))
               (entry (assq key table)))
          (loop (+ i 1)
                (if (= k 5) 0 (+ k 1))
                (+ sum (if entry (cdr entry) 0) (if (memq key '(p q c)) 1 0)))))))

(main 10000000)
