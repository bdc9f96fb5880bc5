;; R7RS 6.5: symbols.
(symbol? 'foo)
;=> #t
(symbol? (car '(a b)))
;=> #t
(symbol? "bar")
;=> #f
(symbol? 'nil)
;=> #t
(symbol? '())
;=> #f
(symbol? #f)
;=> #f
(symbol? #\a)
;=> #f
(symbol? car)
;=> #f
(symbol?)
;=> error
(symbol=? 'a 'a)
;=> #t
(symbol=? 'a 'b)
;=> #f
(symbol=? 'a 'a 'a)
;=> #t
(symbol=? 'a 'a 'b)
;=> #f
(symbol=? 'a 'A)
;=> #f
(symbol=? 'a "a")
;=> error
(symbol=? 'a 'a 5)
;=> error
(symbol->string 'flying-fish)
;=> "flying-fish"
(symbol->string 'Martin)
;=> "Martin"
(symbol->string
 (string->symbol "Malvina"))
;=> "Malvina"
(string->symbol "mISSISSIppi")
;=> mISSISSIppi
(eqv? 'bitBlt (string->symbol "bitBlt"))
;=> #t
(eqv? 'LollyPop
      (string->symbol
       (symbol->string 'LollyPop)))
;=> #t
(string=? "K. Harper, M.D."
          (symbol->string
           (string->symbol "K. Harper, M.D.")))
;=> #t
(symbol->string "a")
;=> error
(string->symbol 'a)
;=> error
(string->symbol 5)
;=> error
;; written with bars where needed
(string->symbol "two words")
;=> |two words|
(string->symbol "")
;=> ||
(string->symbol "a(b")
;=> |a(b|
(string->symbol "a)b")
;=> |a)b|
(string->symbol "a\"b")
;=> |a"b|
(string->symbol "a;b")
;=> |a;b|
(string->symbol "a'b")
;=> one-of |a'b| | a'b
(string->symbol "a|b")
;=> |a\|b|
(string->symbol "a\\b")
;=> |a\\b|
(string->symbol "1")
;=> |1|
(string->symbol "-5")
;=> |-5|
(string->symbol "1.5")
;=> |1.5|
(string->symbol "1/2")
;=> |1/2|
(string->symbol "+i")
;=> |+i|
(string->symbol "-i")
;=> |-i|
(string->symbol "+inf.0")
;=> |+inf.0|
(string->symbol "1e3")
;=> |1e3|
(string->symbol ".")
;=> |.|
(string->symbol "#foo")
;=> |#foo|
(string->symbol "#t")
;=> |#t|
(string->symbol " ")
;=> | |
(string->symbol "a\nb")
;=> |a\nb|
(string->symbol "a\tb")
;=> |a\tb|
(string->symbol "tab\x7;")
;=> |tab\a|
(string->symbol "'quoted")
;=> |'quoted|
(string->symbol "`b")
;=> |`b|
(string->symbol ",c")
;=> |,c|
;; not needed here
(map string->symbol '("..." "+" "-" "->x" "a.b" "<=?" "+soup+" "V17a" ".." "+-" "--1" "x@y" "!$%&*/:<=>?^_~"))
;=> (... + - ->x a.b <=? +soup+ V17a .. +- --1 x@y !$%&*/:<=>?^_~)
(string->symbol "UPPER")
;=> UPPER
;; and all of them read back
(define (sym-rt s) (let ((o (open-output-string)) (y (string->symbol s))) (write y o) (eq? y (read (open-input-string (get-output-string o))))))
(let loop ((l '("" " " "a b" "1" "-1" "+i" "1/2" "." ".." "..." "#" "#a" "a#" "|" "\\" "a|b\\c" "\"" ";" "(" ")" "'" "`" "," ",@" "\n" "\t" "\a" "\x0;" "\x7f;" "λ" "Σ" "\x1F600;" "a\x3000;b" "+inf.0" "-nan.0" "+inf" "1e5" "1e" "e1" "+.5" "+." "-" "[" "]" "{" "A" "aB" "@a" "{}")) (bad '())) (cond ((null? l) bad) ((sym-rt (car l)) (loop (cdr l) bad)) (else (loop (cdr l) (cons (car l) bad)))))
;=> ()
;; bars and escapes in the input
'|foo bar|
;=> |foo bar|
'|foo|
;=> foo
(eq? '|H\x65;llo| 'Hello)
;=> #t
(eq? '|\x3BB;| 'λ)
;=> #t
(eq? '|\t\t| '|\x9;\x9;|)
;=> #t
(symbol->string '||)
;=> ""
(eq? '|| (string->symbol ""))
;=> #t
(symbol->string '|a\nb|)
;=> "a\nb"
(symbol->string '|a\|b|)
;=> "a|b"
(symbol->string '|two\x20;words|)
;=> "two words"
(eq? '|two words| '|two\x20;words|)
;=> #t
(string-length (symbol->string '|\x1F600;|))
;=> 1
(eq? 'abc 'ABC)
;=> #f
(list 'a |x y|)
;=> error
(let ((|x y| 5)) (+ |x y| 1))
;=> 6
;; symbols made at run time are interned
(eq? (string->symbol (string-append "a" "b")) 'ab)
;=> #t
(guard (e (#t 'error)) (let ((s (symbol->string 'immutable))) (string-set! s 0 #\?) (symbol->string 'immutable)))
;=> one-of error | "immutable"
(let ((s (string #\a #\b))) (let ((y (string->symbol s))) (string-set! s 0 #\z) (symbol->string y)))
;=> "ab"
