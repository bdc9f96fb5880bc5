;;; sieve -- the sieve of Eratosthenes in a vector of booleans.
(import (scheme base) (scheme write))

(define (strike-multiples! flags p size)
  (do ((i (* p p) (+ i p)))
      ((>= i size))
    (vector-set! flags i #f)))

(define (count-primes size)
  (let ((flags (make-vector size #t)))
    (let loop ((p 2) (count 0))
      (cond ((>= p size) count)
            ((vector-ref flags p)
             (strike-multiples! flags p size)
             (loop (+ p 1) (+ count 1)))
            (else (loop (+ p 1) count))))))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1) (+ sum (count-primes (+ 200000 i)))))))

(main 120)
