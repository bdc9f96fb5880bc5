;;; factorial -- big integers: product, division and conversion to text.
(import (scheme base) (scheme write))

(define (factorial n)
  (if (= n 0) 1 (* n (factorial (- n 1)))))

(define (digit-sum n)
  (let ((text (number->string n)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum (- (char->integer (string-ref text i)) 48))))
        ((= i (string-length text)) sum))))

;; Halves while even, which takes the twos out of n!.
(define (twos n)
  (let loop ((n n) (count 0))
    (if (even? n) (loop (quotient n 2) (+ count 1)) count)))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (digit-sum (factorial (+ 900 i))))))
      ((= i n)
       (display (list sum (twos (factorial 1500))))
       (newline))))

(main 550)
