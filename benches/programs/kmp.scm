;;; kmp -- string search by Knuth, Morris and Pratt.
(import (scheme base) (scheme write))

;; For each prefix of the pattern the length of its longest proper border.
(define (failure-table pattern)
  (let* ((n (string-length pattern)) (table (make-vector n 0)))
    (let loop ((i 1) (k 0))
      (cond ((>= i n) table)
            ((char=? (string-ref pattern i) (string-ref pattern k))
             (vector-set! table i (+ k 1))
             (loop (+ i 1) (+ k 1)))
            ((> k 0) (loop i (vector-ref table (- k 1))))
            (else (loop (+ i 1) 0))))))

(define (count-matches pattern text)
  (let ((table (failure-table pattern))
        (m (string-length pattern))
        (n (string-length text)))
    (let loop ((i 0) (k 0) (count 0))
      (cond ((= i n) count)
            ((char=? (string-ref text i) (string-ref pattern k))
             (if (= (+ k 1) m)
                 (loop (+ i 1) (vector-ref table k) (+ count 1))
                 (loop (+ i 1) (+ k 1) count)))
            ((> k 0) (loop i (vector-ref table (- k 1)) count))
            (else (loop (+ i 1) 0 count))))))

;; The Fibonacci word a, ab, aba, abaab, ... is full of near misses.
(define (fibonacci-word n)
  (let loop ((i 0) (a "a") (b "ab"))
    (if (= i n) b (loop (+ i 1) b (string-append b a)))))

(define (main n rounds)
  (let ((text (fibonacci-word n)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum
                   (count-matches (fibonacci-word (remainder i 8)) text)
                   (count-matches "abaababb" text))))
        ((= i rounds) (display sum) (newline)))))

(main 20 200)
