;;; nqueens -- all solutions for queens on a board: lists and recursion.
(import (scheme base) (scheme write))

(define (safe? row distance placed)
  (or (null? placed)
      (and (not (= (car placed) (+ row distance)))
           (not (= (car placed) (- row distance)))
           (safe? row (+ distance 1) (cdr placed)))))

;; rows: not yet tried here; kept: tried, still free for later columns.
(define (try rows kept placed)
  (if (null? rows)
      (if (null? kept) 1 0)
      (+ (if (safe? (car rows) 1 placed)
             (try (append (cdr rows) kept) '() (cons (car rows) placed))
             0)
         (try (cdr rows) (cons (car rows) kept) placed))))

(define (iota-down n)
  (if (= n 0) '() (cons n (iota-down (- n 1)))))

(define (main n)
  (display (try (iota-down n) '() '()))
  (newline))

(main 12)
