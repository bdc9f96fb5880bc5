;; SRFI 152: the reduced string library.
(import (scheme base) (srfi 152))

;; Procedures shared with R7RS
(list (string? "a") (make-string 2 #\a) (string #\a #\b) (string->vector "abc" 1) (string->list "abc" 0 2) (vector->string #(#\a #\b)) (list->string '(#\x)))
;=> (#t "aa" "ab" #(#\b #\c) (#\a #\b) "ab" "x")
(list (string-length "abc") (string-ref "abc" 1) (substring "abcd" 1 3) (string-copy "abcd" 1) (string=? "a" "a") (string<? "a" "b") (string>? "a" "b") (string<=? "a" "a") (string>=? "a" "b"))
;=> (3 #\b "bc" "bcd" #t #t #f #t #f)
(list (string-ci=? "aB" "Ab") (string-ci<? "a" "B") (string-ci>? "a" "B") (string-ci<=? "A" "a") (string-ci>=? "A" "b") (string-append "a" "b"))
;=> (#t #t #f #t #f "ab")
(list (string-map char-upcase "abc") (string-map (lambda (a b) b) "abc" "xy") (let ((n 0)) (string-for-each (lambda (c) (set! n (+ n 1))) "abc") n))
;=> ("ABC" "xy" 3)
(list (read-string 2 (open-input-string "abc")) (let ((p (open-output-string))) (write-string "abcd" p 1 3) (get-output-string p)))
;=> ("ab" "bc")
(let ((s (make-string 4 #\-))) (string-set! s 0 #\a) (string-fill! s #\b 1 2) (string-copy! s 2 "xyz" 1) s)
;=> "abyz"

;; Procedures shared with SRFI 13 and 130
(list (string-null? "") (string-every char-alphabetic? "ab" 1) (string-any digit-value "a1") (string-tabulate (lambda (i) #\a) 2) (string-unfold null? car cdr '(#\a #\b)) (reverse-list->string '(#\a #\b)))
;=> (#t #t 1 "aa" "ab" "ba")
(string-unfold-right (lambda (n) (< n (char->integer #\A))) (lambda (n) (char-downcase (integer->char n))) (lambda (n) (- n 1)) (char->integer #\Z) #\space (lambda (n) " The English alphabet: "))
;=> " The English alphabet: abcdefghijklmnopqrstuvwxyz "
(string-unfold-right null? (lambda (x) (string #\[ (car x) #\])) cdr '(#\a #\b #\c))
;=> "[c][b][a]"
(list (string-take "Pete Szilagyi" 6) (string-drop "Pete Szilagyi" 6) (string-take-right "Beta rules" 5) (string-drop-right "Beta rules" 5) (string-pad "325" 5) (string-pad-right "325" 5))
;=> ("Pete S" "zilagyi" "rules" "Beta " "  325" "325  ")
(list (string-trim "  a ") (string-trim-right " a  ") (string-trim-both "  The outlook wasn't brilliant,  \n\r"))
;=> ("a " " a" "The outlook wasn't brilliant,")
(list (string-replace "It's easy to code it up in Scheme." "really " 5 5) (string-replace "String-ref runs in O(n) time." "1" 21 22))
;=> ("It's really easy to code it up in Scheme." "String-ref runs in O(1) time.")
(list (string-prefix-length "abc" "abd") (string-suffix-length "abc" "xbc") (string-prefix? "ab" "abc") (string-suffix? "bc" "abc"))
;=> (2 2 #t #t)
(list (string-index "ab1c" char-numeric?) (string-index-right "ab1c" char-alphabetic?) (string-skip "ab1c" char-alphabetic?) (string-skip-right "ab1c" char-alphabetic?) (string-index "abc" char-numeric?))
;=> (2 3 2 2 #f)
(list (string-concatenate '("a" "b")) (string-concatenate-reverse '("b" "a") "cd" 1) (string-join '("a" "b" "c") ", ") (string-fold cons '() "abc") (string-fold-right cons '() "abc") (string-count "a1b2" char-numeric?) (string-filter char-numeric? "a1b2") (string-remove char-numeric? "a1b2") (string-replicate "abc" 0 7) (string-split "a b" " "))
;=> ("ab" "abc" "a, b, c" (#\c #\b #\a) (#\a #\b #\c) 2 "12" "ab" "abcabca" ("a" "b"))

;; Its own procedures
(list (string-contains "eek -- what a geek." "ee" 12 18) (string-contains "abcd" "" 2) (string-contains-right "eek -- what a geek." "ee") (string-contains-right "eek -- what a geek." "ee" 0 10) (string-contains-right "abcd" "" 1 3) (string-contains-right "abc" "x") (string-contains-right "abcabc" "xbcx" 0 6 1 3))
;=> (15 2 15 0 3 #f 4)
(list (string-take-while "ab12" char-alphabetic?) (string-drop-while "ab12" char-alphabetic?) (string-take-while-right "12ab" char-alphabetic?) (string-drop-while-right "12ab" char-alphabetic?))
;=> ("ab" "12" "ab" "12")
(list (string-take-while "ab" char-numeric?) (string-drop-while "ab" char-alphabetic?) (string-take-while-right "abc" char-alphabetic? 1 2) (string-drop-while-right "abc" char-alphabetic? 1))
;=> ("" "" "b" "")
(call-with-values (lambda () (string-span "ab12cd" char-alphabetic?)) list)
;=> ("ab" "12cd")
(call-with-values (lambda () (string-break "ab12cd" char-numeric? 1 5)) list)
;=> ("b" "12c")
(call-with-values (lambda () (string-break "abcd" char-numeric?)) list)
;=> ("abcd" "")
(list (string-segment "abcdefg" 3) (string-segment "abcdef" 3) (string-segment "" 2))
;=> (("abc" "def" "g") ("abc" "def") ())
(string-segment "abc" 0)
;=> error string-segment
(string-take-while 'a char-numeric?)
;=> error string-take-while
(string-contains-right "abc" "a" 4)
;=> error string-contains-right
