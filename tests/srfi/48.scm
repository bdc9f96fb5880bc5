;; SRFI 48: intermediate format strings.
(import (srfi 48))

(list (format "Hello, ~a" "World!") (format "test me") (format "~a ~s ~a ~s" 'this 'is "a" "test") (format #f "~A~S" #\a #\a))
;=> ("Hello, World!" "test me" "this is a \"test\"" "a#\\a")
(format "Error, list is too short: ~s" '(one "two" 3))
;=> "Error, list is too short: (one \"two\" 3)"
(format #f "#d~d #x~x #o~o #b~b~%" 32 32 32 32)
;=> "#d32 #x20 #o40 #b100000\n"
(call-with-output-string (lambda (port) (format port "~D|~X" 255 255)))
;=> "255|ff"
(with-output-to-string (lambda () (format #t "~a~%" 1)))
;=> "1\n"
(list (format "~a ~? ~a" 'a "~s" '(new) 'test) (format #f "~a ~? ~a ~%" 3 " ~s ~s " '(2 2) 3) (format "~k" "~a" '(1)))
;=> ("a new test" "3  2 2  3 \n" "1")
(format #f "~&1~&~&2~&~&~&3~%")
;=> "\n1\n2\n3\n"
(format "~a~a~&" (list->string (list #\newline)) "")
;=> "\n"
(format "~a~?~&b" 1 "~%" '())
;=> "1\nb"
(format "~w" (let ((c (list 'a 'b 'c))) (set-cdr! (cddr c) c) c))
;=> "#0=(a b c . #0#)"
(format "~~~t~_~c|~C" #\x #\newline)
;=> "~\t x|\n"
(list (format "~8,2F" 1/3) (format "~6F" 32) (format "~8,2F" 32) (format "~1,2F" 4321) (format "~8,3F" "foo") (format "~4F" 12) (format "~F" 1.5))
;=> ("    0.33" "    32" "   32.00" "4321.00" "     foo" "  12" "1.5")
(list (format "~1,2F" (make-rectangular 0 1.9748417658131499)) (format "~8,3F" (sqrt -3.8)) (format "~1,1F" (make-rectangular 1.25 -2.0)))
;=> ("0.00+1.97i" "0.000+1.949i" "1.3-2.0i")
(list (format "~6,3F" 1/3) (format "~8,3F" 123.3456) (format "~6,3F" 123.3456) (format "~2,3F" 123.3456) (format "~8,2f" 3.4567e11))
;=> (" 0.333" " 123.346" "123.346" "123.346" "345670000000.00")
(list (format "~0,0F" 2.5) (format "~0,2F" -0.004) (format "~0,1F" -12.96) (format "~7,1F" +inf.0) (format "~0,3F" 1e-10) (format "~0,2F" 1e22))
;=> ("3." "-0.00" "-13.0" " +inf.0" "0.000" "10000000000000000000000.00")
(format "~y" '(a (b) "c"))
;=> "(a (b) \"c\")"
(format "~y" (list (make-string 40 #\a) (list 1 2) (make-string 40 #\b)))
;=> "(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n (1 2)\n \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\")"
(let ((help (format "~h"))) (map (lambda (c) (and (string-contains help (string #\newline #\~ c #\tab)) #t)) '(#\A #\S #\W #\D #\X #\O #\B #\C #\Y #\? #\K #\~ #\T #\% #\& #\_ #\H #\Q)))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #f)
(format "~a")
;=> error format: too few arguments
(format "~a" 1 2)
;=> error format: too many arguments
(format "~q" 1)
;=> error format: unknown directive
(format "abc~")
;=> error format: a tilde at the end
(format "~d" 'x)
;=> error format: expected a number
(format "~c" 1)
;=> error format: expected a character
(format "~5,2F" 'x)
;=> error format: expected a number or string
(format "~5,2" 1)
;=> error format
(format 1 "a")
;=> error format: expected a port
(format #f)
;=> error format
(format "~?" "~a" '(1 2))
;=> error format: too many
