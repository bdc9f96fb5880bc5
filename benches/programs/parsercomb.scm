;;; parsercomb -- an expression parser and evaluator from parser combinators.
(import (scheme base) (scheme char) (scheme write))

;; A parser takes a string and an index; it returns a pair (value . index) or #f.
(define (satisfy ok?)
  (lambda (text i)
    (and (< i (string-length text))
         (ok? (string-ref text i))
         (cons (string-ref text i) (+ i 1)))))

(define (char-of c) (satisfy (lambda (d) (char=? c d))))

(define (bind p f)
  (lambda (text i)
    (let ((r (p text i)))
      (and r ((f (car r)) text (cdr r))))))

(define (always value) (lambda (text i) (cons value i)))

(define (either p q)
  (lambda (text i) (or (p text i) (q text i))))

(define (many p)
  (lambda (text i)
    (let loop ((i i) (values '()))
      (let ((r (p text i)))
        (if r
            (loop (cdr r) (cons (car r) values))
            (cons (reverse values) i))))))

(define (between open p close)
  (bind open (lambda (a) (bind p (lambda (x) (bind close (lambda (b) (always x))))))))

(define (chain operand operator)
  (bind operand
    (lambda (first)
      (bind (many (bind operator
                    (lambda (op)
                      (bind operand (lambda (x) (always (cons op x)))))))
        (lambda (steps)
          (let loop ((value first) (steps steps))
            (if (null? steps)
                (always value)
                (loop ((caar steps) value (cdar steps)) (cdr steps)))))))))

(define digit
  (bind (satisfy char-numeric?) (lambda (c) (always (- (char->integer c) 48)))))

(define number
  (bind digit
    (lambda (first)
      (bind (many digit)
        (lambda (rest)
          (let loop ((n first) (rest rest))
            (if (null? rest) (always n) (loop (+ (* 10 n) (car rest)) (cdr rest)))))))))

(define (operator c f) (bind (char-of c) (lambda (x) (always f))))

(define (limited f) (lambda (a b) (modulo (f a b) 1000003)))

(define atom
  (either number
          (lambda (text i) ((between (char-of #\() sum (char-of #\))) text i))))
(define product (chain atom (operator #\* (limited *))))
(define sum (chain product (either (operator #\+ (limited +)) (operator #\- (limited -)))))

(define text
  (let loop ((i 0) (text "1"))
    (if (= i 40)
        text
        (loop (+ i 1)
              (string-append "(" text "+" (number->string (* i 37)) ")*2-" (number->string i))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (total 0 (+ total (car (sum text 0)))))
      ((= i n) (display total) (newline))))

(main 1200)
