;; R7RS 6.13.2: input.
(define (rd s) (read (open-input-string s)))
(define (rd-all s) (let ((p (open-input-string s))) (let loop ((l '())) (let ((x (read p))) (if (eof-object? x) (reverse l) (loop (cons x l)))))))
;; every kind of datum
(map rd '("abc" "123" "-1.5" "1/2" "#t" "#f" "#true" "#false" "#\\a" "#\\space" "\"str\"" "()" "(1 2)" "(1 . 2)" "#(1 2)" "#u8(1 2)" "|a b|" "#xff" "#e1.5" "+i" "..." "#()" "#u8()" "\"\""))
;=> (abc 123 -1.5 1/2 #t #f #t #f #\a #\space "str" () (1 2) (1 . 2) #(1 2) #u8(1 2) |a b| 255 3/2 +i ... #() #u8() "")
(rd "(a (b (c . d) . e) #(f (g)) \"h\")")
;=> (a (b (c . d) . e) #(f (g)) "h")
(equal? (rd "'a") ''a)
;=> #t
(map rd '("'a" "`a" ",a" ",@a"))
;=> one-of ('a `a ,a ,@a) | ((quote a) (quasiquote a) (unquote a) (unquote-splicing a))
(equal? (rd "' a") '(quote a))
;=> #t
(equal? (rd "'(a . `(b ,c ,@d))") '(quote (a . (quasiquote (b (unquote c) (unquote-splicing d))))))
;=> #t
(equal? (rd ", @a") '(unquote @a))
;=> #t
(rd-all "a b (c) \"d\" #\\e 1")
;=> (a b (c) "d" #\e 1)
(rd-all "a;comment\nb ; more\n")
;=> (a b)
(rd-all "a #| block #| nested |# still |# b")
;=> (a b)
(rd-all "a #;b c #;(d e) f #; g h")
;=> (a c f h)
(rd-all "(a #;b c #;d) (#;x) (a . #;b c) (a #;. b)")
;=> error
(rd-all "(a #;b c #;d) (#;x) (a . #;b c) (a . b #;c)")
;=> ((a c) () (a . c) (a . b))
(rd-all "#;#;a b c")
;=> (c)
(rd-all "  \t\n\r  a")
;=> (a)
(rd-all "")
;=> ()
(rd-all "   ; only a comment")
;=> ()
(rd-all "#| only |# #;x")
;=> ()
(rd-all "(a)(b)\"c\"d")
;=> ((a) (b) "c" d)
(rd-all "(1 .5)(1 . 5)(1 .a)(1 ... 2)")
;=> ((1 0.5) (1 . 5) (1 .a) (1 ... 2))
(rd "#(1 #(2) (3 . #(4)))")
;=> #(1 #(2) (3 . #(4)))
(rd "\"a\\nb\\t\\\"\\\\ \\x41; \\a\"")
;=> "a\nb\t\"\\ A \a"
(string-length (rd "\"a\\   \n   b\""))
;=> 2
(rd "\"a\nb\"")
;=> "a\nb"
(map char->integer (map rd '("#\\x" "#\\x41" "#\\newline" "#\\(" "#\\)" "#\\;" "#\\\"" "#\\ " "#\\λ" "#\\x3bb" "#\\null" "#\\delete" "#\\escape" "#\\alarm" "#\\backspace" "#\\return" "#\\tab")))
;=> (120 65 10 40 41 59 34 32 955 955 0 127 27 7 8 13 9)
(rd "#!fold-case ABC")
;=> abc
(rd-all "#!fold-case ABC #\\A \"ABC\" |ABC| #!no-fold-case ABC")
;=> one-of (abc #\A "ABC" ABC ABC) | (abc #\A "ABC" abc ABC)
(rd-all "#!fold-case #\\SPACE ΛΣ")
;=> one-of (#\space |λσ|) | (#\space λσ)
(rd-all "ABC abc")
;=> (ABC abc)
(let ((a (open-input-string "#!fold-case A B")) (b (open-input-string "C"))) (let* ((x (read a)) (y (read b)) (z (read a))) (list x y z)))
;=> (a C b)
;; datum labels
(let ((x (rd "#0=(a b . #0#)"))) (list (car x) (cadr x) (eq? x (cddr x))))
;=> (a b #t)
(let ((x (rd "(#1=(a) #1# #1#)"))) (list x (eq? (car x) (cadr x)) (eq? (car x) (caddr x))))
;=> (((a) (a) (a)) #t #t)
(let ((x (rd "#0=#(1 #0# 2)"))) (list (vector-length x) (eq? x (vector-ref x 1))))
;=> (3 #t)
(let ((x (rd "(#5=\"str\" #5#)"))) (eq? (car x) (cadr x)))
;=> #t
(let ((x (rd "#0=(#1=(x #0# #1#) . #1#)"))) (list (eq? x (cadr (car x))) (eq? (car x) (caddr (car x))) (eq? (cdr x) (car x))))
;=> (#t #t #t)
(let ((x (rd "(#0=a #0# . #0#)"))) x)
;=> (a a . a)
(let ((x (rd "#100=(1 . #200=(2 #100# . #200#))"))) (list (car x) (cadr x) (eq? x (caddr x)) (eq? (cdr x) (cdddr x))))
;=> (1 2 #t #t)
(let ((x '#0=(a b . #0#))) (eq? x (cddr x)))
;=> #t
(let ((x (rd "'#0=(a . #0#)"))) (eq? (cadr x) (cdr (cadr x))))
;=> #t
(rd "#0#")
;=> error
(rd "(#1# #1=a)")
;=> error
;; incomplete and malformed data
(define (read-error-of? s) (guard (e (#t (read-error? e))) (rd-all s) 'no-error))
(map read-error-of? '("(" "(1 2" "(1 . " "(1 . 2" "#(" "#(1" "#u8(1" "\"abc" "|abc" "#|" "#| #| |#" "'" "(a #;" "#\\"))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t)
(map read-error-of? '(")" "(1 . )" "( . 1)" "(1 . 2 3)" "#<x>" "#u8(256)" "#u8(a)" "#u8(-1)" "#\\notachar" "#zzz" "(a . b . c)" "#(1 . 2)"))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t)
(eof-object? (rd ""))
;=> #t
(let ((p (open-input-string "a"))) (let* ((x (read p)) (y (read p)) (z (read p))) (list x (eof-object? y) (eof-object? z))))
;=> (a #t #t)
;; read leaves the port just after the datum
(let ((p (open-input-string "(a)b c"))) (let* ((x (read p)) (c (read-char p)) (y (read p))) (list x c y)))
;=> ((a) #\b c)
(let ((p (open-input-string "abc def"))) (let* ((x (read p)) (c (read-char p)) (y (read-char p))) (list x c y)))
;=> (abc #\space #\d)
(let ((p (open-input-string "123)"))) (let* ((x (read p)) (c (read-char p))) (list x c)))
;=> (123 #\))
(let ((p (open-input-string "\"s\"x"))) (let* ((x (read p)) (c (read-char p))) (list x c)))
;=> ("s" #\x)
(read 5)
;=> error
(read "abc")
;=> error

;; read-char, peek-char
(let ((p (open-input-string "ab"))) (let* ((a (peek-char p)) (b (peek-char p)) (c (read-char p)) (d (read-char p)) (e (peek-char p)) (f (read-char p))) (list a b c d (eof-object? e) (eof-object? f))))
;=> (#\a #\a #\a #\b #t #t)
;; read-line
(define (lines s) (let ((p (open-input-string s))) (let loop ((l '())) (let ((x (read-line p))) (if (eof-object? x) (reverse l) (loop (cons x l)))))))
(lines "one\ntwo\n")
;=> ("one" "two")
(lines "one\ntwo")
;=> ("one" "two")
(lines "")
;=> ()
(lines "\n")
;=> ("")
(lines "\n\nx")
;=> ("" "" "x")
(lines "a\r\nb\rc\nd")
;=> one-of ("a" "b" "c" "d") | ("a" "b\rc" "d") | ("a\r" "b\rc" "d")
(lines "λ\n😀")
;=> ("λ" "😀")
;; read-string
(let ((p (open-input-string "abcdef"))) (let* ((a (read-string 2 p)) (b (read-string 3 p)) (c (read-string 10 p)) (d (read-string 1 p))) (list a b c (eof-object? d))))
;=> ("ab" "cde" "f" #t)
(read-string 0 (open-input-string "abc"))
;=> ""
(read-string 3 (open-input-string "λ😀xyz"))
;=> "λ😀x"
(eof-object? (read-string 5 (open-input-string "")))
;=> #t
(read-string -1 (open-input-string "abc"))
;=> error
(read-string 'a (open-input-string "abc"))
;=> error
;; char-ready?, u8-ready?
(char-ready? (open-input-string "a"))
;=> #t
(char-ready? (open-input-string ""))
;=> #t
(u8-ready? (open-input-bytevector #u8(1)))
;=> #t
(u8-ready? (open-input-bytevector #u8()))
;=> #t
;; read-u8, peek-u8, read-bytevector, read-bytevector!
(let ((p (open-input-bytevector #u8(1 2 3 4 5)))) (let* ((a (read-bytevector 2 p)) (b (read-bytevector 10 p)) (c (read-bytevector 1 p))) (list a b (eof-object? c))))
;=> (#u8(1 2) #u8(3 4 5) #t)
(read-bytevector 0 (open-input-bytevector #u8(1)))
;=> #u8()
(let* ((b (make-bytevector 5 0)) (n (read-bytevector! b (open-input-bytevector #u8(1 2 3))))) (list n b))
;=> (3 #u8(1 2 3 0 0))
(let* ((b (make-bytevector 5 0)) (n (read-bytevector! b (open-input-bytevector #u8(1 2 3 4 5 6)) 3))) (list n b))
;=> (2 #u8(0 0 0 1 2))
(let* ((b (make-bytevector 5 0)) (n (read-bytevector! b (open-input-bytevector #u8(1 2 3 4 5 6)) 1 3))) (list n b))
;=> (2 #u8(0 1 2 0 0))
(eof-object? (read-bytevector! (make-bytevector 3 0) (open-input-bytevector #u8())))
;=> #t
(read-bytevector! (make-bytevector 3 0) (open-input-bytevector #u8(1)) 4)
;=> error
(read-bytevector! (make-bytevector 3 0) (open-input-bytevector #u8(1)) 2 1)
;=> error
(read-bytevector -1 (open-input-bytevector #u8(1)))
;=> error
;; eof
(eof-object? (eof-object))
;=> #t
(map eof-object? (list 1 'eof "" '() #f #\a))
;=> (#f #f #f #f #f #f)
(eof-object?)
;=> error
;; the defaults: current-input-port
(parameterize ((current-input-port (open-input-string "xyz\nline\n(d) rest"))) (let* ((a (peek-char)) (b (read-char)) (c (read-string 2)) (d (read-char)) (e (read-line)) (f (read)) (g (char-ready?))) (list a b c d e f g)))
;=> (#\x #\x "yz" #\newline "line" (d) #t)
(parameterize ((current-input-port (open-input-bytevector #u8(1 2 3 4 5)))) (let* ((a (peek-u8)) (b (read-u8)) (c (u8-ready?)) (d (read-bytevector 2)) (bv (make-bytevector 2 0)) (n (read-bytevector! bv))) (list a b c d n bv)))
;=> (1 1 #t #u8(2 3) 2 #u8(4 5))
;; big input
(length (rd (string-append "(" (apply string-append (map (lambda (i) "abc ") (make-list 2000 0))) ")")))
;=> 2000
(let loop ((x (rd (string-append (make-string 500 #\() "x" (make-string 500 #\))))) (n 0)) (if (pair? x) (loop (car x) (+ n 1)) (list x n)))
;=> (x 500)
