;;; SRFI 144: flonums. Infinities, NaNs and zeros are treated as C99 specifies, where it does.

(define-library (srfi 144)
  (export
    ;; constants
    fl-e fl-1/e fl-e-2 fl-e-pi/4 fl-log2-e fl-log10-e fl-log-2 fl-1/log-2 fl-log-3 fl-log-pi
    fl-log-10 fl-1/log-10 fl-pi fl-1/pi fl-2pi fl-pi/2 fl-pi/4 fl-pi-squared fl-degree
    fl-2/pi fl-2/sqrt-pi fl-sqrt-2 fl-sqrt-3 fl-sqrt-5 fl-sqrt-10 fl-1/sqrt-2 fl-cbrt-2
    fl-cbrt-3 fl-4thrt-2 fl-phi fl-log-phi fl-1/log-phi fl-euler fl-e-euler fl-sin-1
    fl-cos-1 fl-gamma-1/2 fl-gamma-1/3 fl-gamma-2/3
    fl-greatest fl-least fl-epsilon fl-fast-fl+* fl-integer-exponent-zero
    fl-integer-exponent-nan
    ;; constructors and accessors
    flonum fladjacent flcopysign make-flonum flinteger-fraction flexponent
    flinteger-exponent flnormalized-fraction-exponent flsign-bit
    ;; predicates
    flonum? fl=? fl<? fl>? fl<=? fl>=? flunordered? flmax flmin
    flinteger? flzero? flpositive? flnegative? flodd? fleven? flfinite? flinfinite? flnan?
    flnormalized? fldenormalized?
    ;; arithmetic
    fl+ fl* fl+* fl- fl/ flabs flabsdiff flposdiff flsgn flnumerator fldenominator
    flfloor flceiling flround fltruncate
    ;; exponents and logarithms
    flexp flexp2 flexp-1 flsquare flsqrt flcbrt flhypot flexpt
    fllog fllog1+ fllog2 fllog10 make-fllog-base
    ;; trigonometry
    flsin flcos fltan flasin flacos flatan flsinh flcosh fltanh flasinh flacosh flatanh
    ;; integer division and special functions
    flquotient flremainder flremquo
    flgamma flloggamma flfirst-bessel flsecond-bessel flerf flerfc)
  (import (scheme base)
          (scheme case-lambda)
          (scheme inexact)
          (only (cairn base) flonum? fl=? fl<? fl>? fl<=? fl>=? fl+ fl* fl- fl/)
          (cairn special-functions))
  (begin
    ;; --- constants

    (define fl-e 2.718281828459045)
    (define fl-1/e 0.36787944117144233)
    (define fl-e-2 7.38905609893065)
    (define fl-e-pi/4 2.1932800507380152)
    (define fl-log2-e 1.4426950408889634)
    (define fl-log10-e 0.4342944819032518)
    (define fl-log-2 0.6931471805599453)
    (define fl-1/log-2 1.4426950408889634)
    (define fl-log-3 1.0986122886681098)
    (define fl-log-pi 1.1447298858494002)
    (define fl-log-10 2.302585092994046)
    (define fl-1/log-10 0.4342944819032518)
    (define fl-pi 3.141592653589793)
    (define fl-1/pi 0.3183098861837907)
    (define fl-2pi 6.283185307179586)
    (define fl-pi/2 1.5707963267948966)
    (define fl-pi/4 0.7853981633974483)
    (define fl-pi-squared 9.869604401089358)
    (define fl-degree 0.017453292519943295)
    (define fl-2/pi 0.6366197723675814)
    (define fl-2/sqrt-pi 1.1283791670955126)
    (define fl-sqrt-2 1.4142135623730951)
    (define fl-sqrt-3 1.7320508075688772)
    (define fl-sqrt-5 2.23606797749979)
    (define fl-sqrt-10 3.1622776601683795)
    (define fl-1/sqrt-2 0.7071067811865476)
    (define fl-cbrt-2 1.2599210498948732)
    (define fl-cbrt-3 1.4422495703074083)
    (define fl-4thrt-2 1.189207115002721)
    (define fl-phi 1.618033988749895)
    (define fl-log-phi 0.48121182505960347)
    (define fl-1/log-phi 2.0780869212350277)
    (define fl-euler 0.5772156649015329)
    (define fl-e-euler 1.781072417990198)
    (define fl-sin-1 0.8414709848078965)
    (define fl-cos-1 0.5403023058681398)
    (define fl-gamma-1/2 1.772453850905516)
    (define fl-gamma-1/3 2.6789385347077475)
    (define fl-gamma-2/3 1.3541179394264005)

    (define fl-greatest 1.7976931348623157e308)
    (define fl-least 5e-324)
    (define fl-epsilon 2.220446049250313e-16)
    (define fl-fast-fl+* #f)
    (define fl-integer-exponent-zero -2147483648)
    (define fl-integer-exponent-nan 2147483647)
    (define least-normal 2.2250738585072014e-308)

    ;; --- definitions

    (define (check who x)
      (unless (flonum? x)
        (error (string-append who ": expected a flonum, got") x)))
    (define (check-integer who n)
      (unless (exact-integer? n)
        (error (string-append who ": expected an exact integer, got") n)))

    (define (integral who x)
      (if (integer? x)
          x
          (error (string-append who ": expected an integer, got") x)))

    ;; A procedure whose arguments are all flonums.
    (define-syntax define-fl
      (syntax-rules ()
        ((_ (name x ...) who body ...)
         (define (name x ...)
           (check who x) ...
           body ...))))

    (define (real-or-nan z) (if (real? z) z +nan.0))

    (define (finite-nonzero? x) (and (finite? x) (not (zero? x))))

    ;; Whether the sign bit is set; the sign bit of a NaN counts as clear.
    (define (signed? x) (or (negative? x) (eqv? x -0.0)))

    (define (with-sign-of y x)
      (if (eq? (signed? x) (signed? y)) x (- x)))

    ;; x 2^n, for finite x. All n beyond a bound have the same effect.
    (define (scale x n)
      (with-sign-of x (inexact (* (exact x) (expt 2 (max -2200 (min n 2200)))))))

    ;; --- constructors and accessors

    (define (flonum x)
      (unless (real? x)
        (error "flonum: expected a real number, got" x))
      (inexact x))

    ;; The distance from a positive x to the next greater flonum.
    (define (spacing x)
      (expt 2.0 (max -1074 (- (binary-exponent x) 52))))

    ;; The next flonum above a positive one, and below.
    (define (next-up x)
      (if (infinite? x) x (+ x (spacing x))))
    (define (next-down x)
      (cond ((infinite? x) fl-greatest)
            ((<= x least-normal) (- x fl-least))
            ((= x (expt 2.0 (binary-exponent x))) (- x (/ (spacing x) 2.0)))
            (else (- x (spacing x)))))

    (define-fl (fladjacent x y) "fladjacent"
      (cond ((nan? x) x)
            ((nan? y) y)
            ((= x y) y)
            ((zero? x) (with-sign-of y fl-least))
            ((negative? x) (- (fladjacent (- x) (- y))))
            ((< x y) (next-up x))
            (else (next-down x))))

    (define-fl (flcopysign x y) "flcopysign" (with-sign-of y x))

    (define (make-flonum x n)
      (check "make-flonum" x)
      (check-integer "make-flonum" n)
      (if (finite? x) (scale x n) x))

    (define-fl (flinteger-fraction x) "flinteger-fraction"
      (cond ((nan? x) (values x x))
            ((infinite? x) (values x (with-sign-of x 0.0)))
            (else
             (let ((whole (truncate x)))
               (values whole (with-sign-of x (- x whole)))))))

    (define-fl (flexponent x) "flexponent"
      (cond ((nan? x) x)
            ((infinite? x) +inf.0)
            ((zero? x) -inf.0)
            (else (inexact (binary-exponent x)))))

    (define-fl (flinteger-exponent x) "flinteger-exponent"
      (cond ((zero? x) fl-integer-exponent-zero)
            ((finite? x) (binary-exponent x))
            (else fl-integer-exponent-nan)))

    (define-fl (flnormalized-fraction-exponent x) "flnormalized-fraction-exponent"
      (if (finite-nonzero? x)
          (let ((n (+ (binary-exponent x) 1)))
            (values (scale x (- n)) n))
          (values x 0)))

    (define-fl (flsign-bit x) "flsign-bit" (if (signed? x) 1 0))

    ;; --- predicates

    (define-fl (flunordered? x y) "flunordered?" (or (nan? x) (nan? y)))
    (define-fl (flinteger? x) "flinteger?" (integer? x))
    (define-fl (flzero? x) "flzero?" (zero? x))
    (define-fl (flpositive? x) "flpositive?" (positive? x))
    (define-fl (flnegative? x) "flnegative?" (negative? x))
    (define-fl (flodd? x) "flodd?" (odd? (integral "flodd?" x)))
    (define-fl (fleven? x) "fleven?" (even? (integral "fleven?" x)))
    (define-fl (flfinite? x) "flfinite?" (finite? x))
    (define-fl (flinfinite? x) "flinfinite?" (infinite? x))
    (define-fl (flnan? x) "flnan?" (nan? x))
    (define-fl (flnormalized? x) "flnormalized?"
      (and (finite? x) (>= (abs x) least-normal)))
    (define-fl (fldenormalized? x) "fldenormalized?"
      (and (not (zero? x)) (< (abs x) least-normal)))

    ;; The best of several flonums, where any other flonum is better than a NaN.
    (define (extreme who better? worst flonums)
      (let loop ((best +nan.0) (rest flonums))
        (cond ((null? flonums) worst)
              ((null? rest) best)
              (else
               (check who (car rest))
               (loop (if (or (nan? best) (better? (car rest) best)) (car rest) best)
                     (cdr rest))))))
    (define (flmax . flonums) (extreme "flmax" > -inf.0 flonums))
    (define (flmin . flonums) (extreme "flmin" < +inf.0 flonums))

    ;; --- arithmetic

    (define-fl (fl+* x y z) "fl+*"
      (cond ((and (finite-nonzero? x) (finite-nonzero? y) (finite-nonzero? z))
             (let ((sum (+ (* (exact x) (exact y)) (exact z))))
               (with-sign-of (if (negative? sum) -1.0 1.0) (inexact sum))))
            ((and (finite? x) (finite? y) (not (zero? z))) z)
            (else (+ (* x y) z))))

    (define-fl (flabs x) "flabs" (abs x))
    (define-fl (flabsdiff x y) "flabsdiff" (abs (- x y)))
    (define-fl (flposdiff x y) "flposdiff" (if (<= x y) 0.0 (- x y)))
    (define-fl (flsgn x) "flsgn" (with-sign-of x 1.0))
    (define-fl (flnumerator x) "flnumerator"
      (if (finite-nonzero? x) (numerator x) x))
    (define-fl (fldenominator x) "fldenominator"
      (cond ((nan? x) x)
            ((finite-nonzero? x) (denominator x))
            (else 1.0)))
    (define-fl (flfloor x) "flfloor" (floor x))
    (define-fl (flceiling x) "flceiling" (ceiling x))
    (define-fl (flround x) "flround" (round x))
    (define-fl (fltruncate x) "fltruncate" (truncate x))

    ;; --- exponents and logarithms

    (define-fl (flexp x) "flexp" (exp x))
    (define-fl (flexp2 x) "flexp2" (expt 2.0 x))

    ;; exp(x)-1 and log(1+x): the rounding error of u is compensated by the quotient of x and of
    ;; the rounded value recovered from u.
    (define-fl (flexp-1 x) "flexp-1"
      (let ((u (exp x)))
        (cond ((< (abs x) 1e-5) (+ x (* x x (+ 0.5 (/ x 6.0)))))
              ((<= (abs x) 1.0) (/ (* (- u 1.0) x) (log u)))
              (else (- u 1.0)))))
    (define-fl (fllog1+ x) "fllog1+"
      (let ((u (+ 1.0 x)))
        (cond ((= u 1.0) x)
              ((< x 1.0) (/ (* (fllog u) x) (- u 1.0)))
              (else (log u)))))

    (define-fl (flsquare x) "flsquare" (square x))
    (define-fl (flsqrt x) "flsqrt" (if (negative? x) +nan.0 (sqrt x)))

    ;; A step of Newton's method corrects the error of the exponent.
    (define-fl (flcbrt x) "flcbrt"
      (if (finite-nonzero? x)
          (let* ((y (expt (abs x) (/ 1.0 3.0)))
                 (z (- y (/ (- y (/ (abs x) y y)) 3.0))))
            (with-sign-of x z))
          x))

    (define-fl (flhypot x y) "flhypot"
      (let ((a (max (abs x) (abs y))) (b (min (abs x) (abs y))))
        (cond ((or (infinite? x) (infinite? y)) +inf.0)
              ((or (zero? b) (nan? a)) a)
              (else
               (let ((n (binary-exponent a)))
                 (scale (sqrt (inexact (* (+ (square (exact a)) (square (exact b)))
                                          (expt 4 (- n)))))
                        n))))))

    (define-fl (flexpt x y) "flexpt" (real-or-nan (expt x y)))

    (define-fl (fllog x) "fllog"
      (cond ((negative? x) +nan.0)
            (else (log x))))

    ;; A logarithm that is an integer if the argument is a power of the base.
    (define (log-base x base)
      (let* ((y (/ (log x) (log base)))
             (whole (round y)))
        (if (and (finite? whole) (integer? base) (= (power base whole) x)) whole y)))
    (define (power base n)
      (inexact (expt (exact base) (exact n))))
    (define-fl (fllog2 x) "fllog2"
      (cond ((negative? x) +nan.0)
            ((finite-nonzero? x)
             (let-values (((y n) (flnormalized-fraction-exponent x)))
               (if (= y 0.5) (- n 1.0) (log-base x 2.0))))
            (else (log x))))
    (define-fl (fllog10 x) "fllog10"
      (cond ((negative? x) +nan.0)
            (else (log-base x 10.0))))

    (define-fl (make-fllog-base base) "make-fllog-base"
      (unless (> base 1.0)
        (error "make-fllog-base: expected a base above 1, got" base))
      (lambda (x)
        (check "logarithm" x)
        (if (negative? x) +nan.0 (log-base x base))))

    ;; --- trigonometry

    (define-fl (flsin x) "flsin" (sin x))
    (define-fl (flcos x) "flcos" (cos x))
    (define-fl (fltan x) "fltan" (tan x))
    (define-fl (flasin x) "flasin" (real-or-nan (asin x)))
    (define-fl (flacos x) "flacos" (real-or-nan (acos x)))
    (define flatan
      (case-lambda
        ((x)
         (check "flatan" x)
         (atan x))
        ((y x)
         (check "flatan" y)
         (check "flatan" x)
         (atan y x))))

    ;; For x above this bound the smaller term of a hyperbolic function is negligible.
    (define far 22.0)

    ;; Half of exp(x), even if exp(x) overflows.
    (define (half-exp x)
      (let ((root (exp (/ x 2.0))))
        (* (/ root 2.0) root)))

    (define-fl (flsinh x) "flsinh"
      (let ((a (abs x)))
        (with-sign-of x
                      (cond ((> a far) (half-exp a))
                            ((< a 1e-5) (+ a (/ (* a a a) 6.0)))
                            (else
                             (let ((t (flexp-1 a)))
                               (/ (+ t (/ t (+ t 1.0))) 2.0)))))))
    (define-fl (flcosh x) "flcosh"
      (let ((a (abs x)))
        (if (> a far)
            (half-exp a)
            (/ (+ (exp a) (exp (- a))) 2.0))))
    (define-fl (fltanh x) "fltanh"
      (let ((a (abs x)))
        (with-sign-of x
                      (if (> a far)
                          1.0
                          (let ((t (flexp-1 (* 2.0 a))))
                            (/ t (+ t 2.0)))))))

    ;; From here on 1 is negligible compared with a square.
    (define huge 1e10)

    (define-fl (flasinh x) "flasinh"
      (let ((a (abs x)))
        (with-sign-of x
                      (if (> a huge)
                          (+ (log a) fl-log-2)
                          (let ((s (square a)))
                            (fllog1+ (+ a (/ s (+ 1.0 (sqrt (+ 1.0 s)))))))))))
    (define-fl (flacosh x) "flacosh"
      (cond ((< x 1.0) +nan.0)
            ((> x huge) (+ (log x) fl-log-2))
            (else
             (let ((t (- x 1.0)))
               (fllog1+ (+ t (sqrt (* t (+ t 2.0)))))))))
    (define-fl (flatanh x) "flatanh"
      (let ((a (abs x)))
        (cond ((> a 1.0) +nan.0)
              ((= a 1.0) (with-sign-of x +inf.0))
              (else (with-sign-of x (/ (fllog1+ (/ (* 2.0 a) (- 1.0 a))) 2.0))))))

    ;; --- integer division

    ;; The exact quotient, rounded by `to-integer`, of finite x and y; y is not zero.
    (define (quotient-by to-integer x y)
      (to-integer (/ (exact x) (exact y))))
    ;; The remainder, with the sign of x if it is zero.
    (define (rest x y quotient)
      (let ((rest (- (exact x) (* (exact y) quotient))))
        (if (zero? rest) (with-sign-of x 0.0) (inexact rest))))

    (define (divisible? x y) (and (finite? x) (finite-nonzero? y)))

    (define-fl (flquotient x y) "flquotient"
      (if (divisible? x y)
          (with-sign-of (* (flsgn x) (flsgn y)) (abs (inexact (quotient-by truncate x y))))
          (truncate (/ x y))))
    (define-fl (flremainder x y) "flremainder"
      (cond ((divisible? x y) (rest x y (quotient-by truncate x y)))
            ((and (finite? x) (infinite? y)) x)
            (else +nan.0)))
    (define-fl (flremquo x y) "flremquo"
      (cond ((divisible? x y)
             (let ((quotient (quotient-by round x y)))
               (values (rest x y quotient) (truncate-remainder quotient (expt 2 31)))))
            ((and (finite? x) (infinite? y)) (values x 0))
            (else (values +nan.0 0))))

    ;; --- special functions

    (define-fl (flgamma x) "flgamma" (gamma x))
    (define-fl (flloggamma x) "flloggamma"
      (values (log-gamma x)
              (if (and (negative? x) (finite? x) (odd? (floor x)) (not (integer? x)))
                  -1.0
                  1.0)))
    (define (flfirst-bessel n x)
      (check-integer "flfirst-bessel" n)
      (check "flfirst-bessel" x)
      (first-bessel n x))
    (define (flsecond-bessel n x)
      (check-integer "flsecond-bessel" n)
      (check "flsecond-bessel" x)
      (second-bessel n x))
    (define-fl (flerf x) "flerf" (erf x))
    (define-fl (flerfc x) "flerfc" (erfc x))))
