;;; permutations -- all permutations as lists that share their tails.
(import (scheme base) (scheme write))

(define (append-map f items)
  (if (null? items)
      '()
      (append (f (car items)) (append-map f (cdr items)))))

(define (remove x items)
  (cond ((null? items) '())
        ((= x (car items)) (cdr items))
        (else (cons (car items) (remove x (cdr items))))))

(define (permutations items)
  (if (null? items)
      '(())
      (append-map
        (lambda (x)
          (map (lambda (rest) (cons x rest))
               (permutations (remove x items))))
        items)))

(define (value digits)
  (let loop ((digits digits) (n 0))
    (if (null? digits) n (loop (cdr digits) (+ (* 10 n) (car digits))))))

(define (main items)
  (let ((all (permutations items)))
    (display (length all))
    (display " ")
    (display (apply max (map value (list-tail all (- (length all) 1000)))))
    (display " ")
    (display (let loop ((rest all) (sum 0))
               (if (null? rest) sum (loop (cdr rest) (+ sum (value (car rest)))))))
    (newline)))

(main '(1 2 3 4 5 6 7 8 9))
