;;; halves -- every second element of a list, by a loop and by recursion.
(import (scheme base) (scheme write))
(define (create n) (do ((n n (- n 1)) (a '() (cons '() a))) ((= n 0) a)))
(define (iter l) (do ((l l (cddr l)) (a '() (cons (car l) a))) ((null? l) a)))
(define (rec l) (if (null? l) '() (cons (car l) (rec (cddr l)))))
(define ll (create 1000))
(define (main n) (do ((i 0 (+ i 1))) ((= i n)) (iter ll) (rec ll)) (display (length (iter ll))) (newline))
(main 8000)
