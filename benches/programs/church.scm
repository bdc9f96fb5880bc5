;;; church -- arithmetic on Church numerals: nothing but closures.
(import (scheme base) (scheme write))

(define zero (lambda (f) (lambda (x) x)))
(define (succ n) (lambda (f) (lambda (x) (f ((n f) x)))))
(define (plus m n) (lambda (f) (lambda (x) ((m f) ((n f) x)))))
(define (times m n) (lambda (f) (m (n f))))
(define (power m n) (n m))

(define (pred n)
  (lambda (f)
    (lambda (x)
      (((n (lambda (g) (lambda (h) (h (g f)))))
        (lambda (u) x))
       (lambda (u) u)))))

(define (minus m n) ((n pred) m))

(define (number->church n)
  (if (= n 0) zero (succ (number->church (- n 1)))))

(define (church->number n)
  ((n (lambda (x) (+ x 1))) 0))

(define (main n)
  (let* ((two (number->church 2))
         (three (number->church 3))
         (five (plus two three))
         (big (power (times two five) five)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum
                   (church->number (plus big (number->church i)))
                   (church->number (minus (times five five) (times two five))))))
        ((= i n) (display sum) (newline)))))

(main 60)
