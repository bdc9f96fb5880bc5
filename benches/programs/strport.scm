;;; strport -- characters through string ports: read-char, peek-char and
;;; write-char, one at a time.
(import (scheme base) (scheme char) (scheme write))

;; Copies IN to OUT in upper case, with runs of blanks made one.
(define (squeeze in out)
  (let loop ((blank #f))
    (let ((c (read-char in)))
      (cond ((eof-object? c) out)
            ((char-whitespace? c)
             (unless (or blank (eof-object? (peek-char in))) (write-char #\space out))
             (loop #t))
            (else
             (write-char (char-upcase c) out)
             (loop #f))))))

(define text
  (let loop ((i 0) (text "  many   words\tand\n\nblank  lines, λ too  "))
    (if (= i 6) text (loop (+ i 1) (string-append text text)))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum
                 (string-length
                   (get-output-string
                     (squeeze (open-input-string text) (open-output-string)))))))
      ((= i n) (display sum) (newline))))

(main 1500)
