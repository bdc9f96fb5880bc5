;; SRFI 166: monadic formatting.
(import (scheme base) (scheme char) (scheme inexact) (srfi 166))
(list (show #f "π = " (with ((precision 2)) (acos -1)) nl) (show #f (displayed "a") #\b 'c) (show #f (written (list "a" #\b))) (show #f (written-shared (let ((x (list 1))) (list x x)))) (show #f (written-simply '(1 . 2))))
;=> ("π = 3.14\n" "abc" "(\"a\" #\\b)" "(#0=(1) #0#)" "(1 . 2)")
(list (show #f 1.5 " " (with ((precision 0)) 1.5)) (show #f 1/7 " " (with ((precision 3)) 1/7)) (show #f (with ((precision 50)) 1/3)) (show #f (with ((radix 16)) (written '(255 "a")))))
;=> ("1.5 2" "1/7 0.143" "0.33333333333333333333333333333333333333333333333333" "(#xff \"a\")")
(list (show #f (escaped "hi, \"bob!\"")) (show #f (escaped "a'b" #\' #f)) (show #f (maybe-escaped "foo" char-whitespace? #\")) (show #f (maybe-escaped "foo bar" char-whitespace? #\")) (show #f (maybe-escaped "foo\"bar" char-whitespace? #\")) (show #f (escaped "a\nb" #\" #\\ (lambda (c) (and (char=? c #\newline) #\n)))))
;=> ("hi, \\\"bob!\\\"" "a''b" "foo" "\"foo bar\"" "\"foo\\\"bar\"" "a\\nb")
(list (show #f (numeric 255 16)) (show #f (numeric -3 10 2 '("(" . ")"))) (show #f (numeric 5 10 #f #t)) (show #f (numeric 1234567.5 10 1 #f 3)) (show #f (numeric 0.5 2)) (show #f (numeric 1234.5 10 2 #f 3 #\.)) (show #f (numeric/comma 123456789)) (show #f (numeric/comma 123456789 '(3 2))) (show #f (numeric +inf.0)))
;=> ("ff" "(3.00)" "+5" "1,234,567.5" "0.1" "1.234,50" "123,456,789" "12,34,56,789" "+inf.0")
(map (lambda (x) (show #f x)) (list (numeric/si 608) (numeric/si 608 1000 " ") (numeric/si 3986) (numeric/si 3986 1024) (numeric/si 1.23e-6 1000 " ") (numeric/si 0)))
;=> ("608" "608 " "4k" "3.9Ki" "1.2 µ" "0")
(show #f (with ((precision 2)) (numeric/fitted 4 1.25) " " (numeric/fitted 4 12.345)) (with ((precision 0)) (numeric/fitted 2 123.45)))
;=> "1.25 #.####"
(list (show #f "a" fl fl "b" nl fl) (show #f "a" (space-to 5) "b") (show #f "abcdefghi" (tab-to 5) "b") (show #f "a" (tab-to) "b") (show #f "a" nothing "b") (show #f (each "a" "b") (each-in-list '("c" 1))))
;=> ("a\nb\n" "a    b" "abcdefghi b" "a       b" "ab" "abc1")
(list (show #f (joined displayed '(a b c) ", ")) (show #f (joined/prefix displayed '(usr local) "/")) (show #f (joined/suffix displayed '(1 2) nl)) (show #f (joined/last displayed (lambda (last) (each "and " last)) '(lions tigers bears) ", ")) (show #f (joined/dot displayed (lambda (dot) (each ". " dot)) '(1 2 . 3) " ")) (show #f (joined/range displayed 0 5 " ")))
;=> ("a, b, c" "/usr/local" "1\n2\n" "lions, tigers, and bears" "1 2 . 3" "0 1 2 3 4")
(list (show #f (padded 5 "abc")) (show #f (padded/right 5 "abc") "|") (show #f (padded/both 6 "abc")) (show #f (fitted 2 "abc")) (show #f (fitted/right 5 "abc")) (show #f (fitted/both 2 "abcd")))
;=> ("  abc" "abc  |" " abc  " "bc" "abc  " "bc")
(list (show #f (with ((ellipsis "…")) (trimmed/both 5 "abcdef"))) (show #f (trimmed 5 "abcdef")) (show #f (trimmed/right 5 "abcdef")) (show #f (trimmed/both 4 "abcdef")) (show #f (with ((ellipsis "...")) (trimmed 5 "abcdef"))) (show #f (with ((ellipsis "...")) (trimmed/right 5 "abcdef"))) (show #f (trimmed 5 "abc")))
;=> ("…bcd…" "bcdef" "abcde" "bcde" "...ef" "ab..." "abc")
(let ((circle (list 1 2))) (set-cdr! (cdr circle) circle) (list (show #f (trimmed/lazy 10 (written-simply circle))) (show #f (trimmed/lazy 5 (joined/range displayed 0)) "|")))
;=> ("(1 2 1 2 1" "01234|")
(list (show #f "ab" (fn (col) col)) (show #f "a" nl "b" (fn ((r row) col) (list r col))) (show #f (fn (width) width)) (show #f (forked (with! (radix 2)) 5)) (show #f (with! (radix 2)) 5) (show #f (with ((radix 2)) 5) 5) (show #f (call-with-output "abc" (lambda (s) (string-length s)))))
;=> ("ab2" "a\nb(1 1)" "78" "5" "#b101" "#b1015" "3")
(let ((colour (make-state-variable "colour" 'red)) (fixed (make-state-variable "fixed" 1 #t))) (list (show #f (fn (colour) colour) (with ((colour 'blue)) (fn (colour) colour))) (show #f (with ((fixed 2)) (fn (fixed) fixed)))))
;=> ("redblue" "2")
(let ((fixed (make-state-variable "fixed" 1 #t))) (show #f (with! (fixed 2))))
;=> error with!: the state variable is immutable
(list (show #f (with ((pad-char #\.)) (space-to 3))) (show #f (with ((comma-rule 3) (comma-sep #\_)) (numeric 12345))) (show #f (with ((sign-rule #t)) (numeric 1))) (show #f (with ((decimal-sep #\,)) (numeric 1.5))) (show #f (with ((decimal-align 5)) (numeric 1.5))) (show #f (with ((writer (lambda (x) (each "<" (written x) ">")))) 'a)) (show #f (with ((string-width (lambda (s . r) (* 2 (string-length s))))) (padded 8 "abc"))) (show #f (with ((output (lambda (s) (output-default (string-upcase s))))) "abc")) (show #f (with ((substring/width (lambda (s a b) "?"))) (trimmed/right 2 "abc"))) (show #f (with ((word-separator? (lambda (c) (char=? c #\-)))) (wrapped "a-b"))))
;=> ("..." "12_345" "+1" "1,5" "   1.5" "<a>" "  abc" "ABC" "?" "a b")
(list (show #f (fn (port) (if (output-port? port) "port" "none"))) (show #f (with ((substring/preserve (lambda (s) "!"))) (trimmed/right 1 "abc"))) (show #f (fn (ambiguous-is-wide?) (if ambiguous-is-wide? 'wide 'narrow))) (show #f (fn (pretty-environment) (if pretty-environment 'there 'none))))
;=> ("port" "a!" "narrow" "there")
(list (show #f (with ((width 16)) (columnar (displayed "abc\ndef\n") (displayed "123\n456\n")))) (show #f (columnar 4 'right 'infinite (line-numbers) " " (displayed "x\ny\n"))) (show #f (with ((width 20)) (columnar "[" 'center (displayed "ab\n") "|" 1/2 (displayed "cd\n") "]"))) (show #f (columnar)))
;=> ("abc     123\ndef     456\n" "   1 x\n   2 y\n" "[   ab    |cd      ]\n" "\n")
(list (show #f (tabular "|" (each "a\nbc\ndef\n") "|" (each "123\n45\n6\n") "|")) (show #f (with ((width 20)) (wrapped "The quick brown fox jumps over the lazy dog"))) (show #f (with ((width 9)) (wrapped/list '("ab cd" "ef" "gh")))) (show #f (with ((width 5)) (wrapped/char "abcdefgh"))) (show #f (with ((width 12)) (justified "a bb ccc dddd eeeee ff"))))
;=> ("|a  |123|\n|bc |45 |\n|def|6  |\n" "The quick brown fox\njumps over the lazy\ndog" "ab cd ef\ngh" "abcde\nfgh" "a   bb   ccc\ndddd   eeeee\nff")
(list (show #f (pretty '(define (f x) (if (null? x) 0 (+ 1 (f (cdr x))))))) (show #f (with ((width 24)) (pretty '(define (f x) (if (null? x) 0 (+ 1 (f (cdr x)))))))) (show #f (with ((width 12)) (pretty '(1 2 3 4 5 6 7 8)))) (let ((x (list 1))) (show #f (pretty-shared (list x x)))) (show #f (pretty-simply '(a b))) (show #f (pretty-with-color '(a))) (let ((x (list 1))) (set-cdr! x x) (show #f (pretty x))))
;=> ("(define (f x) (if (null? x) 0 (+ 1 (f (cdr x)))))\n" "(define (f x)\n  (if (null? x)\n      0\n      (+ 1\n         (f (cdr x)))))\n" "(1 2 3 4 5 6\n 7 8)\n" "(#0=(1) #0#)\n" "(a b)\n" "(a)\n" "#0=(1 . #0#)\n")
(list (show #f (as-red "a" (as-bold "b") "c")) (show #f (as-color 5 0 0 "x")) (show #f (as-true-color 1 2 3 "x")) (show #f (on-color 0 0 5 "x")) (show #f (on-true-color 1 2 3 "x")))
;=> ("\x1b;[31ma\x1b;[1mb\x1b;[0m\x1b;[31mc\x1b;[0m" "\x1b;[38;5;196mx\x1b;[0m" "\x1b;[38;2;1;2;3mx\x1b;[0m" "\x1b;[48;5;21mx\x1b;[0m" "\x1b;[48;2;1;2;3mx\x1b;[0m")
(map (lambda (style) (substring (show #f (style "x")) 2 4)) (list as-black as-green as-yellow as-blue as-magenta as-cyan as-white on-black on-red on-green on-yellow on-blue on-magenta on-cyan on-white))
;=> ("30" "32" "33" "34" "35" "36" "37" "40" "41" "42" "43" "44" "45" "46" "47")
(list (show #f (as-italic "i")) (show #f (as-underline "u")))
;=> ("\x1b;[3mi\x1b;[0m" "\x1b;[4mu\x1b;[0m")
(list (show #f (with ((pad-char #\〜)) (padded/both 5 "日本語"))) (show #f (terminal-aware (padded/both 5 "日本語"))) (show #f (trimmed/right 2 "日本語")) (show #f (terminal-aware (trimmed/right 2 "日本語"))) (show #f (upcased "abc" (as-red "x"))) (show #f (downcased "ΜΈΛΟΣ")))
;=> ("〜日本語〜" "日本語" "日本" "日" "ABC\x1b;[31mX\x1b;[0m" "μέλος")
(list (string-terminal-width "aｂ\x1b;[31mc\x301;") (string-terminal-width "日本" 1 2) (string-terminal-width "±") (string-terminal-width/wide "±") (substring-terminal-width "ａｂｃ" 0 4) (substring-terminal-width "ａｂｃ" 1 5) (substring-terminal-width "ａｂｃ" 2 3) (substring-terminal-width "ａｂｃ" -1 2) (substring-terminal-width/wide "±a" 0 2) (substring-terminal-preserve "a\x1b;[31mb\x202e;"))
;=> (4 2 1 2 "ａｂ" "ａｂ" "" "ａ" "±" "\x1b;[31m\x202e;")
;; A code point that is no character takes one column, if it is not among the ideographs.
(map string-terminal-width '("\x378;" "\x4e00;" "\x2fff0;" "\x1f600;"))
;=> (1 2 2 2)
(show 5 "a")
;=> error show: expected a port or a boolean
(let ((port (open-output-string))) (show port "a" 1) (get-output-string port))
;=> "a1"
(import (only (scheme show) show))
(show #f "x")
;=> "x"

;; Cases of the reference implementation's suite, which ran on other numbers before.
(map (lambda (x) (show #f x)) (list (numeric 9/8 10 2) (numeric 1.125 10 2) (numeric 1.135 10 2) (with ((comma-rule 3) (decimal-sep #\,)) (numeric 299792458.0)) (with ((precision 2)) 1+2i) (with ((precision 2)) (numeric 3.14159-2i)) (numeric -i) (numeric +inf.0+i)))
;=> ("1.12" "1.12" "1.14" "299.792.458,0" "1.00+2.00i" "3.14-2.00i" "-1i" "+inf.0+1.0i")
(show #f (pretty '(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29)))
;=> "(0  1  2  3  4  5  6  7  8  9  10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n 26 27 28 29)\n"
(show #f (with ((width 30)) (pretty '(#(0 1) #(2 3) #(10 11) #(4 5)))) (with ((width 10)) (pretty '#((a b) (c d) efg))))
;=> "(#(0 1)   #(2 3)   #(10 11)\n #(4 5))\n#((a b)\n  (c d)\n  efg)\n"
(show #f (with ((width 40)) (pretty '(do ((my-vector (make-vector 5)) (i 0 (+ i 1))) ((= i 5) my-vector) (vector-set! my-vector i 'x)))))
;=> "(do ((my-vector (make-vector 5))\n     (i 0 (+ i 1)))\n    ((= i 5) my-vector)\n  (vector-set! my-vector i 'x))\n"
(show #f (with ((width 40)) (pretty '(call-with-input-file pathname (lambda (port) (let loop ((res '())) (read port)))))) (with ((width 30)) (pretty '(design (module (name "a") (attributes (b c))) (wire d)))))
;=> "(call-with-input-file pathname\n  (lambda (port)\n    (let loop ((res '())) (read port))))\n(design\n (module (name \"a\")\n         (attributes (b c)))\n (wire d))\n"
(show #f (with ((width 16)) (tabular (each "a\nbc\n") "|" (each "123\n4\n"))) (with ((width 20)) (columnar 9 (displayed "- Item:") " " (with ((width 10)) (wrapped "a bb ccc dd")))))
;=> "a |123\nbc|4\n- Item:   a bb ccc\n          dd\n"
(show #f (as-red "a" (as-blue "b" (on-green "c")) "d"))
;=> "\x1b;[31ma\x1b;[34mb\x1b;[42mc\x1b;[0m\x1b;[31m\x1b;[34m\x1b;[31md\x1b;[0m"

;; `pretty-simply` writes circular data as far as it is asked to, and vectors without elements fit where nothing else does.
(let ((circle (list 'a)) (self (list 1)) (quoted (list 'quote 1))) (set-cdr! circle circle) (set-car! self self) (set-car! (cdr quoted) quoted) (map (lambda (x) (show #f (trimmed/lazy 12 (pretty-simply x)))) (list circle (list circle) (list 'foo circle) (list 'quote circle) (vector circle) (list 'with-x circle) (list 'do circle circle) (cons 1 (vector circle)) (cons circle circle) self quoted)))
;=> ("(a a a a a a" "((a a a a a " "(foo\n (a a a" "'(a a a a a " "#((a a a a a" "(with-x (a a" "(do (a a a a" "(1 . #((a a " "((a a a a a " "((((((((((((" "''''''''''''")
(show #f (with ((width 3)) (pretty '#(#(#(#()))))))
;=> "#(#(#(#())))\n"
(list (show #f (tabular)) (show #f (tabular "|")) (show #f (columnar "|")))
;=> ("\n" "|\n" "|\n")
