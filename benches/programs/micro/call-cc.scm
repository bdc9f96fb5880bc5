;;; call-cc -- captures a continuation under a deep stack and re-enters it.
(import (scheme base) (scheme write))

(define (re-enter n)
  (let ((count 0) (k #f))
    (call/cc (lambda (here) (set! k here)))
    (set! count (+ count 1))
    (if (< count n) (k #f) count)))

(define (deep depth n)
  (if (= depth 0)
      (re-enter n)
      (+ 1 (deep (- depth 1) n))))

(define (main n)
  (display (deep 50 n))
  (newline))

(main 3000000)
