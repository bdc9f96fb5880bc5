;;; strappend -- string-append, substring and comparison on many short strings.
(import (scheme base) (scheme write))

(define (grow text limit)
  (if (>= (string-length text) limit)
      text
      (grow (string-append "ab" text "c" (substring text 0 (quotient (string-length text) 2)))
            limit)))

(define (double-up text n)
  (if (= n 0) text (double-up (string-append text text) (- n 1))))

(define (palindrome? text)
  (let ((n (string-length text)))
    (or (< n 2)
        (and (char=? (string-ref text 0) (string-ref text (- n 1)))
             (palindrome? (substring text 1 (- n 1)))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0
            (let* ((a (grow "x" 150))
                   (b (double-up "ab" 5))
                   (c (list->string (reverse (string->list b)))))
              (+ sum
                 (string-length a)
                 (if (string<? a b) 1 0)
                 (if (string=? b (string-copy b)) 1 0)
                 (if (palindrome? (string-append b c)) 1 0)))))
      ((= i n) (display sum) (newline))))

(main 13000)
