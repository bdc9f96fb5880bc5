;;; samefringe -- two coroutines compare the leaves of two trees in step.
(import (scheme base) (scheme write))

;; A coroutine is a procedure that takes a value and returns the next one.
(define (make-coroutine body)
  (define caller #f)
  (define inside #f)
  (define (suspend value)
    (call/cc
      (lambda (k)
        (set! inside k)
        (caller value))))
  (lambda ()
    (call/cc
      (lambda (k)
        (set! caller k)
        (if inside
            (inside #f)
            (begin
              (body suspend)
              (caller 'end)))))))

(define (leaves tree)
  (make-coroutine
    (lambda (suspend)
      (let walk ((tree tree))
        (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
              ((not (null? tree)) (suspend tree)))))))

(define (same-fringe? a b)
  (let ((next-a (leaves a)) (next-b (leaves b)))
    (let loop ((count 0))
      (let ((x (next-a)) (y (next-b)))
        (cond ((not (eqv? x y)) #f)
              ((eq? x 'end) count)
              (else (loop (+ count 1))))))))

(define (left-tree n)
  (let loop ((i 1) (tree '()))
    (if (> i n) tree (loop (+ i 1) (if (null? tree) (list i) (cons tree (list i)))))))

(define (balanced-tree low high)
  (if (= low high)
      low
      (let ((middle (quotient (+ low high) 2)))
        (cons (balanced-tree low middle) (balanced-tree (+ middle 1) high)))))

(define (main n rounds)
  (let ((a (left-tree n)) (b (balanced-tree 1 n)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum (same-fringe? a b))))
        ((= i rounds) (display sum) (newline)))))

(main 300 50)
