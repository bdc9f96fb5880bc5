;;; utf8 -- texts to bytes and back: ASCII alone, and with characters of two and three bytes.
(import (scheme base) (scheme write))

(define (make-text size every)
  (let ((text (make-string size #\t)))
    (do ((i 0 (+ i every)))
        ((>= i size) text)
      (string-set! text i (integer->char (+ 160 (modulo (* i 37) 5000)))))))

(define (round-trip text)
  (utf8->string (string->utf8 text)))

;; The same in pieces, which are cut between characters.
(define (in-pieces text size)
  (let loop ((from 0) (pieces '()))
    (if (= from (string-length text))
        (apply string-append (reverse pieces))
        (let ((to (min (+ from size) (string-length text))))
          (loop to (cons (utf8->string (string->utf8 (substring text from to))) pieces))))))

(define (main n)
  (let ((plain (make-string 8000 #\p)) (mixed (make-text 8000 9)) (wide (make-text 8000 1)))
    (do ((i 0 (+ i 1))
         (same 0 (+ same
                    (if (string=? plain (round-trip plain)) 1 0)
                    (if (string=? wide (round-trip wide)) 1 0)
                    (if (string=? mixed (in-pieces mixed 50)) 1 0))))
        ((= i n)
         (display (list same (bytevector-length (string->utf8 mixed))
                        (bytevector-length (string->utf8 wide))))
         (newline)))))

(main 250)
