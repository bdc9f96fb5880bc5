;;; listops -- map, append, reverse, filter and fold over middling lists.
(import (scheme base) (scheme write))

(define (iota n)
  (let loop ((i n) (items '()))
    (if (= i 0) items (loop (- i 1) (cons i items)))))

(define (filter keep? items)
  (cond ((null? items) '())
        ((keep? (car items)) (cons (car items) (filter keep? (cdr items))))
        (else (filter keep? (cdr items)))))

(define (fold f start items)
  (if (null? items) start (fold f (f (car items) start) (cdr items))))

(define (work items)
  (let* ((squares (map (lambda (x) (* x x)) items))
         (sums (map + squares (reverse items)))
         (even (filter even? sums))
         (both (append even (reverse squares) (list-copy items))))
    (for-each (lambda (x) (if (< x 0) (error "negative" x))) both)
    (+ (length both) (fold + 0 both) (fold max 0 (list-tail both 10)))))

(define (main n rounds)
  (let ((items (iota n)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum (work items))))
        ((= i rounds) (display sum) (newline)))))

(main 1000 1700)
