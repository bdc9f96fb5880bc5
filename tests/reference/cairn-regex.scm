;; (cairn regex): examples of the reference.
(import (scheme base) (cairn regex))

(rx-search? "\\d+" "room 101")
;=> #t
(rx-match? "\\d+" "room 101")
;=> #f
(rx? (rx "a+"))
;=> #t
(rx-pattern (rx "a+"))
;=> "a+"
(rx-replace "o" "foo" "0")
;=> "f0o"
(rx-replace-all "(\\w+)@(\\w+)" "me@here" "$2 at $1")
;=> "here at me"
(rx-replace-all "[a-z]+" "ab cd" (lambda (m) (string-append "<" (match-ref m) ">")))
;=> "<ab> <cd>"
(rx-extract "[a-z]+" "one, two")
;=> ("one" "two")
(rx-split ",\\s*" "a, b,c")
;=> ("a" "b" "c")
(rx-fold (lambda (m total) (+ total (string->number (match-ref m)))) 0 "\\d+" "1 and 22")
;=> 23
(map match-start (rx-search-all "a" "banana"))
;=> (1 3 5)
(match-ref (rx-search "(\\w+)=(\\w+)" "a=b") 2)
;=> "b"
(match-ref (rx-search "(?P<key>\\w+)=" "a=b") 'key)
;=> "a"
(match-ref (rx-match "(\\d+)-(\\d+)" "10-20") 1)
;=> "10"
(rx-quote "a.b")
;=> "a\\.b"
(match? (rx-search "b" "abc"))
;=> #t
(match-start (rx-search "b+" "abbc"))
;=> 1
(match-end (rx-search "b+" "abbc"))
;=> 3
(match-before (rx-search "b+" "abbc"))
;=> "a"
(match-after (rx-search "b+" "abbc"))
;=> "c"
(match-groups (rx-search "(\\w)(\\d)" "a1"))
;=> ("a" "1")
