;; SRFI 144: flonums.
(import (scheme base) (srfi 144))

(define (all f . args) (call-with-values (lambda () (apply f args)) list))
;; Whether two flonums differ by no more than a few units in the last place.
(define (close? x y) (<= (abs (- x y)) (* 16 fl-epsilon (max (abs x) (abs y)))))

;; constants
(list fl-e fl-1/e fl-e-2 fl-e-pi/4 fl-log2-e fl-log10-e fl-log-2 fl-1/log-2 fl-log-3 fl-log-pi fl-log-10 fl-1/log-10)
;=> (2.718281828459045 0.36787944117144233 7.38905609893065 2.1932800507380152 1.4426950408889634 0.4342944819032518 0.6931471805599453 1.4426950408889634 1.0986122886681098 1.1447298858494002 2.302585092994046 0.4342944819032518)
(list fl-pi fl-1/pi fl-2pi fl-pi/2 fl-pi/4 fl-pi-squared fl-degree fl-2/pi fl-2/sqrt-pi)
;=> (3.141592653589793 0.3183098861837907 6.283185307179586 1.5707963267948966 0.7853981633974483 9.869604401089358 0.017453292519943295 0.6366197723675814 1.1283791670955126)
(list fl-sqrt-2 fl-sqrt-3 fl-sqrt-5 fl-sqrt-10 fl-1/sqrt-2 fl-cbrt-2 fl-cbrt-3 fl-4thrt-2 fl-phi fl-log-phi fl-1/log-phi fl-euler fl-e-euler)
;=> (1.4142135623730951 1.7320508075688772 2.23606797749979 3.1622776601683795 0.7071067811865476 1.2599210498948732 1.4422495703074083 1.189207115002721 1.618033988749895 0.48121182505960347 2.0780869212350277 0.5772156649015329 1.781072417990198)
(list fl-sin-1 fl-cos-1 fl-gamma-1/2 fl-gamma-1/3 fl-gamma-2/3 fl-greatest fl-least fl-epsilon fl-fast-fl+*)
;=> (0.8414709848078965 0.5403023058681398 1.772453850905516 2.6789385347077475 1.3541179394264005 1.7976931348623157e308 5e-324 2.220446049250313e-16 #f)

;; constructors and accessors
(list (flonum 1) (flonum 1/3) (flonum -0.0) (flonum (expt 10 400)))
;=> (1.0 0.3333333333333333 -0.0 +inf.0)
(flonum +i)
;=> error flonum
(list (fladjacent 1.0 2.0) (fladjacent 1.0 0.0) (fladjacent 1.0 1.0) (fladjacent 0.0 1.0) (fladjacent 0.0 -1.0) (fladjacent fl-greatest +inf.0) (fladjacent +inf.0 0.0) (fladjacent -1.0 0.0) (fladjacent -1.0 -2.0))
;=> (1.0000000000000002 0.9999999999999999 1.0 5e-324 -5e-324 +inf.0 1.7976931348623157e308 -0.9999999999999999 -1.0000000000000002)
(list (fladjacent 2.2250738585072014e-308 0.0) (fladjacent 5e-324 0.0) (fladjacent 2.2250738585072014e-308 1.0) (fladjacent 3.0 0.0) (fladjacent 1e16 0.0))
;=> (2.225073858507201e-308 0.0 2.225073858507202e-308 2.9999999999999996 9999999999999998.0)
(list (flcopysign 3.0 -1.0) (flcopysign -3.0 0.0) (flcopysign 3.0 -0.0) (flcopysign -0.0 1.0))
;=> (-3.0 3.0 -3.0 0.0)
(list (make-flonum 3.0 4) (make-flonum 1.0 -1074) (make-flonum -1.0 -2000) (make-flonum 1.0 100000) (make-flonum +inf.0 -5) (make-flonum -0.0 5))
;=> (48.0 5e-324 -0.0 +inf.0 +inf.0 -0.0)
(list (all flinteger-fraction 3.75) (all flinteger-fraction -3.75) (all flinteger-fraction -0.5) (all flinteger-fraction -inf.0) (all flinteger-fraction 2.0))
;=> ((3.0 0.75) (-3.0 -0.75) (-0.0 -0.5) (-inf.0 -0.0) (2.0 0.0))
(list (flexponent 48.0) (flexponent 0.75) (flexponent 5e-324) (flexponent 0.0) (flexponent -inf.0) (flinteger-exponent 48.0) (flinteger-exponent 5e-324) (= fl-integer-exponent-zero (flinteger-exponent 0.0)) (= fl-integer-exponent-nan (flinteger-exponent +nan.0)))
;=> (5.0 -1.0 -1074.0 -inf.0 +inf.0 5 -1074 #t #t)
(list (all flnormalized-fraction-exponent 48.0) (all flnormalized-fraction-exponent -0.5) (all flnormalized-fraction-exponent 5e-324) (all flnormalized-fraction-exponent 0.0) (all flnormalized-fraction-exponent 1e308))
;=> ((0.75 6) (-0.5 0) (0.5 -1073) (0.0 0) (0.5562684646268004 1024))
(map flsign-bit '(1.0 -1.0 0.0 -0.0 -inf.0))
;=> (0 1 0 1 1)

;; predicates
(map flonum? '(1.0 1 1/2 +inf.0 +nan.0 1.0+2.0i a))
;=> (#t #f #f #t #t #f #f)
(list (fl=? 1.0 1.0 1.0) (fl<? 1.0 2.0 3.0) (fl>? 3.0 2.0 2.0) (fl<=? 1.0 1.0) (fl>=? 1.0 2.0) (fl=? +nan.0 +nan.0))
;=> (#t #t #f #t #f #f)
(list (flunordered? 1.0 +nan.0) (flunordered? 1.0 2.0) (flinteger? 2.0) (flinteger? 2.5) (flinteger? +inf.0) (flzero? -0.0) (flpositive? 1.0) (flnegative? -0.0) (flodd? 3.0) (fleven? 3.0))
;=> (#t #f #t #f #f #t #t #f #t #f)
(list (flfinite? 1.0) (flfinite? +inf.0) (flinfinite? -inf.0) (flnan? +nan.0) (flnormalized? 1.0) (flnormalized? 1e-310) (fldenormalized? 1e-310) (fldenormalized? 0.0) (flnormalized? 0.0) (flnormalized? +inf.0))
;=> (#t #f #t #t #t #f #t #f #f #f)
(list (flmax 1.0 3.0 2.0) (flmin 1.0 -3.0 2.0) (flmax) (flmin) (flmax +nan.0 1.0) (flmin 1.0 +nan.0) (flmax +nan.0))
;=> (3.0 -3.0 -inf.0 +inf.0 1.0 1.0 +nan.0)

;; arithmetic
(list (fl+) (fl+ 1.0 2.0 3.0) (fl*) (fl* 2.0 3.0) (fl- 1.0) (fl- 5.0 2.0 1.0) (fl/ 4.0) (fl/ 12.0 2.0 3.0))
;=> (0.0 6.0 1.0 6.0 -1.0 2.0 0.25 2.0)
(list (fl+* 2.0 3.0 4.0) (fl+* 1.0000000000000002 1.0000000000000002 -1.0000000000000004) (fl+* 1e200 1e200 -inf.0) (fl+* 1e308 10.0 -1e308) (fl+* +inf.0 0.0 1.0))
;=> (10.0 4.930380657631324e-32 -inf.0 +inf.0 +nan.0)
(list (flabs -1.5) (flabsdiff 1.0 3.5) (flposdiff 3.0 1.0) (flposdiff 1.0 3.0) (flsgn -0.0) (flsgn 5.0))
;=> (1.5 2.5 2.0 0.0 -1.0 1.0)
(list (flnumerator 2.25) (fldenominator 2.25) (flnumerator -inf.0) (fldenominator -inf.0) (fldenominator 0.0) (flnumerator -0.0) (fldenominator +nan.0))
;=> (9.0 4.0 -inf.0 1.0 1.0 -0.0 +nan.0)
(map (lambda (f) (map f '(2.5 -2.5 3.5 -0.3))) (list flfloor flceiling flround fltruncate))
;=> ((2.0 -3.0 3.0 -1.0) (3.0 -2.0 4.0 -0.0) (2.0 -2.0 4.0 -0.0) (2.0 -2.0 3.0 -0.0))

;; exponents and logarithms
(list (flexp 0.0) (flexp2 10.0) (flexp2 0.5) (flexp-1 0.0) (flexp-1 1e-20) (flexp-1 -inf.0) (close? (flexp-1 1.0) 1.718281828459045) (close? (flexp-1 1e-5) 1.0000050000166668e-5))
;=> (1.0 1024.0 1.4142135623730951 0.0 1e-20 -1.0 #t #t)
(list (flsquare 3.0) (flsqrt 2.0) (flsqrt -0.0) (flsqrt -1.0) (flcbrt 27.0) (flcbrt -8.0) (flcbrt 0.0) (flcbrt -inf.0) (flhypot 3.0 -4.0) (flhypot 0.0 0.0) (flhypot 1e300 1e300) (flhypot +inf.0 +nan.0))
;=> (9.0 1.4142135623730951 -0.0 +nan.0 3.0 -2.0 0.0 -inf.0 5.0 0.0 1.4142135623730952e300 +inf.0)
(list (flexpt 2.0 10.0) (flexpt 0.0 0.0) (flexpt 0.0 3.0) (flexpt -2.0 3.0) (flexpt -2.0 0.5) (flexpt 2.0 -1.0))
;=> (1024.0 1.0 0.0 -8.0 +nan.0 0.5)
(list (fllog 1.0) (fllog 0.0) (fllog -1.0) (fllog1+ 0.0) (fllog1+ 1e-20) (fllog1+ -1.0) (fllog1+ -2.0) (close? (fllog1+ 1e-5) 9.999950000333332e-6) (fllog1+ +inf.0))
;=> (0.0 -inf.0 +nan.0 0.0 1e-20 -inf.0 +nan.0 #t +inf.0)
(list (fllog2 8.0) (fllog2 5e-324) (fllog2 0.0) (fllog2 -1.0) (fllog10 1000.0) (fllog10 1e-5) (fllog10 0.0) ((make-fllog-base 3.0) 81.0) ((make-fllog-base 3.0) -1.0))
;=> (3.0 -1074.0 -inf.0 +nan.0 3.0 -5.0 -inf.0 4.0 +nan.0)
(let loop ((n 0)) (or (> n 300) (and (= n (fllog2 (inexact (expt 2 n)))) (= n (fllog10 (inexact (expt 10 n)))) (loop (+ n 1)))))
;=> #t
(make-fllog-base 1.0)
;=> error make-fllog-base

;; trigonometry
(list (flsin 0.0) (flcos 0.0) (fltan 0.0) (flasin 1.0) (flacos 1.0) (flasin 2.0) (flacos 2.0) (flatan 1.0) (flatan -1.0 -1.0) (flatan 0.0 -1.0))
;=> (0.0 1.0 0.0 1.5707963267948966 0.0 +nan.0 +nan.0 0.7853981633974483 -2.356194490192345 3.141592653589793)
(list (flsinh 0.0) (flsinh -0.0) (flcosh 0.0) (fltanh 0.0) (fltanh 100.0) (fltanh -inf.0) (flsinh -inf.0) (flsinh 1e-10) (flasinh 0.0) (flacosh 1.0) (flacosh 0.5) (flatanh 0.0) (flatanh 1.0) (flatanh 2.0))
;=> (0.0 -0.0 1.0 0.0 1.0 -1.0 -inf.0 1e-10 0.0 0.0 +nan.0 0.0 +inf.0 +nan.0)
(map close? (list (flsinh 1.0) (flcosh 1.0) (fltanh 1.0) (flasinh 1.0) (flacosh 2.0) (flatanh 0.5) (flsinh 710.4)) '(1.1752011936438014 1.543080634815244 0.7615941559557649 0.8813735870195430 1.3169578969248166 0.5493061443340548 1.6663642832806496e308))
;=> (#t #t #t #t #t #t #t)

;; integer division
(list (flquotient 7.5 2.0) (flquotient -7.5 2.0) (flquotient 1.0 -3.0) (flquotient 1.0 0.0) (flquotient 0.3 0.1))
;=> (3.0 -3.0 -0.0 +inf.0 2.0)
(list (flremainder 7.5 2.0) (flremainder -7.5 2.0) (flremainder -6.0 2.0) (flremainder 1.0 0.0) (flremainder 1.0 +inf.0) (flremainder 1e300 7.0))
;=> (1.5 -1.5 -0.0 +nan.0 1.0 1.0)
(list (all flremquo 7.0 2.0) (all flremquo -7.0 2.0) (all flremquo 5.0 3.0) (all flremquo 1.0 0.0) (all flremquo 3.0 +inf.0))
;=> ((-1.0 4) (1.0 -4) (-1.0 2) (+nan.0 0) (3.0 0))

;; special functions
(list (flgamma 5.0) (flgamma 1.0) (flgamma 0.0) (flgamma -0.0) (flgamma -1.0) (flgamma 171.0) (flgamma 172.0) (flgamma +inf.0) (flgamma -inf.0))
;=> (24.0 1.0 +inf.0 -inf.0 +nan.0 7.257415615307999e306 +inf.0 +inf.0 +nan.0)
(map close? (map flgamma '(0.5 0.3333333333333333 -0.5 4.5 100.5 1e-10)) '(1.772453850905516 2.678938534707748 -3.544907701811032 11.631728396567448 9.320963104082716e156 9999999999.422785))
;=> (#t #t #t #t #t #t)
(list (all flloggamma 1.0) (all flloggamma 2.0) (all flloggamma -1.0) (all flloggamma +inf.0))
;=> ((0.0 1.0) (0.0 1.0) (+inf.0 1.0) (+inf.0 1.0))
(map close? (map (lambda (x) (car (all flloggamma x))) '(10.0 0.5 100.0 1e10 1.5 -0.5)) '(12.801827480081469 0.5723649429247001 359.1342053695754 220258509288.81058 -0.1207822376352452 1.2655121234846454))
;=> (#t #t #t #t #t #t)
(map (lambda (x) (cadr (all flloggamma x))) '(-0.5 -1.5 -2.5 3.5))
;=> (-1.0 1.0 -1.0 1.0)
(list (flerf 0.0) (flerf +inf.0) (flerf -inf.0) (flerfc 0.0) (flerfc +inf.0) (flerfc -inf.0) (flerf +nan.0))
;=> (0.0 1.0 -1.0 1.0 0.0 2.0 +nan.0)
(map close? (append (map flerf '(0.5 1.0 -2.0 1e-10)) (map flerfc '(0.5 1.0 -2.0 10.0))) '(0.5204998778130465 0.8427007929497149 -0.9953222650189527 1.1283791670955126e-10 0.4795001221869535 0.15729920705028513 1.9953222650189527 2.088487583762545e-45))
;=> (#t #t #t #t #t #t #t #t)
(list (flfirst-bessel 0 0.0) (flfirst-bessel 1 0.0) (flfirst-bessel 0 +inf.0) (flsecond-bessel 0 0.0) (flsecond-bessel 1 -1.0))
;=> (1.0 0.0 0.0 -inf.0 +nan.0)
(map close? (list (flfirst-bessel 0 1.0) (flfirst-bessel 1 1.0) (flfirst-bessel 5 2.0) (flfirst-bessel -1 1.0) (flfirst-bessel 3 -1.0) (flfirst-bessel 0 100.0) (flfirst-bessel 50 1.0) (flfirst-bessel 2 5.0)) '(0.7651976865579666 0.4400505857449335 0.007039629755871685 -0.4400505857449335 -0.019563353982668406 0.01998585030422312 2.9060049481732392e-80 0.04656511627775222))
;=> (#t #t #t #t #t #t #t #t)
(map close? (list (flsecond-bessel 0 1.0) (flsecond-bessel 1 1.0) (flsecond-bessel 5 2.0) (flsecond-bessel 0 100.0) (flsecond-bessel -1 1.0)) '(0.08825696421567697 -0.7812128213002887 -9.935989128481975 -0.07724431336508315 0.7812128213002887))
;=> (#t #t #t #t #t)
(flfirst-bessel 1.0 1.0)
;=> error flfirst-bessel
(flsin 1)
;=> error flsin: expected a flonum
(fladjacent 1.0 2)
;=> error fladjacent: expected a flonum
(flmax 1.0 2)
;=> error flmax
;; The parity of what is no integer.
(flodd? 1.5)
;=> error flodd?: expected an integer, got 1.5
(fleven? +inf.0)
;=> error fleven?: expected an integer
(list (flodd? -3.0) (fleven? -3.0) (fleven? -0.0))
;=> (#t #f #t)
