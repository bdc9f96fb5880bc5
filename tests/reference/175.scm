;; SRFI 175: examples of the reference.
(import (srfi 175))

(ascii-alphanumeric? #\7)
;=> #t
(ascii-lower-case? #\a)
;=> #t
(ascii-ci=? #\a #\A)
;=> #t
(ascii-ci<=? #\a #\A)
;=> #t
(ascii-ci>=? #\a #\A)
;=> #t
(ascii-ci>? #\b #\A)
;=> #t
(ascii-codepoint? 127)
;=> #t
(ascii-non-control? #\a)
;=> #t
(ascii-other-graphic? #\!)
;=> #t
(ascii-space-or-tab? #\tab)
;=> #t
(ascii-string-ci<? "abc" "ABD")
;=> #t
(ascii-string-ci<=? "abc" "ABC")
;=> #t
(ascii-string-ci>? "abd" "ABC")
;=> #t
(ascii-string-ci>=? "abc" "ABC")
;=> #t
(ascii-whitespace? #\newline)
;=> #t
