;; The libraries of R7RS: examples of the reference.
(import (scheme base) (scheme char))

(* 2 3 4)
;=> 24
(+ 1 2 3)
;=> 6
(- 10 3 2)
;=> 5
(/ 12 4)
;=> 3
(< 1 2 3)
;=> #t
(<= 1 2 2)
;=> #t
(= 2 2.0)
;=> #t
(> 3 2 1)
;=> #t
(>= 3 3 1)
;=> #t
(abs -7)
;=> 7
(and (= 2 2) (> 2 1))
;=> #t
(append '(1 2) '(3 4) '(5))
;=> (1 2 3 4 5)
(apply + 1 2 '(3 4))
;=> 10
(assoc "b" '(("a" . 1) ("b" . 2)))
;=> ("b" . 2)
(assq 'b '((a . 1) (b . 2)))
;=> (b . 2)
(assv 2 '((1 . one) (2 . two)))
;=> (2 . two)
(begin 1 2 3)
;=> 3
(boolean=? #t #t)
;=> #t
(boolean? #f)
;=> #t
(bytevector 1 2 255)
;=> #u8(1 2 255)
(bytevector-append (bytevector 1) (bytevector 2 3))
;=> #u8(1 2 3)
(bytevector-copy (bytevector 1 2 3 4) 1 3)
;=> #u8(2 3)
(let ((b (bytevector 0 0 0 0))) (bytevector-copy! b 1 (bytevector 7 8)) b)
;=> #u8(0 7 8 0)
(bytevector-length (bytevector 1 2 3))
;=> 3
(bytevector-u8-ref (bytevector 1 2 255) 2)
;=> 255
(let ((b (bytevector 1 2 3))) (bytevector-u8-set! b 0 9) b)
;=> #u8(9 2 3)
(bytevector? (bytevector))
;=> #t
(caar '((1 2) 3))
;=> 1
(cadr '(1 2 3))
;=> 2
(call-with-current-continuation (lambda (return) (for-each (lambda (x) (if (negative? x) (return x))) '(3 -1 2)) 'none))
;=> -1
(call/cc (lambda (return) (+ 1 (return 5))))
;=> 5
(call-with-port (open-input-string "hello") read-line)
;=> "hello"
(call-with-values (lambda () (values 1 2)) +)
;=> 3
(car '(1 2 3))
;=> 1
(case 3 ((1 2) 'small) ((3 4) 'large) (else 'other))
;=> large
(cdar '((1 2) 3))
;=> (2)
(cddr '(1 2 3))
;=> (3)
(cdr '(1 2 3))
;=> (2 3)
(ceiling 2.3)
;=> 3.0
(char->integer #\A)
;=> 65
(char<? #\a #\b #\c)
;=> #t
(char=? #\a #\a)
;=> #t
(char? #\a)
;=> #t
(let ((port (open-input-string "x"))) (close-port port) (input-port-open? port))
;=> #f
(cond ((assv 2 '((1 . one) (2 . two))) => cdr) (else 'none))
;=> two
(cons 1 '(2 3))
;=> (1 2 3)
(let () (define (square x) (* x x)) (square 5))
;=> 25
(let () (define-record-type point (make-point x y) point? (x point-x) (y point-y)) (point-x (make-point 3 4)))
;=> 3
(let () (define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t))))) (let ((x 1) (y 2)) (swap! x y) (list x y)))
;=> (2 1)
(let () (define-values (q r) (floor/ 7 2)) (list q r))
;=> (3 1)
(denominator 6/4)
;=> 2
(do ((i 0 (+ i 1)) (sum 0 (+ sum i))) ((= i 5) sum))
;=> 10
(let ((trace '())) (dynamic-wind (lambda () (set! trace (cons 'in trace))) (lambda () 'work) (lambda () (set! trace (cons 'out trace)))) (reverse trace))
;=> (in out)
(eof-object? (read-char (open-input-string "")))
;=> #t
(eq? 'a 'a)
;=> #t
(equal? '(1 (2 #(3))) '(1 (2 #(3))))
;=> #t
(eqv? 1.5 1.5)
;=> #t
(guard (e (#t (error-object-message e))) (error "no such key:" 'b))
;=> "no such key:"
(error-object-message (guard (e (#t e)) (error "no such key:" 'b)))
;=> "no such key:"
(error-object-irritants (guard (e (#t e)) (error "no such key:" 'b)))
;=> (b)
(error-object? (guard (e (#t e)) (error "oops")))
;=> #t
(even? 4)
;=> #t
(exact 2.0)
;=> 2
(call-with-values (lambda () (exact-integer-sqrt 17)) list)
;=> (4 1)
(exact-integer? 5)
;=> #t
(exact? 1/2)
;=> #t
(expt 2 10)
;=> 1024
(floor -2.5)
;=> -3.0
(call-with-values (lambda () (floor/ -7 2)) list)
;=> (-4 1)
(floor-quotient -7 2)
;=> -4
(floor-remainder -7 2)
;=> 1
(let ((sum 0)) (for-each (lambda (x) (set! sum (+ sum x))) '(1 2 3)) sum)
;=> 6
(gcd 12 18)
;=> 6
(let ((port (open-output-string))) (write 'hello port) (get-output-string port))
;=> "hello"
(guard (e ((string? e) (list 'caught e))) (raise "oops"))
;=> (caught "oops")
(if (> 3 2) 'yes 'no)
;=> yes
(inexact 1/4)
;=> 0.25
(integer->char 65)
;=> #\A
(integer? 3.0)
;=> #t
((lambda (x y) (+ x y)) 1 2)
;=> 3
((lambda args args) 1 2 3)
;=> (1 2 3)
(lcm 4 6)
;=> 12
(length '(a b c))
;=> 3
(let ((x 2) (y 3)) (* x y))
;=> 6
(let loop ((i 3) (found '())) (if (= i 0) found (loop (- i 1) (cons i found))))
;=> (1 2 3)
(let* ((x 2) (y (+ x 1))) (* x y))
;=> 6
(let*-values (((q r) (floor/ 7 2)) ((s) (+ q r))) s)
;=> 4
(let-values (((q r) (floor/ 7 2))) (list q r))
;=> (3 1)
(letrec ((even? (lambda (n) (or (= n 0) (odd? (- n 1))))) (odd? (lambda (n) (and (> n 0) (even? (- n 1)))))) (even? 10))
;=> #t
(letrec* ((a 1) (b (+ a 1))) (list a b))
;=> (1 2)
(list 1 "two" 'three)
;=> (1 "two" three)
(list->string '(#\a #\b))
;=> "ab"
(list->vector '(1 2 3))
;=> #(1 2 3)
(list-copy '(1 2 3))
;=> (1 2 3)
(list-ref '(a b c) 1)
;=> b
(let ((l (list 1 2 3))) (list-set! l 1 'x) l)
;=> (1 x 3)
(list-tail '(a b c d) 2)
;=> (c d)
(list? '(1 2))
;=> #t
(make-bytevector 3 7)
;=> #u8(7 7 7)
(make-list 3 'x)
;=> (x x x)
(let ((p (make-parameter 10))) (list (p) (parameterize ((p 2)) (p))))
;=> (10 2)
(make-string 3 #\*)
;=> "***"
(make-vector 3 0)
;=> #(0 0 0)
(map + '(1 2 3) '(10 20 30))
;=> (11 22 33)
(max 3 1 2)
;=> 3
(member "b" '("a" "b" "c"))
;=> ("b" "c")
(memq 'b '(a b c))
;=> (b c)
(memv 2 '(1 2 3))
;=> (2 3)
(min 3 1 2)
;=> 1
(modulo -7 2)
;=> 1
(negative? -1)
;=> #t
(not 3)
;=> #f
(null? '())
;=> #t
(number->string 255 16)
;=> "ff"
(number? 1/2)
;=> #t
(numerator 6/4)
;=> 3
(odd? 3)
;=> #t
(read-u8 (open-input-bytevector (bytevector 7 8)))
;=> 7
(read-line (open-input-string "one\ntwo"))
;=> "one"
(let ((port (open-output-bytevector))) (write-u8 7 port) (get-output-bytevector port))
;=> #u8(7)
(or #f 'first 'second)
;=> first
(pair? '(1 2))
;=> #t
(let ((port (open-input-string "ab"))) (list (peek-char port) (read-char port)))
;=> (#\a #\a)
(positive? 1)
;=> #t
(procedure? car)
;=> #t
`(1 ,(+ 1 1) ,@(list 3 4))
;=> (1 2 3 4)
(quotient -7 2)
;=> -3
(quote (a b))
;=> (a b)
(guard (e ((symbol? e) (list 'caught e))) (raise 'oops))
;=> (caught oops)
(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 'more))))
;=> 11
(rational? 1/2)
;=> #t
(rationalize 3/10 1/10)
;=> 1/3
(read-bytevector 2 (open-input-bytevector (bytevector 1 2 3)))
;=> #u8(1 2)
(read-char (open-input-string "abc"))
;=> #\a
(read-string 2 (open-input-string "hello"))
;=> "he"
(real? 1.5)
;=> #t
(remainder -7 2)
;=> -1
(reverse '(1 2 3))
;=> (3 2 1)
(round 2.5)
;=> 2.0
(let ((x 1)) (set! x (+ x 1)) x)
;=> 2
(let ((p (list 1 2))) (set-car! p 'x) p)
;=> (x 2)
(let ((p (list 1 2))) (set-cdr! p '(y)) p)
;=> (1 y)
(square 5)
;=> 25
(string #\a #\b)
;=> "ab"
(string->list "abc")
;=> (#\a #\b #\c)
(string->number "ff" 16)
;=> 255
(string->symbol "hello")
;=> hello
(string->utf8 "aé")
;=> #u8(97 195 169)
(string->vector "abc")
;=> #(#\a #\b #\c)
(string-append "con" "cat")
;=> "concat"
(string-copy "hello" 1 3)
;=> "el"
(let ((s (make-string 5 #\-))) (string-copy! s 1 "ab") s)
;=> "-ab--"
(let ((s (make-string 3 #\a))) (string-fill! s #\b) s)
;=> "bbb"
(let ((found '())) (string-for-each (lambda (c) (set! found (cons c found))) "abc") found)
;=> (#\c #\b #\a)
(string-length "hello")
;=> 5
(string-map char-upcase "hello")
;=> "HELLO"
(string-ref "hello" 1)
;=> #\e
(let ((s (string-copy "hello"))) (string-set! s 0 #\J) s)
;=> "Jello"
(string<? "apple" "banana")
;=> #t
(string=? "abc" "abc")
;=> #t
(string? "abc")
;=> #t
(substring "hello" 1 3)
;=> "el"
(symbol->string 'hello)
;=> "hello"
(symbol=? 'a 'a 'a)
;=> #t
(symbol? 'a)
;=> #t
(truncate -2.5)
;=> -2.0
(call-with-values (lambda () (truncate/ -7 2)) list)
;=> (-3 -1)
(truncate-quotient -7 2)
;=> -3
(truncate-remainder -7 2)
;=> -1
(unless (> 1 2) 'not-greater)
;=> not-greater
(utf8->string (bytevector 104 105))
;=> "hi"
(call-with-values (lambda () (values 1 2)) list)
;=> (1 2)
(vector 1 "two" 'three)
;=> #(1 "two" three)
(vector->list #(1 2 3))
;=> (1 2 3)
(vector->string #(#\a #\b))
;=> "ab"
(vector-append #(1 2) #(3))
;=> #(1 2 3)
(vector-copy #(1 2 3 4) 1 3)
;=> #(2 3)
(let ((v (vector 1 2 3 4))) (vector-copy! v 1 #(a b)) v)
;=> #(1 a b 4)
(let ((v (vector 1 2 3))) (vector-fill! v 0) v)
;=> #(0 0 0)
(let ((sum 0)) (vector-for-each (lambda (x) (set! sum (+ sum x))) #(1 2 3)) sum)
;=> 6
(vector-length #(1 2 3))
;=> 3
(vector-map + #(1 2) #(10 20))
;=> #(11 22)
(vector-ref #(a b c) 1)
;=> b
(let ((v (vector 1 2 3))) (vector-set! v 1 'x) v)
;=> #(1 x 3)
(vector? #(1))
;=> #t
(when (> 2 1) 'greater)
;=> greater
(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (raise 'oops)))))
;=> (caught oops)
(let ((port (open-output-string))) (write-char #\a port) (get-output-string port))
;=> "a"
(let ((port (open-output-string))) (write-string "hello" port) (get-output-string port))
;=> "hello"
(zero? 0)
;=> #t
(let ((port (open-output-string))) (newline port) (get-output-string port))
;=> "\n"
(let-syntax ((twice (syntax-rules () ((_ e) (list e e))))) (twice 1))
;=> (1 1)
(letrec-syntax ((my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))) (my-or #f 2))
;=> 2
(let ((p (make-parameter 10))) (parameterize ((p 2)) (p)))
;=> 2
