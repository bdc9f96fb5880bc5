;;; strings -- builds strings piece by piece through a port and takes them
;;; apart again.
(import (scheme base) (scheme write))

(define (build n)
  (let ((out (open-output-string)))
    (do ((i 0 (+ i 1)))
        ((= i n) (get-output-string out))
      (write-string "item" out)
      (write-string (number->string i) out)
      (write-char #\; out))))

;; The number of pieces between semicolons, and the sum of their lengths.
(define (split-count text)
  (let ((end (string-length text)))
    (let loop ((i 0) (start 0) (count 0) (sum 0))
      (cond ((= i end) (+ count sum))
            ((char=? (string-ref text i) #\;)
             (loop (+ i 1) (+ i 1) (+ count 1)
                   (+ sum (string-length (substring text start i)))))
            (else (loop (+ i 1) start count sum))))))

(define (main n rounds)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (split-count (build (+ n i))))))
      ((= i rounds) (display sum) (newline))))

(main 10000 20)
