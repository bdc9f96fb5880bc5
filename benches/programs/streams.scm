;;; streams -- primes from a sieve over streams of promises.
(import (scheme base) (scheme lazy) (scheme write))

(define-syntax stream-cons
  (syntax-rules ()
    ((_ a b) (delay (cons a b)))))
(define (head s) (car (force s)))
(define (tail s) (cdr (force s)))

(define (from n) (stream-cons n (from (+ n 1))))

(define (filter keep? s)
  (delay-force
    (if (keep? (head s))
        (stream-cons (head s) (filter keep? (tail s)))
        (filter keep? (tail s)))))

(define (sieve s)
  (let ((p (head s)))
    (stream-cons p
      (sieve (filter (lambda (n) (not (= 0 (remainder n p)))) (tail s))))))

(define (ref s n)
  (if (= n 0) (head s) (ref (tail s) (- n 1))))

(define (main n)
  (display (ref (sieve (from 2)) n))
  (newline))

(main 1300)
