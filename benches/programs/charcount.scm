;;; charcount -- counts characters and words of a long text: string-ref.
(import (scheme base) (scheme char) (scheme write))

(define text
  (let ((part "It is not down in any map; true places never are. 42 stones mark 7 ways, they say. "))
    (let loop ((i 0) (parts '()))
      (if (= i 200)
          (apply string-append parts)
          (loop (+ i 1) (cons part parts))))))

(define (count-chars text counts)
  (do ((i 0 (+ i 1)))
      ((= i (string-length text)))
    (let ((k (char->integer (string-ref text i))))
      (vector-set! counts k (+ 1 (vector-ref counts k))))))

(define (count-words text)
  (let ((end (string-length text)))
    (let loop ((i 0) (inside #f) (words 0))
      (cond ((= i end) words)
            ((char-alphabetic? (string-ref text i))
             (loop (+ i 1) #t (if inside words (+ words 1))))
            (else (loop (+ i 1) #f words))))))

(define (main n)
  (let ((counts (make-vector 128 0)))
    (do ((i 0 (+ i 1))
         (words 0 (begin
                    (count-chars text counts)
                    (+ words (count-words text)))))
        ((= i n)
         (display (list words
                        (vector-ref counts (char->integer #\e))
                        (vector-ref counts (char->integer #\space))))
         (newline)))))

(main 200)
