;; R7RS 6.2.6: exp, log, trigonometry, roots, complex numbers.
(define pi (acos -1))
(define (near? a b) (< (magnitude (- a b)) 1e-12))

(exp 0)
;=> one-of 1 | 1.0
(exp 0.0)
;=> 1.0
(near? (exp 1) 2.718281828459045)
;=> #t
(exp -inf.0)
;=> 0.0
(exp +inf.0)
;=> +inf.0
(near? (exp -0.5) 0.6065306597126334)
;=> #t
(near? (exp (make-rectangular 0 pi)) -1)
;=> #t
(log 1)
;=> one-of 0 | 0.0
(log 1.0)
;=> 0.0
(log 0.0)
;=> -inf.0
(near? (log 2) 0.6931471805599453)
;=> #t
(near? (log (exp 1)) 1)
;=> #t
(near? (log 8 2) 3)
;=> #t
(near? (log 100 10) 2)
;=> #t
(near? (log 1024 2) 10)
;=> #t
(log +inf.0)
;=> +inf.0
(near? (log (expt 10 400)) 921.0340371976183)
;=> #t
(near? (log -1) (make-rectangular 0 pi))
;=> #t
(near? (log +i) (make-rectangular 0 (/ pi 2)))
;=> #t
(near? (log -1.0) (make-rectangular 0 pi))
;=> #t
(near? (imag-part (log -1.0-0.0i)) (- pi))
;=> #t
(near? (imag-part (log -1.0+0.0i)) pi)
;=> #t
(log 'a)
;=> error
(exp 'a)
;=> error

(sin 0)
;=> one-of 0 | 0.0
(sin 0.0)
;=> 0.0
(sin -0.0)
;=> -0.0
(near? (sin 1) 0.8414709848078965)
;=> #t
(cos 0)
;=> one-of 1 | 1.0
(near? (cos 1) 0.5403023058681398)
;=> #t
(near? (cos pi) -1)
;=> #t
(near? (sin (/ pi 6)) 0.5)
;=> #t
(tan 0)
;=> one-of 0 | 0.0
(near? (tan 1) 1.5574077246549023)
;=> #t
(asin 0)
;=> one-of 0 | 0.0
(near? (asin 1) (/ pi 2))
;=> #t
(near? (acos 1) 0)
;=> #t
(near? (acos 0) (/ pi 2))
;=> #t
(acos -1)
;=> 3.141592653589793
(atan 0)
;=> one-of 0 | 0.0
(atan 1)
;=> 0.7853981633974483
(atan +inf.0)
;=> 1.5707963267948966
(atan -inf.0)
;=> -1.5707963267948966
(near? (asin 2) (make-rectangular (/ pi 2) (log (+ 2 (sqrt 3)))))
;=> unspecified
(near? (magnitude (sin (asin 2))) 2)
;=> #t
(near? (cos (acos 2)) 2)
;=> #t
(near? (tan (atan 1+2i)) 1+2i)
;=> #t
(near? (sin +i) (make-rectangular 0 1.1752011936438014))
;=> #t
(near? (cos +i) 1.5430806348152437)
;=> #t
(sin 'a)
;=> error
(atan 'a)
;=> error
(nan? (sin +inf.0))
;=> #t

;; atan with two arguments: the table of the report
(atan 0.0 1.0)
;=> 0.0
(atan -0.0 1.0)
;=> -0.0
(atan 1.0 1.0)
;=> 0.7853981633974483
(atan 1.0 0.0)
;=> 1.5707963267948966
(atan 1.0 -1.0)
;=> 2.356194490192345
(atan 0.0 -1.0)
;=> 3.141592653589793
(atan -0.0 -1.0)
;=> -3.141592653589793
(atan -1.0 -1.0)
;=> -2.356194490192345
(atan -1.0 0.0)
;=> -1.5707963267948966
(atan -1.0 1.0)
;=> -0.7853981633974483
(atan 0.0 0.0)
;=> 0.0
(atan -0.0 0.0)
;=> -0.0
(atan 0.0 -0.0)
;=> 3.141592653589793
(atan -0.0 -0.0)
;=> -3.141592653589793
(atan 1 1)
;=> 0.7853981633974483
(atan 0 1)
;=> one-of 0 | 0.0
(atan 1 0)
;=> 1.5707963267948966
(atan 0 -1)
;=> 3.141592653589793
(atan +inf.0 1)
;=> 1.5707963267948966
(atan 1 'a)
;=> error

;; sqrt
(sqrt 9)
;=> 3
(sqrt -1)
;=> +i
(sqrt 16)
;=> 4
(sqrt 2)
;=> 1.4142135623730951
(sqrt 0)
;=> 0
(sqrt 1/4)
;=> 1/2
(sqrt 8/18)
;=> 2/3
(sqrt 4.0)
;=> 2.0
(sqrt 0.0)
;=> 0.0
(sqrt -0.0)
;=> -0.0
(sqrt -4)
;=> +2i
(sqrt -1/4)
;=> +1/2i
(near? (sqrt -2) (make-rectangular 0 1.4142135623730951))
;=> #t
(near? (sqrt -4.0) +2i)
;=> #t
(sqrt (expt 10 40))
;=> 100000000000000000000
(sqrt (* 4 (expt 10 400)))
;=> unspecified
(= (sqrt (expt 10 400)) (expt 10 200))
;=> #t
(sqrt 15241578750190521)
;=> 123456789
(sqrt +inf.0)
;=> +inf.0
(nan? (sqrt +nan.0))
;=> #t
(sqrt 3+4i)
;=> one-of 2+i | 2.0+1.0i
(near? (sqrt -3-4i) 1-2i)
;=> #t
(near? (sqrt +i) (make-rectangular 0.7071067811865476 0.7071067811865475))
;=> #t
(exact? (sqrt 9))
;=> #t
(exact? (sqrt 2))
;=> #f
(sqrt 'a)
;=> error

;; complex numbers
(make-rectangular 1 2)
;=> 1+2i
(make-rectangular 1 0)
;=> 1
(make-rectangular 1.5 -2.5)
;=> 1.5-2.5i
(make-rectangular 0 1)
;=> +i
(make-rectangular 0 -1)
;=> -i
(make-rectangular 1/2 3/4)
;=> 1/2+3/4i
(make-rectangular 1.0 0.0)
;=> one-of 1.0+0.0i | 1.0
(make-rectangular +inf.0 -inf.0)
;=> +inf.0-inf.0i
(make-polar 2 0)
;=> 2
(near? (make-polar 1 pi) -1)
;=> #t
(near? (make-polar 2 (/ pi 2)) +2i)
;=> #t
(real-part 1+2i)
;=> 1
(imag-part 1+2i)
;=> 2
(real-part 5)
;=> 5
(imag-part 5)
;=> 0
(imag-part 1.5)
;=> 0
(real-part 1.5+2.5i)
;=> 1.5
(imag-part 1.5+2.5i)
;=> 2.5
(real-part 1.5)
;=> 1.5
(magnitude 3+4i)
;=> 5
(magnitude -5)
;=> 5
(magnitude 3.0+4.0i)
;=> 5.0
(magnitude -1/2)
;=> 1/2
(angle 1)
;=> 0
(angle -1)
;=> 3.141592653589793
(angle +i)
;=> 1.5707963267948966
(angle -1.0)
;=> 3.141592653589793
(angle 1.0)
;=> one-of 0 | 0.0
(+ 1+2i 3+4i)
;=> 4+6i
(- 1+2i 3+4i)
;=> -2-2i
(* 1+2i 3+4i)
;=> -5+10i
(/ 1+2i 3+4i)
;=> 11/25+2/25i
(* +i +i)
;=> -1
(+ 1+2i 1-2i)
;=> 2
(- 1+2i +2i)
;=> 1
(- 1+2i)
;=> -1-2i
(/ +i)
;=> -i
(+ 1+2i 1/2)
;=> 3/2+2i
(* 2 1+2i)
;=> 2+4i
(+ 1.5 1+2i)
;=> one-of 2.5+2i | 2.5+2.0i
(* 1.0+2.0i 2)
;=> 2.0+4.0i
(square 1+i)
;=> +2i
(expt 1+2i 2)
;=> -3+4i
(expt 1+i -2)
;=> -1/2i
(near? (expt +i +i) 0.20787957635076193)
;=> #t
(near? (exp 1+i) (make-rectangular 1.4686939399158851 2.2873552871788423))
;=> #t
(zero? 0+0i)
;=> #t
(zero? 0.0+0.0i)
;=> #t
(exact (make-rectangular 1.0 2.0))
;=> 1+2i
(inexact 1+2i)
;=> 1.0+2.0i
(/ 1+i 0)
;=> error
(< 1+i 2+i)
;=> error
(max 1+i 2)
;=> error
(floor 1+i)
;=> error
(make-rectangular 1+i 2)
;=> error
(make-rectangular 'a 1)
;=> error
(real-part 'a)
;=> error
(magnitude 'a)
;=> error
(make-polar 1)
;=> error

;; the logarithm near the unit circle, where nearly everything cancels
(define (close? x y) (<= (abs (- x y)) (* 1e-13 (abs y))))
(close? (real-part (log .7071067811764795+.7071067811865475i)) -7.119201877323265e-12)
;=> #t
(close? (real-part (log (make-rectangular 1e-8 1.0))) 5e-17)
;=> #t
(close? (real-part (log (make-rectangular 1.0000001 0.0001))) 1.0499999403338721e-7)
;=> #t
(real-part (log (make-rectangular 1.0 0.0)))
;=> 0.0

;; powers of negative infinity
(list (expt -inf.0 1/2) (expt -inf.0 2.5))
;=> (+inf.0+inf.0i +inf.0+inf.0i)
(expt -inf.0 -1.5)
;=> -0.0+0.0i
