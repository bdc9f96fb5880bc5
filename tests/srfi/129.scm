;; SRFI 129: titlecase.
(import (scheme base) (srfi 129))
(map char-title-case? '(#\a #\A #\x1c5 #\x1f2 #\x1f88))
;=> (#f #f #t #t #t)
(map (lambda (c) (char->integer (char-titlecase c))) '(#\a #\A #\x1c4 #\x1c6 #\x1f1 #\x1f80 #\x1fb3 #\x10d0 #\1))
;=> (65 65 453 453 498 8072 8124 4304 49)
(map string-titlecase '("bELlOW the don't" "\x1c6;ungla" "\xfb02;ush" "ΑΣ ΣΑ" "" "\xdf;a 12ab"))
;=> ("Bellow The Don't" "ǅungla" "Flush" "Ας Σα" "" "Ssa 12Ab")
