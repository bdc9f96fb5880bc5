;; SRFI 54: cat.
(import (srfi 54) (only (srfi 13) string-titlecase string-delete) (srfi 14) (srfi 26))

(list (cat 129.995 -10 2.) (cat 129.995 10 2.) (cat 129.985 10 2.) (cat 129.985001 10 2.) (cat 129.995 2. 'exact) (cat 129 -2.) (cat 129 2.))
;=> ("130.00    " "    130.00" "    129.98" "    129.99" "#e130.00" "129.00" "#e129.00")
(list (cat 129 10 2. #\0 'sign) (cat 129 10 2. #\* 'sign) (cat 1/3) (cat 1/3 10 2.) (cat 1/3 10 -2.) (cat -5 6 #\0) (cat 129 2. 'inexact))
;=> ("#e+0129.00" "*#e+129.00" "1/3" "    #e0.33" "      0.33" "-00005" "129.00")
(list (cat 129.995 10 '(#\, 2)) (cat 129995 10 '(#\,) 'sign) (cat (cat 129.995 0.) '(0 -1)) (cat -1234567 '(#\,)) (cat 1234567/100000 '(#\_)))
;=> (" 1,29.99,5" "  +129,995" "130" "-1,234,567" "1_234_567/100_000")
(list (cat 99.5 10 'sign 'octal) (cat 99.5 10 'sign 'octal 'exact) (cat #x123 'octal 'sign) (cat #x123 -10 2. 'sign #\*) (cat 5 'binary) (cat 255 'hexadecimal) (cat 5 'decimal) (cat 3 'inexact) (cat 0.5 'exact))
;=> ("#i#o+307/2" "  #o+307/2" "#o+443" "#e+291.00*" "#b101" "#xff" "5" "3.0" "1/2")
(list (cat -1.2345+1.2355e-15i 3.) (cat 1.2345e25 10 3. 'sign) (cat 1+2i 'sign) (cat +inf.0 3. 'sign) (cat -0.001 2.))
;=> ("-1.234+1.236e-15i" " +1.234e25" "+1+2i" "+inf.0" "-0.00")
(list (cat "string" -10) (cat "string" 10 (list string-upcase)) (cat "string" 10 (list string-upcase) '(-2)) (cat "string" 10 `(,string-titlecase) '(2 3)) (cat "string" `(,string-reverse ,string-upcase)))
;=> ("string    " "    STRING" "      RING" "     Sting" "GNIRTS")
(list (cat #\a 10) (cat 'symbol 10) (cat '#(#\a "str" s)) (cat '(#\a "str" s)) (cat #t) (cat '()) (cat "abc" 2) (cat "abc" '(5 -7)))
;=> ("         a" "    symbol" "#(#\\a \"str\" s)" "(#\\a \"str\" s)" "#t" "()" "abc" "abc")
(with-output-to-string (lambda () (write (cat '(#\a "str" s) #t))))
;=> "(#\\a \"str\" s)\"(#\\\\a \\\"str\\\" s)\""
(call-with-output-string (lambda (port) (cat 3 port 5 "x")))
;=> "    3x"
(list (cat 3 (cat 's) " " (cat "str" write)) (cat 3 #f (cat 's) " "))
;=> ("3s \"str\"" "3s ")
(define-record-type example (make-example num str) example? (num get-num) (str get-str))
(define ex (make-example 123 "string"))
(define (record->string object) (cat (get-num object) "-" (get-str object)))
(define (record-writer object port)
  (if (example? object) (begin (display (get-num object) port) (display "-" port) (display (get-str object) port)) (display object port)))
(list (cat ex 20 record-writer) (cat ex 20 record-writer `(,(cut string-delete char-set:digit <>) ,string-upcase ,string-reverse) '(0 -1) #\-) (cat "string" 20 record-writer (list string-upcase) '(2 3) #\-) (cat 12 20 record-writer 3.))
;=> ("          123-string" "--------------GNIRTS" "---------------STING" "            #e12.000")
(list (cat ex 20 (cons example? record->string)) (cat ex 20 (cons example? record->string) `(,string-upcase) '(0 -1) #\-) (cat "string" 20 (cons example? record->string) (list string-upcase) '(2 3) #\-) (cat 12 20 (cons example? record->string) -3.))
;=> ("          123-string" "----------123-string" "---------------STING" "              12.000")
(cat 1 2 3)
;=> error cat: two options of one kind
(cat 1 'foo)
;=> error cat: unknown option foo
(cat 1 'octal 2.)
;=> error cat: a number that is not decimal
(cat 1 'exact -2.)
;=> error cat: an exact number
