;; SRFI 115: regular expressions.
(import (srfi 115) (srfi 14))

(define (matches re s . range) (let ((m (apply regexp-matches re s range))) (and m (regexp-match->list m))))
(define (search re s . range) (let ((m (apply regexp-search re s range))) (and m (regexp-match->list m))))
(define (found? re s) (and (regexp-search re s) #t))

;; Regexps
(cond-expand ((and regexp-non-greedy regexp-look-around regexp-unicode (not regexp-backrefs)) 'known) (else #f))
;=> known
(map regexp? (list (regexp "a") (rx "a" "b") "a" '(* any)))
;=> (#t #t #f #f)
(let ((r (regexp '(* "a")))) (list (eq? r (regexp r)) (regexp->sre r)))
;=> (#t (* "a"))
(let ((x '(+ num))) (list (matches (rx ,x "-" ,@(list x)) "12-3") (regexp->sre (rx "a"))))
;=> (("12-3") (: "a"))
(map valid-sre? (list "a" 'any '(* "a" num) '(foo) '(** 2 1 "a") '(= "a") '(- "ab" "c") '(backref 1) '("ab" "c") '(/ "abc") '(-> "a" "b") '(* . "a") (regexp "a") 1))
;=> (#t #t #t #f #f #f #f #f #f #f #f #f #t #f)
(list (char-set->sre (string->char-set "abcxz")) (char-set->sre (char-set)) (matches `(* ,(char-set->sre char-set:hex-digit)) "09afAF"))
;=> ((/ #\a #\c #\x #\x #\z #\z) (/) ("09afAF"))
(regexp '(foo "a"))
;=> error regexp: not an SRE
(regexp 'foo)
;=> error regexp: unknown name
(regexp '(backref 1))
;=> error regexp: back-references are not supported

;; Basic patterns
(list (found? "needle" "hayneedlehay") (found? "needle" "haynEEdlehay") (found? '(: "one" space "two" space "three") "one two three"))
;=> (#t #f #t)
(list (found? '(or "eeney" "meeney" "miney") "meeney") (found? '(or "eeney" "meeney" "miney") "moe") (search '(|\|| "a" "ab") "xab") (found? '(or) "a"))
;=> (#t #f ("a") #f)
(let ((number '($ (+ digit)))) (list (cdr (search `(: ,number "-" ,number "-" ,number) "555-867-5309")) (cdr (search `(: ,number "-" (w/nocapture ,number) "-" ,number) "555-867-5309"))))
;=> (("555" "867" "5309") ("555" "5309"))

;; Repetition
(map (lambda (s) (found? '(: "match" (? "es") "!") s)) '("matches!" "match!" "matche!"))
;=> (#t #t #f)
(map (lambda (re) (let ((rx (regexp `(: "<" ,re ">")))) (map (lambda (s) (found? rx s)) '("<>" "<a>" "<pre>" "<html>" "<table>" "<html"))))
     '((* (~ #\>)) (+ (~ #\>)) (>= 3 (~ #\>)) (= 4 (~ #\>)) (** 1 3 (~ #\>)) (zero-or-more (~ #\>)) (one-or-more (~ #\>)) (at-least 3 (~ #\>)) (exactly 4 (~ #\>)) (repeated 1 3 (~ #\>)) (optional (~ #\>))))
;=> ((#t #t #t #t #t #f) (#f #t #t #t #t #f) (#f #f #t #t #t #f) (#f #f #f #t #f #f) (#f #t #t #f #f #f) (#t #t #t #t #t #f) (#f #t #t #t #t #f) (#f #f #t #t #t #f) (#f #f #f #t #f #f) (#f #t #t #f #f #f) (#t #t #f #f #f #f))
(map (lambda (s) (found? '(: (= 3 (** 1 3 numeric) ".") (** 1 3 numeric)) s)) '("192.168.1.10" "192.0168.1.10"))
;=> (#t #f)
(list (search '(*? "a") "aaa") (search '(: (*? "a") "b") "aab") (search '(?? "a") "a") (search '(**? 1 3 "a") "aaa") (search '(non-greedy-zero-or-more "a") "a") (search '(non-greedy-optional "a") "a") (search '(non-greedy-repeated 2 3 "a") "aaa"))
;=> (("") ("aab") ("") ("a") ("") ("") ("aa"))
(list (matches '(= 0 "a") "") (matches '(* (* "a")) "aaa") (matches '(+ (? "a")) "") (matches '(* "ab" (* "c")) "abccab") (matches '(= 2 ($ any)) "xy"))
;=> (("") ("aaa") ("") ("abccab") ("xy" "y"))

;; Submatches
(list (matches '(: ($ (* "ab")) "c") "ababc") (matches '(: ($ (* "ab")) "c") "xababc" 1) (search '(: ($ (* "ab")) "c") "xababc") (matches '($ (* (or "ab" "cd"))) "abcd"))
;=> (("ababc" "abab") ("ababc" "abab") ("ababc" "abab") ("abcd" "abcd"))
(list (matches '(: (* any) ($ "foo" (* any)) ($ "bar" (* any))) "fooxbafba") (matches '(: (* any) ($ "foo" (* any)) ($ "bar" (* any))) "fooxbarfbar"))
;=> (#f ("fooxbarfbar" "fooxbarf" "bar"))
(map (lambda (s) (regexp-match-submatch (regexp-matches '(or (-> foo "ab") (-> foo "cd")) s) 'foo)) '("ab" "cd"))
;=> ("ab" "cd")
(let ((m (regexp-search '(: ($ "a") (? ($ "b")) (submatch-named end ($ "c"))) "xac"))) (list (regexp-match? m) (regexp-match? 1) (regexp-match-count m) (regexp-match->list m) (regexp-match-submatch m 'end) (regexp-match-submatch-start m 0) (regexp-match-submatch-end m 0) (regexp-match-submatch-start m 2) (regexp-match-submatch-start m 'end) (regexp-match-submatch m)))
;=> (#t #f 4 ("ac" "a" #f "c" "c") "c" 1 3 #f 2 "ac")
(regexp-match-submatch (regexp-search "a" "a") 1)
;=> error regexp-match-submatch: no such submatch
(regexp-match-submatch (regexp-search "a" "a") 'foo)
;=> error regexp-match-submatch: no such submatch
(regexp-match-count 1)
;=> error regexp-match-count
(list (search '(: (** 1 2 num) ":" num num (? ":" num num) "-" (** 1 2 num) ":" num num (? ":" num num)) " 1:45:02-2:06:13 ") (matches '(* (or ($ "a") ($ "b"))) "ab"))
;=> (("1:45:02-2:06:13") ("ab" "a" "b"))

;; Character sets
(list (matches '(* #\-) "---") (matches '(* #\-) "-_-") (matches '(* ("aeiou")) "oui") (matches '(* ("aeiou")) "ouais") (matches '(char-set "ab") "b") (matches `(+ ,(string->char-set "ab")) "abba"))
;=> (("---") #f ("oui") #f ("b") ("abba"))
(list (string-length (car (matches '(* ("e\x301;")) "e\x301;"))) (matches '("e\x301;") "e\x301;") (matches '("e\x301;") "e"))
;=> (2 #f ("e"))
(list (matches '(* (/ "AZ09")) "R2D2") (matches '(* (/ "AZ09")) "C-3PO") (matches '(+ (char-range #\a "c" "xz")) "abcyz") (matches '(+ (- (/ "az") ("aeiou"))) "xyzzy") (matches '(* (difference (/ "az") ("aeiou"))) "vowels") (matches '(* (& (/ "az") (~ ("aeiou")))) "xyzzy") (matches '(* (and (/ "az") (complement ("aeiou")))) "vowels"))
;=> (("R2D2") #f ("abcyz") ("xyzzy") #f ("xyzzy") #f)
(regexp-partition `(+ ,(string->char-set "aeiou")) "vowels")
;=> ("v" "o" "w" "e" "ls")

;; Assertions
(map (lambda (re) (matches re "ababc")) '((: bos ($ (* "ab")) "c" eos) (: bos ($ (* "ab")) eos "c") (: bol ($ (* "ab")) "c" eol) (: ($ (* "ab")) bol "c") (: bow ($ (* "ab")) "c" eow) (: ($ (* "ab")) bow "c")))
;=> (("ababc" "abab") #f ("ababc" "abab") #f ("ababc" "abab") #f)
(list (search '(: bos "b" eos) "abc" 1 2) (search '(: bow "b" eow) "abc" 1 2) (search '(: bol "b" eol) "abc" 1 2))
;=> (("b") ("b") ("b"))
(list (matches '(: (* #\newline) bol ($ (* alpha)) eol (* #\newline)) "\nabc\n") (matches '(: (* #\newline) bol ($ (* alpha)) eol (* #\newline)) "\n'abc\n") (regexp-extract '(: bol (+ alpha) eol) "ab\r\ncd\ref\ngh"))
;=> (("\nabc\n" "abc") #f ("ab" "cd" "ef" "gh"))
(list (found? '(: "a" eol "\r" eol "\n") "a\r\n") (found? '(: "a\r" bol "\n") "a\r\n") (found? '(: "a\r\n" bol "b") "a\r\nb"))
;=> (#f #f #t)
(map (lambda (s) (found? '(: bow "foo") s)) '("foo" "<foo>" "snafoo"))
;=> (#t #t #f)
(map (lambda (s) (found? '(: "foo" eow) s)) '("foo" "foo!" "foobar"))
;=> (#t #t #f)
(list (found? '(: "regular" (look-ahead " expression") " expression") "regular expression") (found? '(: "regular" (look-ahead " ") "expression") "regular expression") (regexp-extract '(: (+ num) (look-ahead "px")) "12em 34px") (regexp-extract '(: bow (+ num) (neg-look-ahead (or num "px"))) "12em 34px") (regexp-extract '(: (look-behind "$" (* num)) num) "12 $34"))
;=> (#t #f ("34") ("12") ("3" "4"))
(list (regexp-extract '(: (neg-look-behind "x") "a") "xa a") (regexp-extract '(: (look-ahead (: "a" (neg-look-ahead "b"))) any) "abac") (search '(: (look-behind "a" bow) any) "ab") (search '(: (look-behind (or "bc" "a")) any) "bcd" 1))
;=> (("a") ("a") #f #f)

;; Graphemes

;; Folding
(regexp-fold '(+ num) (lambda (i m s acc) (cons (list i (regexp-match-submatch m 0)) acc)) '() "a12b3c")
;=> ((3 "3") (0 "12"))
(regexp-fold '(+ num) (lambda (i m s acc) (+ acc 1)) 0 "a12b3c" (lambda (i m s acc) (list i m acc (string-copy s i))))
;=> (5 #f 2 "c")
(list (regexp-fold "a" (lambda (i m s acc) (cons i acc)) '() "aaaa" (lambda (i m s acc) acc) 1) (regexp-fold "a" (lambda (i m s acc) (cons i acc)) '() "aaaa" (lambda (i m s acc) acc) 1 3) (regexp-fold '(* "b") (lambda (i m s acc) (+ acc 1)) 0 "aba"))
;=> ((3 2 1) (2 1) 4)
(list (regexp-extract '(+ numeric) "192.168.0.1") (regexp-extract '(* numeric) "abc123def456") (regexp-extract '(+ num) "123 456" 1 6))
;=> (("192" "168" "0" "1") ("123" "456") ("23" "45"))
(list (regexp-split '(+ space) " fee fi  fo\tfum\n") (regexp-split '(+ numeric) "abc123def456ghi789") (regexp-split '(* numeric) "abc123def456ghi789") (regexp-split '(",;") "a,,b,") (regexp-split "," "") (regexp-split "," "a,b,c" 1 4))
;=> (("" "fee" "fi" "fo" "fum" "") ("abc" "def" "ghi" "") ("abc" "def" "ghi" "") ("a" "" "b" "") ("") ("" "b" ""))
(list (regexp-partition '(+ (or space punct)) "") (regexp-partition '(+ (or space punct)) "Hello, world!\n") (regexp-partition '(+ (or space punct)) "¿Dónde Estás?") (regexp-partition '(* numeric) "abc123def456ghi"))
;=> (("") ("Hello" ", " "world" "!\n") ("" "¿" "Dónde" " " "Estás" "?") ("abc" "123" "def" "456" "ghi"))
(list (regexp-replace '(+ space) "one two three" "_") (regexp-replace-all '(+ space) "one two three" "_") (regexp-replace "x" "abc" "y") (regexp-replace-all (rx ($ alpha) ($ num)) "a1 b2" '(2 1)))
;=> ("one_two three" "one_two_three" "abc" "1a 2b")
(list (regexp-replace '(: ($ (+ alpha)) ":" (* space)) "  abc: " '(1 "-" 1)) (regexp-replace '(: ($ (+ alpha)) ":" (* space)) "  abc: " '(1 "-" pre 1)) (regexp-replace '(: (-> a (+ alpha)) ":") "x:y" '(a (post))))
;=> ("  abc-abc" "  abc-  abc" "xyy")
(map (lambda (count) (regexp-replace '(+ space) "  abc \t\n d ef  " "-" 0 #f count)) '(0 1 2 3 4))
;=> ("-abc \t\n d ef  " "  abc-d ef  " "  abc \t\n d-ef  " "  abc \t\n d ef-" "  abc \t\n d ef  ")
(regexp-replace '(: ($ (+ alpha)) ":" (* space)) "abc def: ghi" '("pre: <<<" pre ">>> match1: <<<" 1 ">>> post: <<<" post ">>>") 1 11)
;=> "bc pre: <<<bc >>> match1: <<<def>>> post: <<<gh>>>gh"
(regexp-replace "a" "a" #t)
;=> error regexp-replace: bad substitution
(list (regexp-matches? '(* "a") "aaa") (regexp-matches? '(* "a") "aab") (regexp-matches? '(* "a") "aab" 0 2))
;=> (#t #f #t)
(regexp-search "a" 'a)
;=> error regexp-search: expected a string
(regexp-matches "a" "abc" 2 4)
;=> error regexp-matches: range
(regexp-fold "a" list '() "abc" list 4)
;=> error regexp-fold

;; Time and stack: patterns on which a matcher that tries alternatives takes for ever
(let ((n 25)) (matches `(: (= ,n (? "a")) (= ,n "a")) (make-string n #\a)))
;=> ("aaaaaaaaaaaaaaaaaaaaaaaaa")

;; A start or end of #f is the string's.
(list (regexp-match->list (regexp-search '(+ digit) "ab12" 0 #f)) (regexp-matches? '(+ digit) "12" #f #f) (regexp-extract '(+ digit) "a1b22" 2 #f) (regexp-split "b" "abc" 0 #f) (regexp-partition "b" "abc" 0 #f) (regexp-fold "b" (lambda (i m s n) (+ n 1)) 0 "abcb" (lambda (i m s n) n) 0 #f) (regexp-replace-all "b" "abcb" "x" 2 #f))
;=> (("12") #t ("22") ("a" "c") ("a" "b" "c") 2 "cx")
(regexp-search "b" "abc" 2 4)
;=> error regexp-search: range out of string 2 4
