;; Operands that change their kind while a loop runs: every fast path, and every way out of it.
(import (scheme base) (scheme write) (scheme inexact) (scheme complex))

(define samples
  (list 0 1 -1 2 -7 100 1152921504606846975 -1152921504606846976 1152921504606846976
        (expt 3 80) (- (expt 3 80)) 1/2 -7/3 0.0 -0.0 1.5 -2.25 1e300 -1e-300 +inf.0 -inf.0 #\a 'a))

(define (show . items)
  (for-each (lambda (item) (write item) (display " ")) items)
  (newline))

(define (attempt f x y)
  (guard (e (#t (if (error-object? e) (error-object-message e) e)))
    (f x y)))

(define (all name f)
  (let outer ((xs samples))
    (unless (null? xs)
      (let inner ((ys samples) (results '()))
        (if (null? ys)
            (show name (car xs) (reverse results))
            (inner (cdr ys) (cons (attempt f (car xs) (car ys)) results))))
      (outer (cdr xs)))))

(all '+ (lambda (x y) (+ x y)))
(all '- (lambda (x y) (- x y)))
(all '* (lambda (x y) (* x y)))
(all '/ (lambda (x y) (/ x y)))
(all 'quotient (lambda (x y) (quotient x y)))
(all 'remainder (lambda (x y) (remainder x y)))
(all 'modulo (lambda (x y) (modulo x y)))
(all '< (lambda (x y) (if (< x y) 'yes 'no)))
(all '<= (lambda (x y) (if (<= x y) 'yes 'no)))
(all '= (lambda (x y) (if (= x y) 'yes 'no)))
(all 'eqv (lambda (x y) (if (eqv? x y) 'yes 'no)))
(all 'constants (lambda (x y)
                  (list (+ x 1) (- 7 x) (* x 3) (- x 30000) (+ x 1.5) (- x 2.5) (- 2.5 x) (* 0.5 x) (/ x 4.0))))
(all 'parts (lambda (x y)
              (list (quotient x 8) (remainder x 8) (modulo x 8) (quotient x 7) (remainder x 7) (modulo x 7)
                    (quotient x -3) (modulo x 1))))
(all 'tests (lambda (x y)
              (list (< x 5) (> x 5) (<= x 5) (>= x 5) (= x 0) (even? x) (odd? x))))
(all 'sqrt (lambda (x y) (sqrt x)))

;; A counter that leaves the fixnums, and one that becomes a flonum.
(define (grow n x) (if (= n 0) x (grow (- n 1) (* x 7))))
(show (grow 60 1) (grow 60 1.0) (grow 60 1/3))

(define (sum-to limit step)
  (do ((i 0 (+ i step)) (sum 0 (+ sum i))) ((>= i limit) sum)))
(show (sum-to 1000 1) (sum-to 10 1/4) (sum-to 10 0.25) (sum-to (+ (expt 2 60) 10) (expt 2 58)))

;; Complex numbers, whose parts are flonums of all kinds and exact numbers; with numbers of other kinds.
(define complexes
  (list (make-rectangular 1.5 -2.0) (make-rectangular 0.0 1.0) (make-rectangular -0.0 0.25) (make-rectangular 1e200 1e200) (make-rectangular 1e308 1.0)
        (make-rectangular 1 2) (make-rectangular 1/2 -3) (make-rectangular 1e-300 2.5) (make-rectangular +inf.0 1.0) 0 -3 1.25 7/2 +nan.0 'a))
(define (try f x y) (guard (e (#t (error-object-message e))) (f x y)))
(for-each
 (lambda (x)
   (for-each (lambda (y) (write (list (try (lambda (x y) (+ x y)) x y) (try (lambda (x y) (- x y)) x y) (try (lambda (x y) (* x y)) x y)))) complexes)
   (newline))
 complexes)
(define (orbit c n) (let loop ((z c) (i 0)) (if (= i n) z (loop (+ (* z z) c) (+ i 1)))))
(write (map (lambda (c) (try orbit c 6)) complexes))
(newline)
