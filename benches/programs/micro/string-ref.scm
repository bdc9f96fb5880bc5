;;; string-ref -- looks at the characters of an ASCII string and of a longer one
;;; with wide characters, by index.
(import (scheme base) (scheme write))

(define (count c text)
  (let ((end (string-length text)))
    (let loop ((i 0) (count 0))
      (cond ((= i end) count)
            ((char=? c (string-ref text i)) (loop (+ i 1) (+ count 1)))
            (else (loop (+ i 1) count))))))

(define narrow "the quick brown fox jumps over the lazy dog")
(define wide "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, γρήγορα")

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1) (+ sum (count #\o narrow) (count #\λ wide))))))

(main 300000)
