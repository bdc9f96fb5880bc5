;; SRFI 130: strings by cursors.
(import (srfi 130))

(define s "abcdef")
(define (cursor i) (string-index->cursor s i))
(define (index c) (string-cursor->index s c))

;; Cursors
(map index (list (string-cursor-start s) (string-cursor-end s) (string-cursor-next s (cursor 2)) (string-cursor-prev s (cursor 2)) (string-cursor-forward s (cursor 1) 3) (string-cursor-back s (cursor 4) 3)))
;=> (0 6 3 1 4 1)
(list (string-cursor-next s 2) (string-cursor-prev s 2) (string-cursor-forward s 2 4) (string-cursor-back s 2 2))
;=> (3 1 6 0)
(string-cursor-next s (string-cursor-end s))
;=> error string-cursor-next
(string-cursor-prev s (string-cursor-start s))
;=> error string-cursor-prev
(string-cursor-forward s 3 4)
;=> error string-cursor-forward
(string-cursor-back s 3 4)
;=> error string-cursor-back
(map (lambda (f) (list (f (cursor 1) (cursor 2)) (f 2 2) (f 3 2))) (list string-cursor=? string-cursor<? string-cursor>? string-cursor<=? string-cursor>=?))
;=> ((#f #t #f) (#t #f #f) (#f #f #t) (#t #t #f) (#f #t #t))
(list (string-cursor-diff s (cursor 1) (cursor 4)) (string-cursor-diff s 1 4))
;=> (3 3)
(string-cursor<? s 1 7)
;=> error string-cursor<?
(string-cursor->index s -1)
;=> error string-cursor->index
(string-index->cursor "" 'x)
;=> error string-index->cursor

;; Predicates, constructors, conversion
(list (string-null? "") (string-every char-alphabetic? s) (string-any digit-value "a1" (string-index->cursor "a1" 0)) (string-every char-alphabetic? "1ab" 1 3))
;=> (#t #t 1 #t)
(list (string-tabulate (lambda (i) (integer->char (+ i 65))) 3) (string-unfold null? car cdr '(#\a #\b)) (string-unfold-right null? car cdr '(#\a #\b) "!" (lambda (x) "?")))
;=> ("ABC" "ab" "?ba!")
(list (string->list/cursors s (cursor 4)) (string->vector/cursors s 1 3) (reverse-list->string '(#\a #\b)) (string-join '("a" "b") "-" 'prefix))
;=> ((#\e #\f) #(#\b #\c) "ba" "-a-b")

;; Selection
(list (string-ref/cursor s (cursor 2)) (substring/cursors s (cursor 1) (cursor 3)) (string-copy/cursors s (cursor 4)) (string-take s 2) (string-take-right s 2) (string-drop s 4) (string-drop-right s 4))
;=> (#\c "bc" "ef" "ab" "ef" "ef" "ab")
(list (string-pad "325" 5) (string-pad "8871325" 5) (string-pad-right "325" 5 #\-) (string-pad "12345" 2 #\space 1 3))
;=> ("  325" "71325" "325--" "23")
(list (string-trim "  a ") (string-trim-right " a  ") (string-trim-both "  The outlook wasn't brilliant,  \n\r") (string-trim "xxa" (lambda (c) (char=? c #\x))) (string-trim-both "\x85;a\x85;"))
;=> ("a " " a" "The outlook wasn't brilliant," "a" "a")
(string-trim-right 1)
;=> error string-trim-right

;; Prefixes, suffixes
(list (string-prefix-length "cancaNCAM" "cancan") (string-suffix-length "place" "preface") (string-prefix? "foo" "foobar") (string-suffix? "bar" "foobar") (string-prefix? "xfoo" "foobar" 1))
;=> (5 3 #t #t #t)

;; Searching
(map index (list (string-index s char-alphabetic?) (string-index s char-numeric?) (string-index s (lambda (c) (char=? c #\c)) 1 5) (string-index s char-numeric? 1 5)))
;=> (0 6 2 5)
(map index (list (string-index-right s char-alphabetic?) (string-index-right s char-numeric?) (string-index-right s (lambda (c) (char=? c #\c))) (string-index-right s char-numeric? 1 5)))
;=> (6 0 3 1)
(map index (list (string-skip s (lambda (c) (char<? c #\c))) (string-skip s char-alphabetic?) (string-skip-right s (lambda (c) (char>? c #\c))) (string-skip-right s char-alphabetic? 2)))
;=> (2 6 3 2)
(list (string-contains "eek -- what a geek." "ee" 12 18) (string-contains "abc" "x"))
;=> (15 #f)
(string-index s char-numeric? 7)
;=> error string-index
(string-skip-right 'a char-numeric?)
;=> error string-skip-right

;; The whole string
(list (string-concatenate '("a" "b")) (string-concatenate-reverse '(" must be" "Hello, I") " going.XXXX" 7) (string-fold cons '() "abc") (string-fold-right cons '() "abc" 1))
;=> ("ab" "Hello, I must be going." (#\c #\b #\a) (#\b #\c))
(let ((seen '())) (string-for-each-cursor (lambda (i) (set! seen (cons i seen))) "abcd" 1 3) seen)
;=> (2 1)
(list (string-replicate "abcdef" 2 8) (string-replicate "abcdef" -2 4) (string-replicate "abc" 0 7) (string-replicate "abcdefg" 0 4 3 6) (string-replicate "" 1 1))
;=> ("cdefab" "efabcd" "abcabca" "defd" "")
(string-replicate "" 0 1)
;=> error string-replicate
(string-replicate "a" 1 0)
;=> error string-replicate
(list (string-count "banana" (lambda (c) (char=? c #\a))) (string-replace "The TCL programmer endured daily ridicule." "another miserable perl drone" 4 7 8 22))
;=> (3 "The miserable perl programmer endured daily ridicule.")
(list (string-filter char-numeric? "a1b2") (string-remove char-numeric? "a1b2") (string-remove #\a "banana" 2))
;=> ("12" "ab" "nn")

;; Splitting
(list (string-split "a,b,c" ",") (string-split "a,,c," ",") (string-split "" ",") (string-split "abc" ",") (string-split "a--b--c" "--"))
;=> (("a" "b" "c") ("a" "" "c" "") () ("abc") ("a" "b" "c"))
(list (string-split ",a,b" "," 'prefix) (string-split "a,b," "," 'suffix) (string-split "a,b" "," 'prefix) (string-split "a,b" "," 'suffix) (string-split "" "," 'suffix) (string-split "," "," 'infix))
;=> (("a" "b") ("a" "b") ("a" "b") ("a" "b") () ("" ""))
(list (string-split "a,b,c" "," 'infix 1) (string-split "a,b,c" "," 'infix 0) (string-split "a,b,c" "," 'infix 7) (string-split "a,b,c,d" "," 'infix #f 2 5) (string-split "xa,b" "," 'infix 5 1))
;=> (("a" "b,c") ("a,b,c") ("a" "b" "c") ("b" "c") ("a" "b"))
(list (string-split "abc" "") (string-split "abc" "" 'infix 1) (string-split "a" ""))
;=> (("a" "b" "c") ("a" "bc") ("a"))
(string-split "" "," 'strict-infix)
;=> error string-split
(string-split "a" "," 'other)
;=> error string-split
(string-split "a" "," 'infix -1)
;=> error string-split
(string-split "a" #\,)
;=> error string-split
(map string-cursor? (list 0 (string-cursor-end s) -1 1.0 #\a))
;=> (#t #t #f #f #f)
(string-cursor<? -1 2)
;=> error string-cursor<?: expected two cursors
(list (string-contains-right "banana" "ana") (string-contains-right "banana" "ana" 0 5) (string-contains-right "banana" "x") (string-contains-right "banana" "xnx" 0 6 1 2) (string-contains-right "abc" ""))
;=> (3 1 #f 4 3)
(list (string-reverse "abcd") (string-reverse "abcd" 1) (string-reverse "abcd" 1 3))
;=> ("dcba" "dcb" "cb")
