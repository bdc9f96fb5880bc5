;;; winders -- dynamic-wind entered, left and jumped out of.
(import (scheme base) (scheme write))

(define entered 0)
(define left 0)

(define (guarded thunk)
  (dynamic-wind
    (lambda () (set! entered (+ entered 1)))
    thunk
    (lambda () (set! left (+ left 1)))))

;; Leaves DEPTH nested extents by one jump.
(define (nested depth escape)
  (if (= depth 0)
      (escape 1)
      (guarded (lambda () (+ 1 (nested (- depth 1) escape))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum
                 (guarded (lambda () i))
                 (call/cc (lambda (escape) (nested (remainder i 8) escape))))))
      ((= i n)
       (display (list sum entered left))
       (newline))))

(main 60000)
