;; The libraries of R7RS: examples of the reference.
(import (scheme base) (scheme write) (scheme file) (scheme inexact) (scheme case-lambda) (scheme lazy) (scheme read) (scheme char))

(let ((port (open-output-string))) (display '("a" #\b) port) (get-output-string port))
;=> "(a b)"
(let ((port (open-output-string))) (write '("a" #\b) port) (get-output-string port))
;=> "(\"a\" #\\b)"
(let ((port (open-output-string)) (x (list 1))) (write-shared (list x x) port) (get-output-string port))
;=> "(#0=(1) #0#)"
(let ((port (open-output-string)) (x (list 1))) (write-simple (list x x) port) (get-output-string port))
;=> "((1) (1))"
((case-lambda ((a) (list 'one a)) ((a b) (list 'two a b))) 1 2)
;=> (two 1 2)
(force (delay (+ 1 2)))
;=> 3
(force (make-promise 5))
;=> 5
(promise? (delay 1))
;=> #t
(let loop ((n 3)) (force (delay-force (if (= n 0) (delay 'done) (make-promise n)))))
;=> 3
(read (open-input-string "(a . 1) b"))
;=> (a . 1)
(sqrt 16)
;=> 4
(exp 0)
;=> 1
(log 8 2)
;=> 3.0
(sin 0)
;=> 0
(cos 0)
;=> 1
(tan 0)
;=> 0
(asin 0)
;=> 0
(acos 1)
;=> 0
(atan 1 1)
;=> 0.7853981633974483
(finite? 1.5)
;=> #t
(infinite? (/ 1. 0.))
;=> #t
(nan? (/ 0. 0.))
;=> #t
(char-upcase #\a)
;=> #\A
(char-downcase #\A)
;=> #\a
(char-alphabetic? #\a)
;=> #t
(char-numeric? #\5)
;=> #t
(char-whitespace? #\space)
;=> #t
(digit-value #\7)
;=> 7
(string-upcase "hello")
;=> "HELLO"
(string-downcase "HELLO")
;=> "hello"
(string-ci=? "Hello" "hELLO")
;=> #t
