;; SRFI 129: titlecase.
(import (scheme base) (srfi 129))
(map char-title-case? '(#\a #\A #\x1c5 #\x1f2 #\x1f88))
;=> (#f #f #t #t #t)
(map (lambda (c) (char->integer (char-titlecase c))) '(#\a #\A #\x1c4 #\x1c6 #\x1f1 #\x1f80 #\x1fb3 #\x10d0 #\1))
;=> (65 65 453 453 498 8072 8124 4304 49)
(map string-titlecase '("bELlOW the don't" "\x1c6;ungla" "\xfb02;ush" "ΑΣ ΣΑ" "" "\xdf;a 12ab"))
;=> ("Bellow The Don't" "ǅungla" "Flush" "Ας Σα" "" "Ssa 12Ab")
;; Greek letters that become several, with a subscript iota that stays a mark.
(map (lambda (s) (map char->integer (string->list (string-titlecase s)))) '("\x1f50;" "\x1fb2;" "\x1fb7;" "\x1fd2;" "\x1fe4;" "\x1ff7;" "\x1f80;" "\x1f51;" "\x390;"))
;=> ((933 787) (8122 837) (913 834 837) (921 776 768) (929 787) (937 834 837) (8072) (8025) (921 776 769))
