;;; bintrees -- many short-lived binary trees while a long-lived one and a large array of floats are
;;; alive: the classic load for a collector.
(import (scheme base) (scheme write))

(define (make-tree depth)
  (if (= depth 0)
      (cons #f #f)
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (count tree)
  (if (car tree)
      (+ 1 (count (car tree)) (count (cdr tree)))
      1))

(define (make-floats n)
  (let ((v (make-vector n 0.0)))
    (do ((i 0 (+ i 1)))
        ((= i n) v)
      (vector-set! v i (/ 1.0 (+ i 1.0))))))

(define (count-trees number depth)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (count (make-tree depth)))))
      ((= i number) sum)))

(define (main max-depth)
  (let ((long-lived (make-tree max-depth))
        (floats (make-floats 500000)))
    (do ((depth 4 (+ depth 2)))
        ((> depth max-depth))
      (display depth)
      (display " ")
      (display (count-trees (expt 2 (- (+ max-depth 2) depth)) depth))
      (newline))
    (display (count long-lived))
    (display " ")
    (display (exact (round (* 1000000.0 (vector-ref floats 999)))))
    (newline)))

(main 16)
