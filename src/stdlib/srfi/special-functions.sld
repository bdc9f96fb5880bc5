;;; Flonum functions used by several libraries: the exponent, and gamma, error and Bessel
;;; functions. They do not check their arguments.

(define-library (cairn special-functions)
  (export binary-exponent gamma log-gamma erf erfc first-bessel second-bessel)
  (import (scheme base)
          (scheme inexact)
          (only (cairn base) integer-length))
  (begin
    (define pi 3.141592653589793)
    (define sqrt-pi 1.772453850905516)
    (define sqrt-2pi 2.5066282746310007)
    (define log-sqrt-2pi 0.9189385332046728)
    (define log-pi 1.1447298858494002)
    (define euler 0.5772156649015329)

    ;; The exact integer e with 2^e <= |x| < 2^(e+1), for finite x other than zero.
    (define (binary-exponent x)
      (let ((x (abs (exact x))))
        (- (integer-length (numerator x)) (integer-length (denominator x)))))

    ;; c0 + c1 x + c2 x^2 ...
    (define (polynomial x coefficients)
      (if (null? coefficients)
          0.0
          (+ (car coefficients) (* x (polynomial x (cdr coefficients))))))

    ;; --- gamma

    ;; sin(pi x), without the error of a product of pi and a large number.
    (define (sin-pi x)
      (let* ((n (round x))
             (s (sin (* pi (- x n)))))
        (if (even? n) s (- s))))

    ;; log(gamma(x)) less the leading terms of Stirling's formula, for x from 20 on.
    (define (stirling-rest x)
      (/ (polynomial (/ 1.0 (square x))
                     (map inexact '(1/12 -1/360 1/1260 -1/1680 1/1188 -691/360360)))
         x))

    (define (stirling x)
      (let ((half-power (expt x (/ (- x 0.5) 2.0))))
        (* sqrt-2pi half-power (exp (- x)) half-power (exp (stirling-rest x)))))

    ;; x (x+1) ... (x+n-1)
    (define (rising x n)
      (let loop ((i 0) (x x) (product 1))
        (if (= i n)
            (inexact product)
            (loop (+ i 1) (+ x 1) (* x product)))))

    ;; gamma(x) for an exact x from 1/2 on, from its value at x+n. The rounding of x+n to y is
    ;; corrected by the derivative, approximately log(y) times the value.
    (define (exact-gamma x)
      (let* ((n (max 0 (ceiling (- 20 x))))
             (y (inexact (+ x n)))
             (rest (inexact (- (+ x n) (exact y)))))
        (/ (* (stirling y) (+ 1.0 (* rest (log y))))
           (rising x n))))

    (define (gamma x)
      (cond ((nan? x) x)
            ((zero? x) (/ 1.0 x))
            ((= x -inf.0) +nan.0)
            ((> x 171.7) +inf.0)
            ((and (integer? x) (negative? x)) +nan.0)
            ((integer? x) (rising 1 (- (exact x) 1)))
            ((< x -200.0) 0.0)
            ((< x 0.5) (/ pi (* (sin-pi x) (exact-gamma (- 1 (exact x))))))
            (else (exact-gamma (exact x)))))

    ;; Of log(gamma(2+z)) for small z: the coefficients of z, z^2 ...; they are zeta(k)-1
    ;; over k, with alternating signs.
    (define zetas
      '(0.6449340668482264 0.2020569031595943 0.08232323371113819 0.03692775514336993
        0.01734306198444914 0.008349277381922827 0.00407735619794434 0.0020083928260822143
        0.0009945751278180853 0.0004941886041194645 0.0002460865533080483
        0.00012271334757848915 6.124813505870483e-05 3.058823630702049e-05
        1.528225940865187e-05 7.637197637899763e-06 3.81729326499984e-06
        1.908212716553939e-06 9.539620338727962e-07 4.769329867878064e-07
        2.38450502727733e-07 1.1921992596531106e-07 5.960818905125948e-08
        2.980350351465228e-08 1.4901554828365043e-08 7.45071178983543e-09))
    (define log-gamma-coefficients
      (cons (- 1.0 euler)
            (let loop ((k 2) (zetas zetas))
              (if (null? zetas)
                  '()
                  (cons (/ (if (even? k) (car zetas) (- (car zetas))) k)
                        (loop (+ k 1) (cdr zetas)))))))
    (define (log-gamma-near-2 z)
      (* z (polynomial z log-gamma-coefficients)))

    (define (log1+ x)
      (let ((u (+ 1.0 x)))
        (if (= u 1.0)
            x
            (/ (* (log u) x) (- u 1.0)))))

    ;; The logarithm of the absolute value of gamma(x).
    (define (log-gamma x)
      (cond ((nan? x) x)
            ((infinite? x) +inf.0)
            ((and (integer? x) (<= x 0.0)) +inf.0)
            ((negative? x)
             (- log-pi (log (abs (sin-pi x))) (log-gamma (- 1.0 x))))
            ((< x 0.5) (- (log-gamma (+ x 1.0)) (log x)))
            ((< x 1.5) (- (log-gamma-near-2 (- x 1.0)) (log1+ (- x 1.0))))
            ((< x 2.5) (log-gamma-near-2 (- x 2.0)))
            ((< x 20.0) (log (gamma x)))
            (else
             (+ (- (* (- x 0.5) (log x)) x) log-sqrt-2pi (stirling-rest x)))))

    ;; --- error functions

    ;; exp(-x^2), without the error of the square.
    (define (exp-of-minus-square x)
      (let* ((rounded (square x))
             (rest (inexact (- (square (exact x)) (exact rounded)))))
        (* (exp (- rounded)) (- 1.0 rest))))

    ;; By a series, for x below 1.
    (define (erf-series x)
      (let loop ((k 0) (term x) (sum 0.0))
        (if (= sum (+ sum term))
            (* (/ 2.0 sqrt-pi) (exp-of-minus-square x) sum)
            (loop (+ k 1) (/ (* 2.0 term x x) (+ k k 3)) (+ sum term)))))

    ;; By a continued fraction, for x from 1 on.
    (define (erfc-fraction x)
      (if (> x 28.0)
          0.0
          (let loop ((k (+ 20 (exact (ceiling (/ 200.0 (square x)))))) (rest x))
            (if (zero? k)
                (/ (exp-of-minus-square x) (* sqrt-pi rest))
                (loop (- k 1) (+ x (/ k 2.0 rest)))))))

    (define (erf x)
      (cond ((nan? x) x)
            ((negative? x) (- (erf (- x))))
            ((< x 1.0) (erf-series x))
            (else (- 1.0 (erfc-fraction x)))))

    (define (erfc x)
      (cond ((nan? x) x)
            ((< x 1.0) (- 1.0 (erf x)))
            (else (erfc-fraction x))))

    ;; --- Bessel functions

    ;; Five sums over the functions of the first kind J0, J1 ... at x: Jn, J0, J1, and the two
    ;; that Y0 and Y1 need. They are computed by the recurrence, downwards from an order at
    ;; which the function is negligible; J0 + 2 J2 + 2 J4 ... is 1.
    (define (downward n x)
      (let ((top (max n (exact (ceiling x)))))
        (let loop ((k (* 2 (+ 15 (quotient (+ top (exact (ceiling (* 10.0 (expt top 1/3))))) 2))))
                   (next 0.0)
                   (this 1e-200)
                   (total 0.0)
                   (jn 0.0)
                   (j1 0.0)
                   (sum0 0.0)
                   (sum1 0.0))
          (if (> (abs this) 1e200)
              (let ((s 1e-200))
                (loop k (* s next) (* s this) (* s total) (* s jn) (* s j1) (* s sum0)
                      (* s sum1)))
              (let ((jn (if (= k n) this jn)))
                (if (zero? k)
                    (let ((total (+ total this)))
                      (values (/ jn total) (/ this total) (/ j1 total) (/ sum0 total)
                              (/ sum1 total)))
                    (let* ((half (quotient k 2))
                           (sign (if (even? half) 1.0 -1.0))
                           (even? (even? k)))
                      (loop (- k 1)
                            this
                            (- (* (/ (* 2.0 k) x) this) next)
                            (if even? (+ total (* 2.0 this)) total)
                            jn
                            (if (= k 1) this j1)
                            (if even? (+ sum0 (/ (* sign this) half)) sum0)
                            (if (or even? (= k 1))
                                sum1
                                (+ sum1 (/ (* sign k this) (* half (+ half 1)))))))))))))

    ;; By the power series, if x is small compared with n.
    (define (small-first-bessel n x)
      (let* ((half (/ x 2.0))
             (q (- (square half))))
        (let loop ((k 1) (term 1.0) (sum 0.0))
          (if (= sum (+ sum term))
              (* sum
                 (let scale ((k 1) (product 1.0))
                   (if (> k n)
                       product
                       (scale (+ k 1) (/ (* product half) k)))))
              (loop (+ k 1) (/ (* term q) (* k (+ k n))) (+ sum term))))))

    ;; For large x: two values, of order 0 or 1, the functions of the first and of the
    ;; second kind.
    (define (asymptotic order x)
      (define mu (* 4.0 order order))
      (define (sums k term p q)
        (let* ((odd (- (* 2.0 k) 1.0))
               (next (/ (* term (- mu (square odd))) (* 8.0 k x))))
          (cond ((or (>= (abs next) (abs term)) (< (abs term) 1e-17)) (values p q))
                ((odd? k) (sums (+ k 1) next p (+ q (if (= 1 (modulo k 4)) next (- next)))))
                (else (sums (+ k 1) next (+ p (if (zero? (modulo k 4)) next (- next))) q)))))
      (let-values (((p q) (sums 1 1.0 1.0 0.0)))
        (let* ((c (cos x))
               (s (sin x))
               (cos-phase (if (zero? order) (+ s c) (- s c)))
               (sin-phase (if (zero? order) (- s c) (- (+ s c))))
               (scale (/ 1.0 (sqrt (* pi x)))))
          (values (* scale (- (* p cos-phase) (* q sin-phase)))
                  (* scale (+ (* p sin-phase) (* q cos-phase)))))))

    ;; The function of order n from those of orders 0 and 1.
    (define (upward n x f0 f1)
      (if (zero? n)
          f0
          (let loop ((k 1) (last f0) (this f1))
            (if (= k n)
                this
                (loop (+ k 1) this (- (* (/ (* 2.0 k) x) this) last))))))

    (define large 30.0)

    (define (signed n value) (if (odd? n) (- value) value))

    (define (first-bessel n x)
      (cond ((nan? x) x)
            ((negative? n) (signed n (first-bessel (- n) x)))
            ((negative? x) (signed n (first-bessel n (- x))))
            ((infinite? x) 0.0)
            ((<= (square x) (* 2.0 (+ n 1))) (small-first-bessel n x))
            ((and (> x large) (< n x))
             (let-values (((j0 y0) (asymptotic 0 x))
                          ((j1 y1) (asymptotic 1 x)))
               (upward n x j0 j1)))
            (else
             (let-values (((jn j0 j1 sum0 sum1) (downward n x)))
               jn))))

    (define (second-bessel n x)
      (cond ((or (nan? x) (negative? x)) +nan.0)
            ((negative? n) (signed n (second-bessel (- n) x)))
            ((zero? x) -inf.0)
            ((infinite? x) 0.0)
            ((> x large)
             (let-values (((j0 y0) (asymptotic 0 x))
                          ((j1 y1) (asymptotic 1 x)))
               (upward n x y0 y1)))
            (else
             (let-values (((jn j0 j1 sum0 sum1) (downward 0 x)))
               (let* ((l (+ (log (/ x 2.0)) euler))
                      (y0 (* (/ 2.0 pi) (- (* l j0) (* 2.0 sum0))))
                      (y1 (* (/ 2.0 pi) (- (* (- l 1.0) j1) (/ j0 x) sum1))))
                 (upward n x y0 y1))))))))
