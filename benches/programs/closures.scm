;;; closures -- counters with assigned captures, composition, currying.
(import (scheme base) (scheme write))

(define (make-counter step)
  (let ((n 0))
    (lambda ()
      (set! n (+ n step))
      n)))

(define (compose f g) (lambda (x) (f (g x))))

(define (repeat f n)
  (if (= n 0) (lambda (x) x) (compose f (repeat f (- n 1)))))

(define (add a) (lambda (b) (lambda (c) (+ a b c))))

(define (count-up counter times)
  (let loop ((i 1) (last 0))
    (if (> i times) last (loop (+ i 1) (counter)))))

(define (main n)
  (let loop ((i 1) (sum 0))
    (if (> i n)
        (begin (display sum) (newline))
        (loop (+ i 1)
              (+ sum
                 (count-up (make-counter i) 10)
                 ((repeat (lambda (x) (+ x i)) 10) 1)
                 (((add i) 2) 3))))))

(main 400000)
