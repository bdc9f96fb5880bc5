;; SRFI 115: examples of the reference.
(import (srfi 115) (srfi 14))

(regexp-match-count (regexp-matches '(: ($ "a") ($ "b")) "ab"))
;=> 2
(regexp-match->list (regexp-search '(: ($ (+ digit)) "-" ($ (+ digit))) "tel 12-34"))
;=> ("12-34" "12" "34")
(regexp-match-submatch-start (regexp-search '(+ digit) "ab12") 0)
;=> 2
(regexp-match-submatch-end (regexp-search '(+ digit) "ab12") 0)
;=> 4
(regexp-match? (regexp-search '(+ digit) "ab12"))
;=> #t
(regexp-match? (regexp-matches '(+ digit) "12"))
;=> #t
(regexp-search '(+ digit) "none")
;=> #f
(valid-sre? '(* any))
;=> #t
(regexp-matches? (char-set->sre (char-set #\a)) "a")
;=> #t
