;; SRFI 13: the string library.
(import (srfi 13) (srfi 14))

(define-syntax after
  (syntax-rules () ((_ (s text) form) (let ((s (string-copy text))) form s))))

;; Predicates
(map string-null? '("" "a"))
;=> (#t #f)
(list (string-every #\a "aaa") (string-every #\a "aab") (string-every #\a "") (string-every #\a "aab" 0 2) (string-every char-set:digit "123") (string-every digit-value "123") (string-every (lambda (c) #f) "abc" 3))
;=> (#t #f #t #t #t 3 #t)
(list (string-any #\b "abc") (string-any #\b "abc" 2) (string-any digit-value "ab7c8") (string-any char-set:digit "abc") (string-any #\a ""))
;=> (#t #f 7 #f #f)
(string-every 'x "abc")
;=> error string-every: expected a character, character set or predicate, got x
(string-any #\a "abc" 2 1)
;=> error string-any
(string-any #\a 'abc)
;=> error string-any: expected a string, got abc

;; Constructors and lists
(list (string-tabulate (lambda (i) (integer->char (+ i 65))) 5) (string-tabulate (lambda (i) #\a) 0))
;=> ("ABCDE" "")
(string-tabulate (lambda (i) #\a) -1)
;=> error string-tabulate
(list (reverse-list->string '(#\a #\B #\c)) (reverse-list->string '()))
;=> ("cBa" "")
(list (string->list "abcd" 1 3) (list->string '(#\a)) (make-string 2 #\x) (string #\a #\b))
;=> ((#\b #\c) "a" "xx" "ab")
(list (string-join '("foo" "bar" "baz") ":") (string-join '("foo" "bar" "baz") ":" 'suffix) (string-join '("foo" "bar") ":" 'prefix) (string-join '("foo" "bar")))
;=> ("foo:bar:baz" "foo:bar:baz:" ":foo:bar" "foo bar")
(list (string-join '() ":") (string-join '("") ":") (string-join '() ":" 'suffix) (string-join '("") ":" 'suffix))
;=> ("" "" "" ":")
(string-join '() ":" 'strict-infix)
;=> error string-join

;; Selection
(list (string-copy "Beta substitution") (string-copy "Beta substitution" 1 10) (string-copy "Beta substitution" 5) (substring/shared "abc" 1) (substring/shared "abc" 1 2))
;=> ("Beta substitution" "eta subst" "substitution" "bc" "b")
(string-copy! (string-copy "Microsoft") 0 "Regional Microsoft Operating Companies")
;=> error string-copy!
(after (s "abcdef") (string-copy! s 2 s 0 4))
;=> "ababcd"
(list (string-take "Pete Szilagyi" 6) (string-drop "Pete Szilagyi" 6) (string-take-right "Beta rules" 5) (string-drop-right "Beta rules" 5))
;=> ("Pete S" "zilagyi" "rules" "Beta ")
(string-take "foo" 37)
;=> error string-take
(map (lambda (s) (string-pad s 5)) '("325" "71325" "8871325"))
;=> ("  325" "71325" "71325")
(list (string-pad "325" 5 #\0) (string-pad "12345" 2 #\0 1 4) (string-pad "12345" 6 #\* 3) (string-pad-right "325" 5) (string-pad-right "8871325" 5) (string-pad-right "12345" 4 #\- 3))
;=> ("00325" "34" "****45" "325  " "88713" "45--")
(string-pad "abc" -1)
;=> error string-pad
(string-pad-right 'abc 1)
;=> error string-pad-right
(list (string-trim "  a b  ") (string-trim-right "  a b  ") (string-trim-both "  The outlook wasn't brilliant,  \n\r") (string-trim-both "   ") (string-trim "") (string-trim-right "  "))
;=> ("a b  " "  a b" "The outlook wasn't brilliant," "" "" "")
(list (string-trim "xxaxx" #\x) (string-trim-right "12a34" char-numeric?) (string-trim-both "12a34" char-set:digit) (string-trim-both "xxaxx" #\x 1 4) (string-trim "xxa" #\x 1))
;=> ("axx" "12a" "a" "a" "a")
(string-trim "abc" #\a 4)
;=> error string-trim
(list (after (s "abc") (string-set! s 1 #\x)) (after (s "abcd") (string-fill! s #\x 1 3)) (string-length "abc") (string-ref "abc" 1) (string? "a"))
;=> ("axc" "axxd" 3 #\b #t)

;; Comparison
(string-compare "The cat in the hat" "abcdefgh" values values values 4 6 2 4)
;=> 5
(list (string-compare "abc" "abd" (lambda (i) (list '< i)) list list) (string-compare "abc" "abc" list (lambda (i) (list '= i)) list) (string-compare "abcd" "abc" list list (lambda (i) (list '> i))))
;=> ((< 2) (= 3) (> 3))
(list (string-compare-ci "ABC" "abd" (lambda (i) (list '< i)) list list) (string-compare-ci "aBc" "AbC" list (lambda (i) (list '= i)) list) (string-compare-ci "B" "a" list list (lambda (i) (list '> i))))
;=> ((< 2) (= 3) (> 0))
(map (lambda (f) (list (f "abc" "abd") (f "abc" "abc") (f "abc" "ab"))) (list string= string<> string< string> string<= string>=))
;=> ((#f #t #f) (#t #f #t) (#t #f #f) (#f #f #t) (#t #t #f) (#f #t #t))
(map (lambda (f) (list (f "ABC" "abd") (f "ABC" "abc") (f "abc" "AB"))) (list string-ci= string-ci<> string-ci< string-ci> string-ci<= string-ci>=))
;=> ((#f #t #f) (#t #f #t) (#t #f #f) (#f #f #t) (#t #t #f) (#f #t #t))
(list (string= "xabcx" "abc" 1 4) (string= "xabc" "abc" 1) (string< "abc" "xabd" 0 3 1) (string= "abc" "zbz" 1 2 1 2) (string-ci= "ΣΑΣ" "σας" 0 2 0 2))
;=> (#t #t #t #t #t)
(string= "abc" "abc" 0 4)
;=> error string=
(string< "abc" 1)
;=> error string<: expected a string, got 1
(list (= (string-hash "abc") (string-hash "xabcx" 0 1 4)) (= (string-hash "abc" 10) (string-hash (string-copy "abc") 10)) (< -1 (string-hash "abc" 10) 10) (= (string-hash-ci "aBc" 100) (string-hash-ci "AbC" 100)) (= (string-hash-ci "xABC" 0 1) (string-hash-ci "abc")))
;=> (#t #t #t #t #t)
(string-hash "abc" -1)
;=> error string-hash

;; Prefixes and suffixes
(list (string-prefix-length "cancaNCAM" "cancaN" 0) (string-prefix-length "abcd" "xabxd" 0 4 1) (string-prefix-length "" "a") (string-suffix-length "place" "preface") (string-suffix-length "aplace" "ace" 0 6 1 3))
;=> (6 2 0 3 2)
(list (string-prefix-length-ci "aBc" "AbD") (string-suffix-length-ci "place" "preFACE"))
;=> (2 3)
(list (string-prefix? "foo" "foobar") (string-prefix? "fob" "foobar") (string-prefix? "" "") (string-prefix? "xfoox" "foobar" 1 4) (string-prefix? "foobar" "foo") (string-suffix? "bar" "foobar") (string-suffix? "baz" "foobar"))
;=> (#t #f #t #t #f #t #f)
(list (string-prefix-ci? "Foo" "fOobar") (string-suffix-ci? "BAR" "foobaR") (string-suffix-ci? "BAR" "foobaR" 0 3 0 5))
;=> (#t #t #f)

;; Searching
(list (string-index "abcabc" #\b) (string-index "abcabc" #\b 2) (string-index "abcabc" #\b 2 4) (string-index "ab1" char-set:digit) (string-index "ab1" char-numeric?) (string-index "" #\a))
;=> (1 4 #f 2 2 #f)
(list (string-index-right "abcabc" #\b) (string-index-right "abcabc" #\b 0 4) (string-index-right "abcabc" #\b 2 4) (string-index-right "ab1x" char-set:digit))
;=> (4 1 #f 2)
(list (string-skip "aab" #\a) (string-skip "aaa" #\a) (string-skip "aab" char-set:letter) (string-skip "  x" char-set:whitespace) (string-skip "xxab" #\x 1))
;=> (2 #f #f 2 2)
(list (string-skip-right "baa" #\a) (string-skip-right "aaa" #\a) (string-skip-right "abaa" char-alphabetic? 1 3))
;=> (0 #f #f)
(list (string-count "banana" #\a) (string-count "banana" #\a 2) (string-count "a1b2" char-set:digit) (string-count "a1b2" char-alphabetic? 1 3))
;=> (3 2 2 1)
(string-index "abc" "b")
;=> error string-index
(string-index "abc" #\b 4)
;=> error string-index
(list (string-contains "eek -- what a geek." "ee" 12 18) (string-contains "eek" "ek") (string-contains "eek" "x") (string-contains "eek" "") (string-contains "eek" "xxeek" 0 3 2 4) (string-contains "aabaabaaab" "aabaaab" 1 10 0 7) (string-contains "abc" "abcd"))
;=> (15 1 #f 0 0 3 #f)
(list (string-contains-ci "eek -- what a Geek." "gEE" 10) (string-contains-ci "abc" "C") (string-contains-ci "abc" "D") (string-contains-ci "abc" "xcx" 0 3 1 2))
;=> (14 2 #f 2)
(let ((s (make-string 500 #\a))) (string-contains s (string-append (make-string 99 #\a) "b") 0 499))
;=> #f

;; Case
(map string-titlecase '("--capitalize tHIS sentence." "see Spot run. see Nix run." "3com makes routers." "ǆ ǉx"))
;=> ("--Capitalize This Sentence." "See Spot Run. See Nix Run." "3Com Makes Routers." "ǅ ǈx")
(string-titlecase "greasy fried chicken" 2)
;=> "Easy Fried Chicken"
(list (after (s "abc dEF") (string-titlecase! s)) (after (s "abc dEF") (string-titlecase! s 1 6)))
;=> ("Abc Def" "aBc DeF")
(list (string-upcase "abc") (string-upcase "abcd" 1 3) (string-downcase "ABC") (string-downcase "ABCD" 2) (string-upcase "ß"))
;=> ("ABC" "BC" "abc" "cd" "ß")
(list (after (s "abc") (string-upcase! s)) (after (s "abcd") (string-upcase! s 1 3)) (after (s "ABC") (string-downcase! s 1)))
;=> ("ABC" "aBCd" "Abc")
(string-upcase 1)
;=> error string-upcase

;; Reversal, concatenation
(list (string-reverse "Able was I ere I saw elba.") (string-reverse "abcd" 1 3) (string-reverse "") (after (s "abcd") (string-reverse! s)) (after (s "abcde") (string-reverse! s 1 4)))
;=> (".able was I ere I saw elbA" "cb" "" "dcba" "adcbe")
(let ((rotate (lambda (s i) (let ((i (modulo i (string-length s)))) (string-reverse! s 0 i) (string-reverse! s i) (string-reverse! s) s)))) (rotate (string-copy "abcdef") 2))
;=> "cdefab"
(list (string-concatenate '("a" "b" "c")) (string-concatenate '()) (string-concatenate/shared '("a" "b")) (string-append/shared "a" "b") (string-append "a"))
;=> ("abc" "" "ab" "ab" "a")
(string-concatenate-reverse '(" must be" "Hello, I") " going.XXXX" 7)
;=> "Hello, I must be going."
(list (string-concatenate-reverse '("b" "a")) (string-concatenate-reverse '("b" "a") "c") (string-concatenate-reverse/shared '("b" "a") "cd" 1))
;=> ("ab" "abc" "abc")

;; Folding and mapping
(list (string-map char-upcase "abc") (string-map char-upcase "abcd" 1) (string-map char-upcase "abcd" 1 3) (string-map (lambda (a b) (if (char<? a b) a b)) "adc" "bbb"))
;=> ("ABC" "BCD" "BC" "abb")
(list (after (s "abcd") (string-map! char-upcase s)) (after (s "abcd") (string-map! char-upcase s 1 3)))
;=> ("ABCD" "aBCd")
(list (string-fold cons '() "abc") (string-fold-right cons '() "abc") (string-fold cons '() "abcd" 1 3) (string-fold-right cons '() "abcd" 1 3) (string-fold (lambda (c n) (if (char-lower-case? c) (+ n 1) n)) 0 "aBcD"))
;=> ((#\c #\b #\a) (#\a #\b #\c) (#\c #\b) (#\b #\c) 2)
(let* ((s "a\\b\\") (n (string-fold (lambda (c sum) (+ sum (if (char=? c #\\) 2 1))) 0 s)) (ans (make-string n)))
  (string-fold (lambda (c i) (let ((i (if (char=? c #\\) (begin (string-set! ans i #\\) (+ i 1)) i))) (string-set! ans i c) (+ i 1))) 0 s)
  ans)
;=> "a\\\\b\\\\"
(list (string-unfold null? car cdr '(#\a #\b #\c)) (string-unfold null? car cdr '(#\b) "a") (string-unfold null? car cdr '(#\b) "a" (lambda (x) "z")))
;=> ("abc" "ab" "abz")
(list (string-unfold-right null? car cdr '(#\a #\b #\c)) (string-unfold-right null? car cdr '(#\b) "a") (string-unfold-right null? car cdr '(#\b) "a" (lambda (x) "z")))
;=> ("cba" "ba" "zba")
(let ((p (open-input-string "from a port"))) (string-unfold eof-object? values (lambda (x) (read-char p)) (read-char p)))
;=> "from a port"
(string-length (string-unfold zero? (lambda (i) #\a) (lambda (i) (- i 1)) 2000))
;=> 2000
(let ((seen '())) (string-for-each (lambda (c) (set! seen (cons c seen))) "abcd" 1 3) (string-for-each (lambda (a b) (set! seen (cons* b a seen))) "xy" "zw") (string-for-each-index (lambda (i) (set! seen (cons i seen))) "abc" 1) seen)
;=> (2 1 #\w #\y #\z #\x #\c #\b)
(string-map car 1)
;=> error string-map

;; Replication and replacement
(list (xsubstring "abcdef" 2) (xsubstring "abcdef" -2) (xsubstring "abc" 0 7) (xsubstring "abcdefg" -4 5 3 6) (xsubstring "abcdefg" 1 3 3) (xsubstring "" 0 0) (xsubstring "abc" 2 2 1 1))
;=> ("cdefab" "efabcd" "abcabca" "fdefdefde" "ef" "" "")
(xsubstring "" 0 1)
;=> error xsubstring
(xsubstring "abc" 2 1)
;=> error xsubstring
(list (after (s "12345678") (string-xcopy! s 1 "abc" 1)) (after (s "12345678") (string-xcopy! s 1 "abc" -1 4)) (after (s "12345678") (string-xcopy! s 0 "abcdef" 0 8 1 3)))
;=> ("1bca5678" "1cabca78" "bcbcbcbc")
(string-xcopy! (make-string 3) 1 "abc" 0 3)
;=> error string-xcopy!
(string-replace "The TCL programmer endured daily ridicule." "another miserable perl drone" 4 7 8 22)
;=> "The miserable perl programmer endured daily ridicule."
(list (string-replace "It's easy to code it up in Scheme." "lots of fun" 5 9) (string-replace "It's easy to code it up in Scheme." "really " 5 5))
;=> ("It's lots of fun to code it up in Scheme." "It's really easy to code it up in Scheme.")
(string-replace "abc" "x" 2 1)
;=> error string-replace
(list (string-tokenize "Help make programs run, run, RUN!") (string-tokenize "a1bc22" char-set:digit) (string-tokenize "a1bc22" char-set:letter 1) (string-tokenize "a b c" char-set:graphic 1 4) (string-tokenize "") (string-tokenize "  "))
;=> (("Help" "make" "programs" "run," "run," "RUN!") ("1" "22") ("bc") ("b") () ())
(list (string-filter #\a "banana") (string-filter char-set:digit "a1b2") (string-filter char-alphabetic? "a1b2c3" 2) (string-delete #\a "banana") (string-delete char-set:digit "a1b2" 0 3))
;=> ("aaa" "12" "bc" "bnn" "ab")

;; Internals
(call-with-values (lambda () (string-parse-start+end 'f "abcdef" '(1 4 x y))) list)
;=> ((x y) 1 4)
(call-with-values (lambda () (string-parse-start+end 'f "abcdef" '())) list)
;=> (() 0 6)
(call-with-values (lambda () (string-parse-final-start+end 'f "abcdef" '(2))) list)
;=> (2 6)
(string-parse-final-start+end 'f "abcdef" '(1 2 3))
;=> error f
(string-parse-start+end 'f "abc" '(4))
;=> error f
(let-string-start+end (start end) 'f "abcdef" '(1) (list start end))
;=> (1 6)
(let-string-start+end (start end rest) 'f "abcdef" '(1 2 z) (list start end rest))
;=> (1 2 (z))
(list (substring-spec-ok? "abc" 1 2) (substring-spec-ok? "abc" 2 1) (substring-spec-ok? "abc" 0 4) (substring-spec-ok? 'a 0 0) (substring-spec-ok? "abc" 0.0 1))
;=> (#t #f #f #f #f)
(check-substring-spec 'f "abc" 1 5)
;=> error f
(list (make-kmp-restart-vector "ababc") (make-kmp-restart-vector "aAaA" char-ci=?) (make-kmp-restart-vector "xxababx" char=? 2 6) (make-kmp-restart-vector ""))
;=> (#(-1 0 0 1 2) #(-1 0 1 2) #(-1 0 0 1) #())
(let* ((pattern "abab") (rv (make-kmp-restart-vector pattern)) (p (open-input-string "xabaabab!")))
  (let loop ((i 0) (n 0))
    (if (= i 4) (list n (read-char p)) (loop (kmp-step pattern rv (read-char p) i char=? 0) (+ n 1)))))
;=> (8 #\!)
(let* ((pattern "needle") (rv (make-kmp-restart-vector pattern)) (state (string-kmp-partial-search pattern rv "a nee" 0)))
  (list state (string-kmp-partial-search pattern rv "dle!" state) (string-kmp-partial-search pattern rv "xNEEDLE" 0 char-ci=?) (string-kmp-partial-search "xxneedle" rv "needles" 0 char=? 2) (string-kmp-partial-search pattern rv "needle" 0 char=? 0 1) (string-kmp-partial-search pattern rv "needle" 0 char=? 0 0 5)))
;=> (3 -3 -7 -6 0 5)
