;; (cairn regex), and SRFI 115 on the same engine.
(import (scheme base) (cairn regex) (prefix (srfi 115) s:))

(list (rx? (rx "a+")) (rx-pattern (rx "a+")) (rx? "a+") (eq? (rx "a+") (rx "a+")))
;=> (#t "a+" #f #t)
(list (rx-search? "b+" "abbc") (rx-search? "x" "abbc") (rx-match? "b+" "abbc") (rx-match? "ab+c" "abbc"))
;=> (#t #f #f #t)
(let ((m (rx-search "(b+)(x)?(?P<last>c)" "zabbcz"))) (list (match? m) (match-ref m) (match-ref m 1) (match-ref m 2) (match-ref m 'last) (match-start m) (match-end m 'last) (match-groups m)))
;=> (#t "bbc" "bb" #f "c" 2 5 ("bb" #f "c"))
(let ((m (rx-search "b" "abc"))) (list (match-before m) (match-after m) (rx-search "x" "abc")))
;=> ("a" "c" #f)
(list (rx-extract "\\d+" "a1b22c333") (rx-extract "x*" "axb") (rx-split ",\\s*" "a, b,c,") (rx-split "x" ""))
;=> (("1" "22" "333") ("" "x" "" "") ("a" "b" "c" "") (""))
(list (rx-replace "o" "foo" "0") (rx-replace-all "o" "foo" "0") (rx-replace-all "(\\w)(\\d)" "a1 b2" "$2${1}x$$"))
;=> ("f0o" "f00" "1ax$ 2bx$")
(rx-replace-all "[a-z]+" "ab cd" (lambda (m) (string-append "<" (match-ref m) ">")))
;=> "<ab> <cd>"
(rx-replace-all "(?P<y>\\d{4})-(?P<m>\\d\\d)" "2024-05" "$m/$y")
;=> "05/2024"
(rx-fold (lambda (m n) (+ n (- (match-end m) (match-start m)))) 0 "a+" "aabaaa")
;=> 5
(map match-start (rx-search-all "a" "banana"))
;=> (1 3 5)
(list (rx-search? (rx-quote "a.b*[") "xa.b*[y") (rx-match? (rx-quote "a.b") "axb"))
;=> (#t #f)
;; Text that is no ASCII: positions count characters.
(let ((m (rx-search "λ+(.)" "aéλλ😀b"))) (list (match-start m) (match-end m) (match-ref m 1) (match-start m 1)))
;=> (2 5 "😀" 4)
(list (rx-extract "\\w+" "ünï cödé λ") (rx-replace-all "é" "éaé" "e") (rx-split "λ" "aλbλ"))
;=> (("ünï" "cödé" "λ") "eae" ("a" "b" ""))
(map (lambda (m) (list (match-start m) (match-end m))) (rx-search-all "" "é😀"))
;=> ((0 0) (1 1) (2 2))
(let ((m (rx-search "b" "abcb" 2))) (match-start m))
;=> 3
(list (rx-search? "^b" "ab" 1) (rx-match? "b" "abc" 1 2))
;=> (#t #t)
(list (rx-search? "(?i)ABC" "xabc") (rx-search? "(?m)^b$" "a\nb\nc") (rx-search? "\\p{Greek}" "xλ") (rx-search? "\\bword\\b" "a word."))
;=> (#t #t #t #t)
(rx "a(b")
;=> error rx: unclosed group, at character 1
(rx "(a)\\1")
;=> error rx: backreferences are not supported
(rx "(?:a{1000}){1000}")
;=> error rx: the pattern is too large
(rx 5)
;=> error rx: expected a regular expression or a string
(match-ref (rx-search "a" "a") 1)
;=> error match-ref: no such group: 1
(rx-replace "a" "a" "$x")
;=> error rx-replace: no such group
(rx-search "a" "abc" 4)
;=> error rx-search: start out of range
;; Patterns that take other engines exponential time
(rx-match? "(a*)*b" (make-string 100000 #\a))
;=> #f
(rx-match? "(?:a?){100}a{100}" (make-string 100 #\a))
;=> #t

;; SRFI 115 finds the same with the engine as without it: look-around goes without.
(define-syntax both
  (syntax-rules ()
    ((_ sre s)
     (let ((plain (s:regexp-search 'sre s)) (slow (s:regexp-search '(: sre (look-ahead (* any))) s)))
       (equal? (and plain (s:regexp-match->list plain)) (and slow (s:regexp-match->list slow)))))))
(list (both (: bow "b" (* alpha) eow) "a bcd e") (both (: ($ (+ num)) (? ($ "x"))) "ab12") (both (or "a" "ab" (: "abc" eos)) "abc")
      (both (w/nocase "ABC") "xabc") (both (: bol "b" eol) "a\r\nb\nc") (both (~ ("abc")) "abcd") (both (**? 1 3 "a") "aaa") (both (: nwb "b") "ab") (both (* (: ($ any))) "xyz") (both "x" "") (both (or) "a"))
;=> (#t #t #t #t #t #t #t #t #t #t #t)
(list (both (: bow "é" eow) "a é b") (both (+ alpha) "λéa1") (both ($ (+ upper)) "aÉÈ") (both (: bow (+ any)) "  λ"))
;=> (#t #t #t #t)
