;;; gcd -- Euclid's algorithm written out: remainder in a tight loop.
(import (scheme base) (scheme write))

(define (my-gcd a b)
  (if (= b 0)
      a
      (my-gcd b (remainder a b))))

;; How many pairs up to n have no common divisor?
(define (coprime-pairs n)
  (do ((a 1 (+ a 1))
       (count 0 (do ((b 1 (+ b 1))
                     (c count (if (= 1 (my-gcd a b)) (+ c 1) c)))
                    ((> b n) c))))
      ((> a n) count)))

(define (main n)
  (display (coprime-pairs n))
  (newline))

(main 1600)
