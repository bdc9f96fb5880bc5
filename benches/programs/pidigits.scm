;;; pidigits -- digits of pi by Gibbons' spigot: growing big integers.
(import (scheme base) (scheme write))

;; Calls (emit digit) for the first n digits.
(define (for-each-digit n emit)
  (let loop ((q 1) (r 0) (t 1) (k 1) (m 3) (x 3) (left n))
    (cond ((= left 0) #t)
          ((< (+ (* 4 q) (- r t)) (* m t))
           (emit m)
           (loop (* 10 q)
                 (* 10 (- r (* m t)))
                 t
                 k
                 (- (quotient (* 10 (+ (* 3 q) r)) t) (* 10 m))
                 x
                 (- left 1)))
          (else
           (loop (* q k)
                 (* (+ (* 2 q) r) x)
                 (* t x)
                 (+ k 1)
                 (quotient (+ (* q (+ (* 7 k) 2)) (* r x)) (* t x))
                 (+ x 2)
                 left)))))

(define (main n)
  (let ((check 0) (last '()))
    (for-each-digit n
      (lambda (digit)
        (set! check (modulo (+ (* check 31) digit) 1000003))
        (set! last (cons digit last))))
    (display (list check (list-ref last 0) (list-ref last 1) (list-ref last 2)))
    (newline)))

(main 1600)
