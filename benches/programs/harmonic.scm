;;; harmonic -- sums of exact rationals: gcd of big integers behind the scenes.
(import (scheme base) (scheme write))

(define (harmonic n)
  (let loop ((i 1) (sum 0))
    (if (> i n) sum (loop (+ i 1) (+ sum (/ 1 i))))))

;; Splits the sum in halves, as one would to keep the terms small.
(define (harmonic-between a b)
  (if (= a b)
      (/ 1 a)
      (let ((middle (quotient (+ a b) 2)))
        (+ (harmonic-between a middle) (harmonic-between (+ middle 1) b)))))

(define (main n)
  (let ((h (harmonic n)))
    (let loop ((i 0) (same 0))
      (if (< i 60)
          (loop (+ i 1) (if (= h (harmonic-between 1 n)) (+ same 1) same))
          (begin
            (display (list same
                           (modulo (numerator h) 1000003)
                           (modulo (denominator h) 1000003)
                           (floor h)))
            (newline))))))

(main 4000)
