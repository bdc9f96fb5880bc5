;;; SRFI 27: sources of random numbers.
;;;
;;; The generator combines two multiplicative generators, after P. L'Ecuyer ("Efficient and
;;; portable combined random number generators", 1988): its state is two numbers of 31 bits, and
;;; its period about 2^61. It is not suitable for cryptography.

(define-library (srfi 27)
  (export random-integer random-real default-random-source
          make-random-source random-source? random-source-state-ref random-source-state-set!
          random-source-randomize! random-source-pseudo-randomize!
          random-source-make-integers random-source-make-reals)
  (import (scheme base) (scheme case-lambda) (scheme time))
  (begin
    (define modulus1 2147483563)
    (define modulus2 2147483399)

    (define-record-type random-source
      (make-source first second)
      random-source?
      (first source-first set-source-first!)
      (second source-second set-source-second!))

    (define (make-random-source) (make-source 12345 67890))

    ;; The next number, from 0 to 2147483561.
    (define (next! source)
      (let ((a (modulo (* 40014 (source-first source)) modulus1))
            (b (modulo (* 40692 (source-second source)) modulus2)))
        (set-source-first! source a)
        (set-source-second! source b)
        (modulo (- a b) (- modulus1 1))))

    (define range (- modulus1 1))

    ;; A number below a bound; numbers that would favour some results are rejected.
    (define (below! source bound)
      (if (<= bound range)
          (let ((fair (- range (modulo range bound))))
            (let try ((x (next! source)))
              (if (< x fair) (modulo x bound) (try (next! source)))))
          (let try ()
            (let ((x (digits! source bound)))
              (if (< x bound) x (try))))))

    ;; A number of as many bits as the bound, assembled from 16 at a time.
    (define (digits! source bound)
      (let loop ((left bound) (x 0))
        (cond ((zero? left) x)
              ((< left 65536)
               (let fit ((size 1))
                 (if (<= size left)
                     (fit (* size 2))
                     (+ (* x size) (below! source size)))))
              (else (loop (quotient left 65536) (+ (* x 65536) (below! source 65536)))))))

    (define (random-source-state-ref source)
      (list 'srfi-27 (source-first source) (source-second source)))
    (define (random-source-state-set! source state)
      (set-source-first! source (cadr state))
      (set-source-second! source (list-ref state 2)))

    (define (seed! source a b)
      (set-source-first! source (+ 1 (modulo a (- modulus1 1))))
      (set-source-second! source (+ 1 (modulo b (- modulus2 1))))
      (do ((i 0 (+ i 1))) ((= i 20)) (next! source)))

    (define (random-source-randomize! source)
      (seed! source (current-jiffy) (exact (round (* 1000 (current-second))))))

    (define (random-source-pseudo-randomize! source i j)
      (seed! source (+ 1 (* 7919 i)) (+ 2 (* 104729 j))))

    (define (random-source-make-integers source)
      (lambda (bound)
        (if (and (exact-integer? bound) (positive? bound))
            (below! source bound)
            (error "random-integer: expected a positive exact integer, got" bound))))

    (define random-source-make-reals
      (case-lambda
        ((source)
         (lambda () (/ (+ (next! source) 1.0) (+ range 1.0))))
        ((source unit)
         (if (and (real? unit) (< 0 unit 1))
             (let* ((steps (- (ceiling (/ 1 (exact unit))) 1)))
               (lambda ()
                 (let ((x (/ (+ 1 (below! source steps)) (+ steps 1))))
                   (if (inexact? unit) (inexact x) x))))
             (error "random-source-make-reals: the unit must be between 0 and 1" unit)))))

    (define default-random-source (make-random-source))
    (define random-integer (random-source-make-integers default-random-source))
    (define random-real (random-source-make-reals default-random-source))))
