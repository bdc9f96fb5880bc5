;; R7RS 6.13.3: output.
(define (out proc) (let ((o (open-output-string))) (proc o) (get-output-string o)))
(define (w x) (out (lambda (p) (write x p))))
(define (ws x) (out (lambda (p) (write-shared x p))))
(define (wp x) (out (lambda (p) (write-simple x p))))
(define (d x) (out (lambda (p) (display x p))))
;; write and display
(map w (list 1 -1.5 1/2 'a "s" #\a #t #f '() '(1 2) '(1 . 2) #(1 2) #u8(1 2)))
;=> ("1" "-1.5" "1/2" "a" "\"s\"" "#\\a" "#t" "#f" "()" "(1 2)" "(1 . 2)" "#(1 2)" "#u8(1 2)")
(map d (list 1 -1.5 1/2 'a "s" #\a #t #f '() '(1 2) '(1 . 2) #(1 2) #u8(1 2)))
;=> ("1" "-1.5" "1/2" "a" "s" "a" "#t" "#f" "()" "(1 2)" "(1 . 2)" "#(1 2)" "#u8(1 2)")
(w '(a "b" #\c ("d" . #\e) #("f" #\g)))
;=> "(a \"b\" #\\c (\"d\" . #\\e) #(\"f\" #\\g))"
(d '(a "b" #\c ("d" . #\e) #("f" #\g)))
;=> "(a b c (d . e) #(f g))"
(w "a\"b\\c")
;=> "\"a\\\"b\\\\c\""
(d "a\"b\\c")
;=> "a\"b\\c"
(w '|a b|)
;=> "|a b|"
(d '|a b|)
;=> "a b"
(w 'λ)
;=> one-of "|λ|" | "λ"
(w "λ😀")
;=> "\"λ😀\""
(map w (list #\space #\newline #\tab #\null #\alarm #\backspace #\delete #\escape #\return #\x #\( #\\ #\"))
;=> ("#\\space" "#\\newline" "#\\tab" "#\\null" "#\\alarm" "#\\backspace" "#\\delete" "#\\escape" "#\\return" "#\\x" "#\\(" "#\\\\" "#\\\"")
(map d (list #\space #\newline #\x #\λ))
;=> (" " "\n" "x" "λ")
(w ''a)
;=> one-of "'a" | "(quote a)"
(w '(quote a b))
;=> "(quote a b)"
(w '(quote . a))
;=> "(quote . a)"
(w '(1 quote a))
;=> one-of "(1 quote a)" | "(1 . 'a)"
(w '(quasiquote (a (unquote b) (unquote-splicing c))))
;=> one-of "`(a ,b ,@c)" | "(quasiquote (a (unquote b) (unquote-splicing c)))"
(equal? (read (open-input-string (w '(unquote @a)))) '(unquote @a))
;=> #t
(w '(((1) 2) . 3))
;=> "(((1) 2) . 3)"
(w '(1 . (2 . (3 . 4))))
;=> "(1 2 3 . 4)"
(w '#(() #() "" #u8()))
;=> "#(() #() \"\" #u8())"
(string? (w car))
;=> #t
(string? (w (lambda (x) x)))
;=> #t
(string? (w (current-output-port)))
;=> #t
(string? (w (eof-object)))
;=> #t
(string? (w (if #f #f)))
;=> #t
(string? (w (delay 1)))
;=> #t
(string? (w (make-parameter 1)))
;=> #t
(define-record-type point (make-point x y) point? (x px set-px!) (y py))
(string? (w (make-point 1 2)))
;=> #t
(string? (let ((p (make-point 1 2))) (set-px! p p) (w p)))
;=> #t
(string? (let ((p (make-point 1 2))) (set-px! p p) (d p)))
;=> #t
(string? (w (guard (e (#t e)) (error "x" 1))))
;=> #t

;; cycles and sharing
(let ((x (list 'a 'b 'c)))
  (set-cdr! (cddr x) x)
  (w x))
;=> "#0=(a b c . #0#)"
(let ((x (list 'a 'b 'c)))
  (set-cdr! (cddr x) x)
  x)
;=> #0=(a b c . #0#)
(let ((x (list 1 2))) (set-car! x x) (w x))
;=> "#0=(#0# 2)"
(let ((v (vector 1 2 3))) (vector-set! v 1 v) (w v))
;=> "#0=#(1 #0# 3)"
(let ((x (list 1 2 3))) (set-cdr! (cddr x) (cdr x)) (w x))
;=> "(1 . #0=(2 3 . #0#))"
(let* ((a (list 1)) (b (list 2))) (set-cdr! a a) (set-cdr! b b) (w (list a b)))
;=> "(#0=(1 . #0#) #1=(2 . #1#))"
(let ((x (list 1 2))) (set-cdr! (cdr x) x) (w (vector x 'y)))
;=> "#(#0=(1 2 . #0#) y)"
(let ((x (list 1))) (set-car! x (vector x)) (w x))
;=> "#0=(#(#0#))"
;; no labels for sharing without cycles in write
(let ((x (list 1))) (w (list x x)))
;=> "((1) (1))"
(let ((s "str")) (w (list s s)))
;=> "(\"str\" \"str\")"
;; a cycle and sharing in one object: the cycle's parts must be labelled
(let* ((shared (list 1)) (x (list shared shared))) (set-cdr! (cdr x) x) (w x))
;=> one-of "#0=((1) (1) . #0#)" | "#0=(#1=(1) #1# . #0#)"
;; write-shared labels all pairs and vectors met twice
(let ((x (list 1))) (ws (list x x)))
;=> "(#0=(1) #0#)"
(let ((x (vector 1))) (ws (list x x)))
;=> "(#0=#(1) #0#)"
(let* ((x (list 1)) (y (list x x))) (ws (vector y x y)))
;=> "#(#0=(#1=(1) #1#) #1# #0#)"
(let ((x (list 1 2))) (ws (cons x (cdr x))))
;=> "((1 . #0=(2)) . #0#)"
(let ((x (list 'a 'b 'c))) (set-cdr! (cddr x) x) (ws x))
;=> "#0=(a b c . #0#)"
(ws '(1 (2) (2)))
;=> "(1 (2) (2))"
(ws (list 'a 'a 1 1 '() '()))
;=> "(a a 1 1 () ())"
;; write-simple never labels
(let ((x (list 1))) (wp (list x x)))
;=> "((1) (1))"
(wp '(a "b" #\c))
;=> "(a \"b\" #\\c)"
;; display must end on cycles
(let ((x (list 'a "b"))) (set-cdr! (cdr x) x) (d x))
;=> one-of "#0=(a b . #0#)" | "#0=(a \"b\" . #0#)"
(let ((v (vector 1 2))) (vector-set! v 0 v) (string? (d v)))
;=> #t
;; written data read back
(define (rt x) (equal? x (read (open-input-string (w x)))))
(map rt (list '(a . (b . c)) "a\nb\tc\\\"" #\space '|a b| 1.5 -0.0 1/3 (expt 10 40) #(1 #(2 ())) #u8(0 255) ''a '`(a ,b ,@c) (list "" '|| #()) 'λ "λ" #\λ #\x0 #\x7f '|a\x0;b|))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
(let ((x (list 1 2 (vector 3)))) (set-cdr! (cddr x) x) (vector-set! (caddr x) 0 x) (rt x))
;=> #t
(let* ((x (list 1)) (y (read (open-input-string (ws (list x x)))))) (eq? (car y) (cadr y)))
;=> #t

;; newline, write-char, write-string, write-u8, write-bytevector
(out newline)
;=> "\n"
(out (lambda (p) (write-char #\a p) (write-char #\λ p)))
;=> "aλ"
(out (lambda (p) (write-string "abcde" p) (write-string "abcde" p 3) (write-string "abcde" p 1 2)))
;=> "abcdedeb"
(out (lambda (p) (write-string "aλ😀b" p 1 3)))
;=> "λ😀"
(write-string "abc" (open-output-string) 4)
;=> error
(write-string "abc" (open-output-string) 2 1)
;=> error
(write-string 'abc (open-output-string))
;=> error
(write-char "a" (open-output-string))
;=> error
(write-bytevector "abc" (open-output-bytevector))
;=> error
(write-bytevector #u8(1 2) (open-output-bytevector) 3)
;=> error
(write 1 5)
;=> error
(write)
;=> error
(display)
;=> error
(newline 5)
;=> error
(let ((o (open-output-string))) (parameterize ((current-output-port o)) (write "a") (display "b") (newline) (write-char #\c) (write-string "de") (write-shared '(1)) (write-simple '(2)) (flush-output-port)) (get-output-string o))
;=> "\"a\"b\ncde(1)(2)"
(let ((o (open-output-bytevector))) (parameterize ((current-output-port o)) (write-u8 1) (write-bytevector #u8(2 3))) (get-output-bytevector o))
;=> #u8(1 2 3)
(flush-output-port (open-output-string))
;=> unspecified
(flush-output-port 5)
;=> error
;; deep and long data
(string-length (w (let loop ((i 0) (x '())) (if (= i 1000) x (loop (+ i 1) (list x))))))
;=> 2002
(string-length (w (make-list 1000 'ab)))
;=> 3001

;; invisible characters are written by number, in characters, strings and symbols
(define (written x) (let ((port (open-output-string))) (write x port) (string->list (get-output-string port))))
(list->string (written #\x200b))
;=> "#\\x200b"
(list->string (written #\xfeff))
;=> "#\\xfeff"
(list->string (written #\x301))
;=> "#\\x301"
(list->string (written #\x3bb))
;=> "#\\λ"
(list->string (written (string #\a #\x200b #\xfeff #\xa0 #\xe000)))
;=> "\"a\\x200b;\\xfeff;\\xa0;\\xe000;\""
(list->string (written (string #\x301 #\a)))
;=> "\"\\x301;a\""
(length (written (string #\e #\x301)))
;=> 4
(list->string (written (string->symbol (string #\a #\x200b))))
;=> "|a\\x200b;|"
(map (lambda (x) (equal? x (read (open-input-string (list->string (written x))))))
     (list #\x200b #\x301 (string #\x301 #\x200b #\e #\x301 #\" #\\) (string->symbol (string #\x200b #\|))))
;=> (#t #t #t #t)
(list (textual-port? (current-output-port)) (binary-port? (current-output-port)) (binary-port? (open-input-string "")))
;=> (#t #t #f)
