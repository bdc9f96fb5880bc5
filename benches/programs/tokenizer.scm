;;; tokenizer -- cuts a program text into tokens: characters, strings, symbols.
(import (scheme base) (scheme char) (scheme write))

(define text
  (string-append
    "(define (area-of circle) ; a comment\n"
    "  (let* ((r (radius circle)) (pi 3.14159))\n"
    "    (if (>= r 10) \"too \\\"large\\\"\" (* pi r r))))\n"
    "(print-all 'items #t #f 42 -17 (list 1 2 . 3))\n"))

(define (delimiter? c)
  (or (char-whitespace? c) (memv c '(#\( #\) #\" #\;))))

(define (skip-line text i)
  (if (or (= i (string-length text)) (char=? (string-ref text i) #\newline))
      i
      (skip-line text (+ i 1))))

;; The index after the closing quote.
(define (string-end text i)
  (case (string-ref text i)
    ((#\") (+ i 1))
    ((#\\) (string-end text (+ i 2)))
    (else (string-end text (+ i 1)))))

(define (word-end text i)
  (if (or (= i (string-length text)) (delimiter? (string-ref text i)))
      i
      (word-end text (+ i 1))))

(define (word->token word)
  (or (string->number word) (string->symbol word)))

;; Tokens in reverse order.
(define (tokenize text)
  (let ((end (string-length text)))
    (let loop ((i 0) (tokens '()))
      (if (>= i end)
          tokens
          (let ((c (string-ref text i)))
            (cond ((char-whitespace? c) (loop (+ i 1) tokens))
                  ((char=? c #\;) (loop (skip-line text i) tokens))
                  ((memv c '(#\( #\) #\')) (loop (+ i 1) (cons c tokens)))
                  ((char=? c #\")
                   (let ((e (string-end text (+ i 1))))
                     (loop e (cons (substring text (+ i 1) (- e 1)) tokens))))
                  (else
                   (let ((e (word-end text i)))
                     (loop e (cons (word->token (substring text i e)) tokens))))))))))

(define (kinds tokens)
  (let loop ((tokens tokens) (chars 0) (symbols 0) (numbers 0) (strings 0))
    (if (null? tokens)
        (list chars symbols numbers strings)
        (let ((t (car tokens)) (rest (cdr tokens)))
          (cond ((char? t) (loop rest (+ chars 1) symbols numbers strings))
                ((symbol? t) (loop rest chars (+ symbols 1) numbers strings))
                ((number? t) (loop rest chars symbols (+ numbers 1) strings))
                (else (loop rest chars symbols numbers (+ strings 1))))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sums '(0 0 0 0) (map + sums (kinds (tokenize text)))))
      ((= i n) (display sums) (newline))))

(main 25000)
