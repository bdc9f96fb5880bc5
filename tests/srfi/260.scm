;; SRFI 260: generated symbols.
(import (srfi 260))

(let ((s (generate-symbol))) (list (symbol? s) (symbol=? s s) (eq? (string->symbol (symbol->string s)) s)))
;=> (#t #t #t)
(symbol=? (generate-symbol) (generate-symbol))
;=> #f
(symbol=? (generate-symbol "g1") (generate-symbol "g1") 'g1)
;=> #f
(let ((name (symbol->string (generate-symbol "node")))) (list (string-prefix? "node" name) (> (string-length name) 20)))
;=> (#t #t)
(generate-symbol 'node)
;=> error generate-symbol: expected a string, got node
