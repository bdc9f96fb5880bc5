;;; rowmaps -- matrices as lists of rows: map with several lists, apply with lists of any length, and
;;; the same over vectors.
(import (scheme base) (scheme write))

(define (transpose rows) (apply map list rows))
(define (dot a b) (apply + (map * a b)))
(define (product a b)
  (let ((columns (transpose b)))
    (map (lambda (row) (map (lambda (column) (dot row column)) columns)) a)))
(define (sum . matrices)
  (apply map (lambda rows (apply map + rows)) matrices))
(define (reduced rows m) (map (lambda (row) (map (lambda (x) (modulo x m)) row)) rows))
(define (greatest rows) (apply max (map (lambda (row) (apply max row)) rows)))

(define (start-rows n)
  (let loop ((i (- n 1)) (rows '()))
    (if (< i 0)
        rows
        (loop (- i 1)
              (cons (let row ((j (- n 1)) (items '()))
                      (if (< j 0) items (row (- j 1) (cons (modulo (+ (* i 7) (* j 3)) 11) items))))
                    rows)))))

;; Sums of products of vectors, three ways.
(define (weights a b)
  (let ((total 0))
    (vector-for-each (lambda (x y) (set! total (+ total (* x y)))) a b)
    (for-each (lambda (x y z) (set! total (+ total (- x y z)))) (vector->list a) (vector->list b) (vector->list a))
    (+ total (vector-ref (vector-map (lambda (x y) (- x y)) a b) 0))))

(define (main n)
  (let ((start (start-rows 8)))
    (let loop ((i 0) (rows start) (check 0))
      (if (= i n)
          (begin (display (list check (greatest rows))) (newline))
          (let ((next (reduced (sum (product rows start) (transpose rows) start) 13)))
            (loop (+ i 1)
                  next
                  (modulo (+ check
                             (weights (list->vector (car next)) (list->vector (cadr next))))
                          1000003)))))))

(main 1500)
