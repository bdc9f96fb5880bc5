;; (cairn json), (cairn csv), (cairn ini), (cairn toml), (cairn yaml).
(import (scheme base) (scheme write) (scheme file) (cairn json) (cairn csv) (cairn ini) (cairn toml) (cairn yaml))

(define-syntax wrong
  (syntax-rules () ((_ e) (guard (c ((read-error? c) (error-object-message c)) ((json-error? c) (json-error-reason c))) e))))

;; JSON
(string->json "{\"a\": [1, 2.5, \"x\\u00e9\"], \"b\": {}, \"c\": null}")
;=> ((a . #(1 2.5 "xé")) (b) (c . null))
(map string->json '("12345678901234567890" "-0" "1e3" "\"\"" "1E-400" "\"\\ud83d\\ude00λ\""))
;=> (12345678901234567890 0 1000.0 "" 0.0 "😀λ")
(json->string '((a . #(1 (b . "x")) ) ))
;=> error not a JSON value
(json->string '((a . #(1 ((b . "x")))) (c) (d . #())))
;=> "{\"a\":[1,{\"b\":\"x\"}],\"c\":{},\"d\":[]}"
(json->string '((a . #(1 ((b . "x")))) (c) (d . #())) 2)
;=> "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
(let ((x (string->json "{\"a\":[{\"b\":5}]}"))) (list (json-ref x 'a 0 'b) (json-ref x "a" 0 "c") (json-ref x)))
;=> (5 #f ((a . #(((b . 5))))))
(map (lambda (text) (wrong (string->json text))) '("[1,\n 2,,3]" "{\"a\" 1}" "[1 2]" "\"a\nb\"" "nul" "[1}" "{\"a\":1,}" "\"λ\\x\"" "[" "\"abc"))
;=> ("line 2, column 4: expected a value" "line 1, column 6: expected a colon" "line 1, column 4: expected a comma or the end of a structure" "line 1, column 3: a control character in a string" "line 1, column 4: expected null" "line 1, column 3: the end of another structure was expected" "line 1, column 8: expected a key" "line 1, column 4: an unknown escape in a string" "line 1, column 2: expected a value" "line 1, column 5: the text ends in a string")
(string->json "1 2")
;=> error string->json: there is more than one value
(string->json " ")
;=> error string->json: there is no value
(let ((deep (string-append (make-string 100000 #\[) (make-string 100000 #\])))) (string-length (json->string (string->json deep))))
;=> 200000
(let ((x (list (cons 'a 1)))) (set-cdr! x x) (json->string x))
;=> error not a JSON value
(string->json (string-append "\"" (make-string 100000 #\x) "\\n\""))
;=> unspecified

;; CSV
(string->csv "a,b\n1,\"x, \"\"y\"\"\"\n\"two\nlines\",\n")
;=> (("a" "b") ("1" "x, \"y\"") ("two\nlines" ""))
(list (string->csv "") (string->csv "\n") (string->csv "a\r\nb\rc") (string->csv "a;b" #\;) (string->csv "a\tλ" #\tab))
;=> (() (("")) (("a") ("b") ("c")) (("a" "b")) (("a" "λ")))
(csv->string '(("a" "b,c") (1 x "say \"hi\"") (#t 2.5 "") ("")))
;=> "a,\"b,c\"\n1,x,\"say \"\"hi\"\"\"\n#t,2.5,\n\"\"\n"
(let ((records '(("a" "") ("\n" "\"") (" x" "é")))) (equal? records (string->csv (csv->string records))))
;=> #t
(csv-read-table (open-input-string "name,age\nAda,36\nBob\n"))
;=> (((name . "Ada") (age . "36")) ((name . "Bob")))
(csv-fold (lambda (record count) (+ count (length record))) 0 (open-input-string "a,b\nc\n"))
;=> 3
(let ((port (open-input-string "a\nb"))) (let* ((x (csv-read port)) (y (csv-read port)) (z (csv-read port))) (list x y (eof-object? z))))
;=> (("a") ("b") #t)
(map (lambda (text) (wrong (string->csv text))) '("a\n\"b\"c\n" "a,b\"c" "a\n\"b\nc"))
;=> ("string->csv: line 2, column 4: something comes after the quote that ends a field" "string->csv: line 1, column 4: a quote in a field that is not quoted" "string->csv: line 3, column 2: the text ends in a field that began in line 2")
(csv->string '((1 (2))))
;=> error csv->string: expected a string, number, symbol or boolean, got (2)
(csv-write '("a" . "b") (open-output-string))
;=> error csv-write: expected a record
(csv-read (open-input-string "a") #\")
;=> error csv-read: delimiter out of range
(csv-read 5)
;=> error csv-read: expected a textual input port

;; INI
(string->ini "top=1\n; comment\n[a b]\nkey = some value \n# more\nother: x=y\n\n[empty]\n")
;=> ((#f (top . "1")) (|a b| (key . "some value") (other . "x=y")) (empty))
(let ((x '((#f (top . "1")) (a (k . "v")) (b)))) (equal? x (string->ini (ini->string x))))
;=> #t
(let ((x (string->ini "[a]\nk=v"))) (list (ini-ref x 'a 'k) (ini-ref x 'a 'z) (ini-ref x 'b 'k "none")))
;=> ("v" #f "none")
(map (lambda (text) (wrong (string->ini text))) '("[a" "a\nb" "=x" "[]"))
;=> ("ini-read: line 1: expected a section, [name]" "ini-read: line 1: expected a key and a value, key = value" "ini-read: line 1: expected a key and a value, key = value" "ini-read: line 1: expected a section, [name]")

;; TOML
(string->toml "title = \"x\"\n[owner]\nage = 5\nreal = 1.5\nok = true\nlist = [1, [2]]\nborn = 1979-05-27T07:32:00Z\n[[item]]\nn = 1\n[[item]]\nn = 2\n")
;=> ((title . "x") (owner (age . 5) (real . 1.5) (ok . #t) (list . #(1 #(2))) (born . "1979-05-27T07:32:00Z")) (item . #(((n . 1)) ((n . 2)))))
(string->toml "")
;=> ()
(toml->string '((a . 1) (b (c . "x") (d . #(1.5 #t)))))
;=> "a = 1\n\n[b]\nc = \"x\"\nd = [1.5, true]\n"
(map (lambda (text) (substring (wrong (string->toml text)) 0 31)) '("a = 1\nb = " "a = 1\na = 2" "[x\n"))
;=> ("string->toml: line 2, column 5:" "string->toml: line 2, column 1:" "string->toml: line 1, column 3:")
(toml->string '#(1))
;=> error toml->string: expected a table
(toml->string '((a . null)))
;=> error toml->string: expected a value of TOML
(let ((x (list (cons 'a 1)))) (set-cdr! (car x) x) (toml->string x))
;=> error toml->string: tables are nested too deep
;; A long text is parsed and written on a thread of its own.
(let* ((table (map (lambda (n) (cons (string->symbol (string-append "k" (number->string n))) n)) (iota 10000)))
       (text (toml->string table)))
  (list (> (string-length text) 100000) (equal? (string->toml text) table)))
;=> (#t #t)
(substring (wrong (string->toml (string-append (make-string 50000 #\newline) "a = "))) 0 35)
;=> "string->toml: line 50001, column 5:"
;; Longer texts are refused, since the parser cannot be interrupted; so are data of which the same parts come out often.
(string->toml (make-string 4194305 #\newline))
;=> error string->toml: the text has 4194305 characters; at most 4194304 can be read
(toml->string (list (cons 'a (make-string 4194305 #\x))))
;=> error toml->string: the text has more than 4194304 characters
(let loop ((n 0) (v 1)) (if (< n 60) (loop (+ n 1) (vector v v)) (toml->string (list (cons 'a v)))))
;=> error toml->string: the text has more than 4194304 characters
(wrong (string->toml (string-append "a = " (make-string 100000 #\[))))
;=> unspecified

;; YAML
;; A tag of the core schema says the type, whatever the style; keys may have anchors and be aliases.
(map string->yaml '("!!int '5'" "!!float \"1.5\"" "!!float 5" "!!bool |-\n  true" "!!null ''" "!!int \"0x1F\"" "- !!float '-.inf'\n- !!str 1.5\n- !!null ~"))
;=> (5 1.5 5.0 #t null 31 #(-inf.0 "1.5" null))
(map (lambda (text) (wrong (string->yaml text))) '("!!int 'x'" "a: !!bool 1" "!!float true"))
;=> ("string->yaml: line 1, column 1: this is not of the type !!int" "string->yaml: line 1, column 4: this is not of the type !!bool" "string->yaml: line 1, column 1: this is not of the type !!float")
(string->yaml "&a x: &b y\n*b : *a\n")
;=> ((x . "y") (y . "x"))
;; Floats that YAML 1.1 reads too.
(yaml->string '#(1e100 1.5e-7 1e21 -2e-10 0.5 1e20))
;=> "- 1.0e+100\n- 1.5e-7\n- 1.0e+21\n- -2.0e-10\n- 0.5\n- 100000000000000000000.0\n"
(string->yaml "a: 1\nb:\n  - x\n  - 2.5\n  - [true, null, ~]\n  - {k: v}\nc: |\n  two\n  lines\nd: \"q\\n\"\n")
;=> ((a . 1) (b . #("x" 2.5 #(#t null null) ((k . "v")))) (c . "two\nlines\n") (d . "q\n"))
(map string->yaml '("" "5" "0x1F" "0o17" "1e3" ".5" "-.inf" "'5'" "!!str 5" "12345678901234567890" "1.2.3" "2024-01-02" "- 1\n- 2" "{}" "[]"))
;=> (null 5 31 15 1000.0 0.5 -inf.0 "5" "5" 12345678901234567890 "1.2.3" "2024-01-02" #(1 2) () #())
(string->yaml "a: &x [1]\nb: *x\n")
;=> ((a . #(1)) (b . #(1)))
(yaml->string '((a . 1) (b . #("x" "5" ((k . "yes")) #(1 2))) (c) (d . "two\nlines") (e . #t) (f . null)))
;=> "a: 1\nb:\n  - x\n  - \"5\"\n  -\n    k: \"yes\"\n  -\n    - 1\n    - 2\nc: {}\nd: \"two\\nlines\"\ne: true\nf: null\n"
(let ((x '((a . 1) (b . #("x: y" "- z" "" "#" ((k . "no") (l . -2.5)) #(1 #() #("~")))) (|odd key:| . "ünï") (n . null)))) (equal? x (string->yaml (yaml->string x))))
;=> #t
(map (lambda (text) (substring (wrong (string->yaml text)) 0 31)) '("a: [1" "a: b: c" "a: *x" "? [1]\n: 2"))
;=> ("string->yaml: line 2, column 1:" "string->yaml: line 1, column 5:" "string->yaml: line 1, column 4:" "string->yaml: line 1, column 3:")
(wrong (string->yaml "--- 1\n--- 2\n"))
;=> "string->yaml: line 2, column 1: there is more than one document"
;; An alias is the same object again: what is small stays so.
(vector-length (string->yaml "- &a [x,x]\n- &b [*a,*a]\n- &c [*b,*b]\n- &d [*c,*c]\n- &e [*d,*d]\n- &f [*e,*e]\n- &g [*f,*f]"))
;=> 7
(yaml->string (list 1 2))
;=> error yaml->string: expected
(let ((x (vector 1))) (vector-set! x 0 x) (yaml->string x))
;=> error yaml->string: structures are nested too deep
