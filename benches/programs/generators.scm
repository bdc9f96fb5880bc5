;;; generators -- a tree is walked by a generator made from re-entrant
;;; continuations.
(import (scheme base) (scheme write))

(define (make-generator producer)
  (define return #f)
  (define (resume)
    (producer
      (lambda (value)
        (call/cc
          (lambda (here)
            (set! resume (lambda () (here #f)))
            (return value)))))
    (return #f))
  (lambda ()
    (call/cc
      (lambda (k)
        (set! return k)
        (resume)))))

(define (make-tree low high)
  (if (> low high)
      '()
      (let ((middle (quotient (+ low high) 2)))
        (vector (make-tree low (- middle 1)) middle (make-tree (+ middle 1) high)))))

(define (walk tree visit)
  (unless (null? tree)
    (walk (vector-ref tree 0) visit)
    (visit (vector-ref tree 1))
    (walk (vector-ref tree 2) visit)))

(define (sum-all generator)
  (let loop ((sum 0))
    (let ((x (generator)))
      (if x (loop (+ sum x)) sum))))

(define (main n rounds)
  (let ((tree (make-tree 1 n)))
    (do ((i 0 (+ i 1))
         (sum 0 (+ sum (sum-all (make-generator (lambda (yield) (walk tree yield)))))))
        ((= i rounds) (display sum) (newline)))))

(main 20000 2)
