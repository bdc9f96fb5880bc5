;; R7RS 6.2.6: types of numbers, exactness, comparison.

(complex? 3+4i)
;=> #t
(complex? 3)
;=> #t
(real? 3)
;=> #t
(real? -2.5+0i)
;=> #t
(real? -2.5+0.0i)
;=> #f
(real? #e1e10)
;=> #t
(real? +inf.0)
;=> #t
(real? +nan.0)
;=> #t
(rational? -inf.0)
;=> #f
(rational? 3.5)
;=> #t
(rational? 6/10)
;=> #t
(rational? 6/3)
;=> #t
(integer? 3+0i)
;=> #t
(integer? 3.0)
;=> #t
(integer? 8/4)
;=> #t
(rational? +nan.0)
;=> #f
(integer? +inf.0)
;=> #f
(integer? 3.5)
;=> #f
(integer? 1/2)
;=> #f
(integer? 1e300)
;=> #t
(integer? -0.0)
;=> #t
(number? 1+i)
;=> #t
(real? 1+i)
;=> #f
(rational? 1+i)
;=> #f
(integer? 1+i)
;=> #f
(map (lambda (x) (list (number? x) (complex? x) (real? x) (rational? x) (integer? x))) '(a "1" #\1 () #t))
;=> ((#f #f #f #f #f) (#f #f #f #f #f) (#f #f #f #f #f) (#f #f #f #f #f) (#f #f #f #f #f))
(map number? (list 1 1/2 1.5 1+2i 1.5+2.5i (expt 10 100) +inf.0 +nan.0))
;=> (#t #t #t #t #t #t #t #t)
(number?)
;=> error
(integer? 1 2)
;=> error

(exact? 3.0)
;=> #f
(exact? #e3.0)
;=> #t
(inexact? 3.)
;=> #t
(exact? 1/2)
;=> #t
(exact? 1+2i)
;=> #t
(exact? 1.0+2i)
;=> #f
(inexact? +inf.0)
;=> #t
(inexact? +nan.0)
;=> #t
(exact? (expt 10 50))
;=> #t
(exact? 'a)
;=> error
(inexact? "1")
;=> error
(exact-integer? 32)
;=> #t
(exact-integer? 32.0)
;=> #f
(exact-integer? 32/5)
;=> #f
(exact-integer? (expt 2 100))
;=> #t
(exact-integer? 'a)
;=> #f
(exact-integer? 1+i)
;=> #f
(finite? 3)
;=> #t
(finite? +inf.0)
;=> #f
(finite? 3.0+inf.0i)
;=> #f
(finite? +nan.0)
;=> #f
(finite? 1/3)
;=> #t
(finite? (expt 10 400))
;=> #t
(finite? 1+i)
;=> #t
(finite? 'a)
;=> error
(infinite? 3)
;=> #f
(infinite? +inf.0)
;=> #t
(infinite? +nan.0)
;=> #f
(infinite? 3.0+inf.0i)
;=> #t
(infinite? -inf.0)
;=> #t
(infinite? +inf.0+nan.0i)
;=> #t
(infinite? 'a)
;=> error
(nan? +nan.0)
;=> #t
(nan? 32)
;=> #f
(nan? +nan.0+5.0i)
;=> #t
(nan? 1+2i)
;=> #f
(nan? +inf.0)
;=> #f
(nan? 'a)
;=> error

;; = < > <= >=
(= 1 1.0)
;=> #t
(= 1/2 0.5)
;=> #t
(= 1/3 .3333333333333333)
;=> #f
(= 0.0 -0.0)
;=> #t
(= +inf.0 +inf.0)
;=> #t
(= +nan.0 +nan.0)
;=> #f
(= 1 1 1 1)
;=> #t
(= 1 1 2)
;=> #f
(= 1)
;=> #t
(< 1)
;=> #t
(< 1 2 3)
;=> #t
(< 1 2 2)
;=> #f
(<= 1 2 2 3)
;=> #t
(<= 1 2 1)
;=> #f
(> 3 2 1)
;=> #t
(> 3 2 2)
;=> #f
(>= 3 2 2 1)
;=> #t
(>= 1 2)
;=> #f
(< 1/3 1/2 0.75 1)
;=> #t
(< -inf.0 -1e308 0 1e308 +inf.0)
;=> #t
(map (lambda (op) (list (op 1 +nan.0) (op +nan.0 1) (op +nan.0 +nan.0))) (list = < > <= >=))
;=> ((#f #f #f) (#f #f #f) (#f #f #f) (#f #f #f) (#f #f #f))
(< 1 2 +nan.0)
;=> #f
(< -0.0 0.0)
;=> #f
(<= -0.0 0.0)
;=> #t
(= 1+2i 1+2i)
;=> #t
(= 1+2i 1.0+2.0i)
;=> #t
(= 1+2i 1-2i)
;=> #f
(= 1 1+0.0i)
;=> #t
(< 1+i 2)
;=> error
(> 1 'a)
;=> error
(= 1 'a)
;=> error
(< "1" 2)
;=> error
;; comparison of exact and inexact is exact (transitive)
(let ((big (expt 2 1000))) (list (= (- big 1) (inexact big)) (= (inexact big) (+ big 1)) (= (- big 1) (+ big 1))))
;=> (#f #f #f)
(= 9007199254740993 9007199254740992.0)
;=> #f
(< 9007199254740992.0 9007199254740993)
;=> #t
(= (expt 2 62) (inexact (expt 2 62)))
;=> #t
(= (+ 1 (expt 2 62)) (inexact (expt 2 62)))
;=> #f
(< (inexact (expt 2 62)) (+ 1 (expt 2 62)))
;=> #t
(= 1/10 0.1)
;=> #f
(< 1/10 0.1)
;=> #t
(< (expt 10 400) +inf.0)
;=> #t
(> (- (expt 10 400)) -inf.0)
;=> #t
(< 1e308 (expt 10 400))
;=> #t
(= 12345678901234567890 12345678901234567890)
;=> #t
(< -12345678901234567890 12345678901234567890 12345678901234567891)
;=> #t
(< (- (expt 2 60)) (- (- (expt 2 60)) -1) 0 (- (expt 2 60) 1) (expt 2 60))
;=> #t

;; zero? positive? negative? odd? even?
(map zero? (list 0 0.0 -0.0 1 1/2 0+0.0i 1+i (expt 2 80)))
;=> (#t #t #t #f #f #t #f #f)
(map positive? (list 1 0 -1 0.0 -0.0 1e-300 +inf.0 -inf.0 +nan.0 1/2 (expt 2 80)))
;=> (#t #f #f #f #f #t #t #f #f #t #t)
(map negative? (list 1 0 -1 0.0 -0.0 -1e-300 +inf.0 -inf.0 +nan.0 -1/2 (- (expt 2 80))))
;=> (#f #f #t #f #f #t #f #t #f #t #t)
(map odd? (list 0 1 -1 2 3.0 4.0 (expt 2 70) (+ 1 (expt 2 70)) (- -1 (expt 2 70))))
;=> (#f #t #t #f #t #f #f #t #t)
(map even? (list 0 1 -1 2 3.0 4.0 -0.0 (expt 2 70) (+ 1 (expt 2 70))))
;=> (#t #f #f #t #f #t #t #t #f)
(odd? 1.5)
;=> error
(even? 1/2)
;=> error
(odd? +inf.0)
;=> error
(zero? 'a)
;=> error
(positive? 1+i)
;=> error
(negative? "a")
;=> error

;; max, min
(max 3 4)
;=> 4
(max 3.9 4)
;=> 4.0
(min 3 4)
;=> 3
(min 3 4.9)
;=> 3.0
(max 1)
;=> 1
(max 1 2 3 2 1)
;=> 3
(min 3 2 1 2 3)
;=> 1
(max 1/2 1/3)
;=> 1/2
(min -inf.0 0)
;=> -inf.0
(max +inf.0 0)
;=> +inf.0
(max (expt 10 30) 1)
;=> 1000000000000000000000000000000
(max 1 2.0 3)
;=> 3.0
(nan? (max 1 +nan.0))
;=> #t
(nan? (min +nan.0 1 2))
;=> #t
(max)
;=> error
(min 'a)
;=> error
(max 1 'a)
;=> error
(max 1 1+i)
;=> error
