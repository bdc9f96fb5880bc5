;;; primes -- primes by filtering a list again and again.
(import (scheme base) (scheme write))

(define (interval a b)
  (if (> a b) '() (cons a (interval (+ a 1) b))))

(define (remove-multiples p numbers)
  (cond ((null? numbers) '())
        ((= 0 (remainder (car numbers) p)) (remove-multiples p (cdr numbers)))
        (else (cons (car numbers) (remove-multiples p (cdr numbers))))))

(define (sieve numbers)
  (if (null? numbers)
      '()
      (cons (car numbers)
            (sieve (remove-multiples (car numbers) (cdr numbers))))))

(define (main n)
  (let ((primes (sieve (interval 2 n))))
    (display (list (length primes) (apply + primes)))
    (newline)))

(main 25000)
