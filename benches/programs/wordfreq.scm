;;; wordfreq -- counts lines, words and characters of a text that is read a character at a time.
(import (scheme base) (scheme char) (scheme write))

(define line "The quick brown fox jumps over the lazy dog, and (so they say) runs away.\n")

(define (text copies)
  (let ((out (open-output-string)))
    (do ((i 0 (+ i 1)))
        ((= i copies) (get-output-string out))
      (write-string line out))))

(define (count-all port)
  (let loop ((lines 0) (words 0) (chars 0) (inside? #f))
    (let ((c (read-char port)))
      (cond ((eof-object? c) (list lines (if inside? (+ words 1) words) chars))
            ((char-whitespace? c)
             (loop (if (char=? c #\newline) (+ lines 1) lines)
                   (if inside? (+ words 1) words)
                   (+ chars 1)
                   #f))
            (else (loop lines words (+ chars 1) #t))))))

(define (main copies)
  (write (count-all (open-input-string (text copies))))
  (newline))

(main 100000)
