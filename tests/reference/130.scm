;; SRFI 130: examples of the reference.
(import (srfi 130))

(string->list/cursors "abc" (string-cursor-start "abc") (string-cursor-end "abc"))
;=> (#\a #\b #\c)
(string->vector/cursors "abc" (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #(#\a #\b #\c)
(string-copy/cursors "abc" (string-index->cursor "abc" 1))
;=> "bc"
(string-cursor->index "abc" (string-cursor-end "abc"))
;=> 3
(string-cursor->index "abc" (string-cursor-back "abc" (string-cursor-end "abc") 2))
;=> 1
(string-cursor-diff "abc" (string-cursor-start "abc") (string-cursor-end "abc"))
;=> 3
(string-ref/cursor "abc" (string-cursor-prev "abc" (string-cursor-end "abc")))
;=> #\c
(string-ref/cursor "abc" (string-cursor-forward "abc" (string-cursor-start "abc") 2))
;=> #\c
(string-ref/cursor "abc" (string-cursor-next "abc" (string-cursor-start "abc")))
;=> #\b
(string-ref/cursor "abc" (string-cursor-start "abc"))
;=> #\a
(string-cursor<? (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #t
(string-cursor<=? (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #t
(string-cursor=? (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #f
(string-cursor>? (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #f
(string-cursor>=? (string-cursor-start "abc") (string-cursor-end "abc"))
;=> #f
(string-cursor? (string-cursor-start "abc"))
;=> #t
(string-cursor->index "a-b-c" (string-index-right "a-b-c" (lambda (c) (char=? c #\-))))
;=> 4
(string-cursor->index "abc  " (string-skip-right "abc  " char-whitespace?))
;=> 3
(substring/cursors "abcd" (string-index->cursor "abcd" 1) (string-index->cursor "abcd" 3))
;=> "bc"
