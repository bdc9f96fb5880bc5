;; R7RS 6.2.5 and 6.2.7: written forms of numbers.

;; string->number
(string->number "100")
;=> 100
(string->number "100" 16)
;=> 256
(string->number "1e2")
;=> 100.0
(string->number "#o177")
;=> 127
(string->number "#x1F")
;=> 31
(string->number "#b1010")
;=> 10
(string->number "#d99" 16)
;=> 99
(string->number "ff" 16)
;=> 255
(string->number "FF" 16)
;=> 255
(string->number "777" 8)
;=> 511
(string->number "-101" 2)
;=> -5
(string->number "12" 2)
;=> #f
(string->number "8" 8)
;=> #f
(string->number "g" 16)
;=> #f
(string->number "#xff" 10)
;=> 255
(string->number "#b101" 16)
;=> 5
(map string->number '("" "-" "+" "." "..." "abc" "1x" "--1" "1+" "1-" "+-1" "1/" "/2" "1/2/3" "1.2.3" "1e" "e1" "1e2e3" "#" "#x" "#e" "#z1" "1 2" " 1" "1 " "i" "1i" "+1" "-1"))
;=> (#f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f 1 -1)
(map string->number '("1/2" "-3/6" "10/5" "+1/3" "#x1/F" "#b11/10" "0/5"))
;=> (1/2 -1/2 2 1/3 1/15 3/2 0)
(map string->number '("1.5" ".5" "5." "-.5" "+.5" "-0.0" "0.0" "+5.25" "1.50" "00.5" "1e0" "1E1" "1e+2" "125e-2" ".5e1" "5.e1"))
;=> (1.5 0.5 5.0 -0.5 0.5 -0.0 0.0 5.25 1.5 0.5 1.0 10.0 100.0 1.25 5.0 50.0)
(map string->number '("+inf.0" "-inf.0" "+nan.0" "+INF.0" "-Inf.0"))
;=> (+inf.0 -inf.0 +nan.0 +inf.0 -inf.0)
(map string->number '("inf.0" "+inf" "-inf" "nan.0" "+nan" "+inf.00"))
;=> (#f #f #f #f #f #f)
(map string->number '("+i" "-i" "1+i" "1-i" "1+2i" "-1-2i" "+2i" "-3i" "1/2+3/4i" "0+0i" "1+0i" "#x1+Ai" "#xA-Bi"))
;=> (+i -i 1+i 1-i 1+2i -1-2i +2i -3i 1/2+3/4i 0 1 1+10i 10-11i)
(map string->number '("1.5+2.5i" "1e2+1e1i" "1.5-.5i"))
;=> (1.5+2.5i 100.0+10.0i 1.5-0.5i)
(string->number "+inf.0i")
;=> one-of +inf.0i | 0+inf.0i | 0.0+inf.0i
(string->number "+inf.0-nan.0i")
;=> one-of +inf.0+nan.0i | +inf.0-nan.0i
(string->number "-inf.0+inf.0i")
;=> -inf.0+inf.0i
(string->number "1@0")
;=> 1
(< (magnitude (- (string->number "1@2") (make-polar 1 2))) 1e-12)
;=> #t
(map string->number '("1+2" "1+2j" "i+1" "1i+2" "1+i2" "1@" "@1" "1@2@3" "1+2i3" "+i+i" "1++2i"))
;=> (#f #f #f #f #f #f #f #f #f #f #f)
(map string->number '("#e1.5" "#e.1" "#e1e3" "#e-2.50" "#i1" "#i1/2" "#e1/2" "#e5" "#i1.5" "#e1e-2"))
;=> (3/2 1/10 1000 -5/2 1.0 0.5 1/2 5 1.5 1/100)
(map string->number '("#x#e10" "#e#x10" "#i#b11" "#b#i11" "#E#XfF" "#X1a" "#B11" "#O17" "#D10"))
;=> (16 16 3.0 3.0 255 26 3 15 10)
(map string->number '("#e#e1" "#x#x1" "#x#b1" "#i#e1"))
;=> (#f #f #f #f)
(string->number "#e1.2e2")
;=> 120
(string->number "#e123456789012345678901234567890.5")
;=> 246913578024691357802469135781/2
(string->number "#e1+2i")
;=> 1+2i
(string->number "#i1+2i")
;=> 1.0+2.0i
(string->number "1/0")
;=> #f
(string->number "1e2" 16)
;=> 482
(string->number "-1e-1")
;=> -0.1
(string->number "123456789012345678901234567890")
;=> 123456789012345678901234567890
(map string->number '("1152921504606846975" "1152921504606846976" "-1152921504606846976" "-1152921504606846977" "9223372036854775807" "9223372036854775808" "-9223372036854775808" "18446744073709551616"))
;=> (1152921504606846975 1152921504606846976 -1152921504606846976 -1152921504606846977 9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551616)
(string->number "1FFFFFFFFFFFFFFFFFFFFFFFF" 16)
;=> 158456325028528675187087900671
(string->number "1000000000000000000000000000000000000000000000000000000000000000000" 2)
;=> 73786976294838206464
(string->number (make-string 40 #\9))
;=> 9999999999999999999999999999999999999999
(string->number "100" 7)
;=> one-of #f | 49
(string->number 'a)
;=> error
(string->number 100)
;=> error
;; reading of decimals is correctly rounded
(= (string->number "0.1") 1/10)
;=> #f
(exact (string->number "0.1"))
;=> 3602879701896397/36028797018963968
(= (string->number "9007199254740993.0") 9007199254740992)
;=> #t
(= (string->number "9007199254740993.00000000000000000001") 9007199254740994)
;=> #t
(= (string->number "179769313486231570814527423731704356798070567525844996598917476803157260780028538760589558632766878171540458953514382464234321326889464182768467546703537516986049910576551282076245490090389328944075868508455133942304583236903222948165808559332123347764797926207223144e0") +inf.0)
;=> #f
(string->number "1e400")
;=> +inf.0
(string->number "-1e400")
;=> -inf.0
(string->number "1e-400")
;=> 0.0
(string->number "-1e-400")
;=> -0.0
(= (string->number "4.9406564584124654e-324") (expt 2.0 -1074))
;=> #t
(= (string->number "2.2250738585072014e-308") (inexact (expt 2 -1022)))
;=> #t
(= (string->number "1.7976931348623157e308") (inexact (- (expt 2 1024) (expt 2 971))))
;=> #t
(= (string->number "123456789e-400") 0)
;=> #t
(= (string->number "8.5") 17/2)
;=> #t

;; number->string
(number->string 10)
;=> "10"
(number->string 255 16)
;=> "ff"
(number->string -255 16)
;=> "-ff"
(number->string 8 2)
;=> "1000"
(number->string 64 8)
;=> "100"
(number->string 1/3 2)
;=> "1/11"
(number->string -10/16 16)
;=> "-5/8"
(number->string 0 2)
;=> "0"
(number->string 0.5)
;=> "0.5"
(map number->string '(1.0 -1.0 0.0 -0.0 100.0 0.1 0.25 -2.5 123.456 3.14159 12345.678 0.001))
;=> ("1.0" "-1.0" "0.0" "-0.0" "100.0" "0.1" "0.25" "-2.5" "123.456" "3.14159" "12345.678" "0.001")
(map number->string (list +inf.0 -inf.0 +nan.0))
;=> ("+inf.0" "-inf.0" "+nan.0")
(map number->string '(1+2i 1-2i +i -i 1/2-3/4i 1.5+2.5i -1.0-1.0i))
;=> ("1+2i" "1-2i" "+i" "-i" "1/2-3/4i" "1.5+2.5i" "-1.0-1.0i")
(number->string 1+10i 16)
;=> "1+ai"
(number->string (expt 2 100))
;=> "1267650600228229401496703205376"
(number->string (expt 2 100) 16)
;=> "10000000000000000000000000"
(number->string (- (expt 2 70) 1) 2)
;=> "1111111111111111111111111111111111111111111111111111111111111111111111"
(number->string (expt 7 30) 8)
;=> "11244710127417033155776101721"
(map (lambda (r) (number->string 1152921504606846976 r)) '(2 8 10 16))
;=> ("1000000000000000000000000000000000000000000000000000000000000" "100000000000000000000" "1152921504606846976" "1000000000000000")
(map (lambda (r) (number->string -9223372036854775809 r)) '(2 8 10 16))
;=> ("-1000000000000000000000000000000000000000000000000000000000000001" "-1000000000000000000001" "-9223372036854775809" "-8000000000000001")
(number->string 10 1)
;=> error
(number->string 'a)
;=> error
(number->string "1")
;=> error
(number->string)
;=> error
;; the shortest digits that read back (IEEE doubles)
(map number->string '(0.1 0.2 0.3 0.7 1.1 2.2 0.30000000000000004 1.7 5.55 1234.5678))
;=> ("0.1" "0.2" "0.3" "0.7" "1.1" "2.2" "0.30000000000000004" "1.7" "5.55" "1234.5678")
(number->string (/ 1.0 3))
;=> "0.3333333333333333"
(number->string (/ 2.0 3))
;=> "0.6666666666666666"
(number->string (sqrt 2.0))
;=> "1.4142135623730951"
(number->string 9007199254740991.0)
;=> one-of "9007199254740991.0" | "9.007199254740991e15"
(number->string 1e21)
;=> one-of "1e21" | "1.0e21" | "1e+21" | "1.0e+21" | "1000000000000000000000.0"
(number->string 1e100)
;=> one-of "1e100" | "1.0e100" | "1e+100" | "1.0e+100"
(number->string 1.5e-10)
;=> one-of "1.5e-10" | "0.00000000015"
(number->string 5e-324)
;=> one-of "5e-324" | "5.0e-324" | "4.9406564584124654e-324"
(number->string 1.7976931348623157e308)
;=> one-of "1.7976931348623157e308" | "1.7976931348623157e+308"
;; round trips
(define (rt x . r) (eqv? x (apply string->number (apply number->string x r) r)))
(map rt (list 0 1 -1 1/3 -22/7 0.1 -0.0 1e21 1e22 1e23 1e-7 123456.789 5e-324 2.2250738585072014e-308 1.7976931348623157e308 4.35 0.000001 1e15 1e16 1e17 (expt 3 200) (exp 1.0) (acos -1.0) 1+2i 1.5-2.5i +inf.0 -inf.0 (/ (expt 3 80) (expt 2 90))))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
(map (lambda (r) (map (lambda (x) (rt x r)) (list 0 1 -1 255 1/3 (expt 2 60) (- (expt 2 60)) (expt 2 61) (expt 2 64) (- (expt 3 100))))) '(2 8 10 16))
;=> ((#t #t #t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t #t #t))
(let loop ((i 0) (x 1e-300)) (cond ((= i 600) #t) ((rt x) (loop (+ i 1) (* x 10.0))) (else x)))
;=> #t
(let loop ((i 0) (x 1.0)) (cond ((= i 300) #t) ((and (rt x) (rt (- x)) (rt (/ 1 x))) (loop (+ i 1) (* x 3.7))) (else x)))
;=> #t

;; literals in program text
(list #e3.0 #i3 #x-1A #b-101 #o17 #d10 1e3 -1.5e-3 +5 -7/14 1.)
;=> (3 3.0 -26 -5 15 10 1000.0 -0.0015 5 -1/2 1.0)
(list #xAbC #XABC #e#x10 #x#e10)
;=> (2748 2748 16 16)
(list +inf.0 -inf.0 +nan.0)
;=> (+inf.0 -inf.0 +nan.0)
-nan.0
;=> one-of +nan.0 | -nan.0
(list 1+i -2.5+0.0i)
;=> one-of (1+i -2.5+0.0i) | (1+1i -2.5+0.0i)
(list 1/2 -1/2 4/2 0/3)
;=> (1/2 -1/2 2 0)
(list .5 -.5 +.5 5.)
;=> (0.5 -0.5 0.5 5.0)
(list 123456789012345678901234567890 -123456789012345678901234567890)
;=> (123456789012345678901234567890 -123456789012345678901234567890)
(map symbol? '(+ - ... .. -> +a -a 1+ 1- +. a.b .a -.a +soup+ <=? !$%&*/:<=>?^_~ + - ->x +-))
;=> one-of (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t) | (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)

;; exponent markers of R5RS
(list 1s2 1F2 1d2 1L2 #e1s2 1.5f-1+1d1i (string->number "1d2") (string->number "1d") (string->number "d1"))
;=> (100.0 100.0 100.0 100.0 100 0.15+10.0i 100.0 #f #f)
(list '1d 'd1 (string->symbol "1d2") (string->number "#x1d2"))
;=> (1d d1 |1d2| 466)
