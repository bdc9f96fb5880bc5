;; SRFI 180: JSON.
(import (srfi 180))

(define (parse text) (json-read (open-input-string text)))
(define (text x) (call-with-output-string (lambda (port) (json-write x port))))
(define-syntax reason
  (syntax-rules () ((_ e) (guard (c ((json-error? c) (json-error-reason c))) e))))
(define (generate . chars)
  (let ((chars (apply append (map string->list chars))))
    (lambda () (if (null? chars) (eof-object) (let ((c (car chars))) (set! chars (cdr chars)) c)))))
(define (events source)
  (let ((event (json-generator source))) (let loop ((all '())) (let ((x (event))) (if (eof-object? x) (reverse all) (loop (cons x all)))))))

;; Reading
(map parse '("null" "true" "false" "0" "-12" "1.5" "-0.25e2" "2E-1" "1e2" "\"abc\"" "[]" "{}"))
;=> (null #t #f 0 -12 1.5 -25.0 0.2 100.0 "abc" #() ())
(parse " [1, [2, {\"a\" : [ ] , \"b\":null}],\t\"x\"\n] ")
;=> #(1 #(2 ((a . #()) (b . null))) "x")
(parse "{\"title\":\"x\",\"sizes\":[1,2],\"owner\":{\"name\":\"y\"}}")
;=> ((title . "x") (sizes . #(1 2)) (owner (name . "y")))
(map (lambda (text) (map char->integer (string->list (parse text)))) '("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"" "\"\\u0041\\u00e9\\uD83D\\uDE00\"" "\"é\""))
;=> ((34 92 47 8 12 10 13 9) (65 233 128512) (233))
(eof-object? (parse " "))
;=> #t
(let ((port (open-input-string "1 \"a\"[2]{} tail"))) (let* ((a (json-read port)) (b (json-read port)) (c (json-read port)) (d (json-read port))) (list a b c d (read-string 5 port))))
;=> (1 "a" #(2) () " tail")
(map (lambda (text) (and (string? (reason (parse text))) (not (equal? text (reason (parse text))))))
     '("[" "[1" "[1,]" "[,1]" "]" "{\"a\"}" "{\"a\":}" "{\"a\":1,}" "{1:2}" "{a:1}" "[1}" "{\"a\":1]" "tru" "nul" "+1" ".5" "1." "1e" "-" "\"abc" "\"\\x\"" "\"\\u12g4\"" "\"\\ud800\"" "\"\\ud800\\u0041\"" "\"\\udc00\"" "\"\n\"" "[1 2]" "{\"a\" 1}" "{\"a\":1 \"b\":2}"))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
(json-read (generate "[1, " "\"a\"]"))
;=> #(1 "a")
(with-input-from-string "[true]" json-read)
;=> #(#t)
(json-read 5)
;=> error json-read: expected a port or generator
(list (json-null? 'null) (json-null? '()) (json-error? 5))
;=> (#t #f #f)
(string-length (text (parse (string-append (make-string 500 #\[) (make-string 500 #\])))))
;=> 1000

;; Events
(events (open-input-string "{\"a\":[1,null],\"b\":{}}"))
;=> (object-start "a" array-start 1 null array-end "b" object-start object-end object-end)
(list (events (generate "[]")) (events (generate "5")) (events (generate "")))
;=> ((array-start array-end) (5) ())
(json-fold (lambda (x seed) (+ seed (if (number? x) x 0))) values values values values 0 (open-input-string "5"))
;=> 5
(json-fold (lambda (x seed) (cons x seed)) (lambda (seed) '()) (lambda (seed) (cons 'array (reverse seed))) (lambda (seed) '()) (lambda (seed) (cons 'object (reverse seed))) '() (open-input-string "[1,{\"a\":2},[]]"))
;=> ((array 1 (object "a" 2) (array)))
(with-input-from-string "[7]" (lambda () (json-fold cons (lambda (s) '()) car values values '())))
;=> (7)
(with-input-from-string "8" (lambda () ((json-generator))))
;=> 8

;; Limits
(list (reason (parameterize ((json-nesting-depth-limit 2)) (parse "[[1]]"))) (reason (parameterize ((json-nesting-depth-limit 2)) (parse "[[[]]]"))))
;=> (#(#(1)) "line 1, column 3: structures are nested too deep")
(list (reason (parameterize ((json-number-of-character-limit 4)) (parse "[12]"))) (reason (parameterize ((json-number-of-character-limit 4)) (parse "[123]"))))
;=> (#(12) "line 1, column 6: the text has too many characters")

;; Several values
(let ((next (json-lines-read (open-input-string "{\"a\":1}\n[2]\n3\n")))) (let* ((a (next)) (b (next)) (c (next)) (d (next))) (list a b c (eof-object? d))))
;=> (((a . 1)) #(2) 3 #t)
(let ((next (json-lines-read (generate "1\n" "2\n")))) (let* ((a (next)) (b (next)) (c (next))) (list a b (eof-object? c))))
;=> (1 2 #t)
(let ((next (json-sequence-read (open-input-string "\x1E;{\"a\":1}\n\x1E;\x1E;2\n")))) (let* ((a (next)) (b (next)) (c (next))) (list a b (eof-object? c))))
;=> (((a . 1)) 2 #t)

;; Writing
(map text (list 'null #t #f 0 -12 1.5 "a" #() '() (vector 1 "x" (vector)) '((a . 1) (b . #(2)) (c (d . null)))))
;=> ("null" "true" "false" "0" "-12" "1.5" "\"a\"" "[]" "{}" "[1,\"x\",[]]" "{\"a\":1,\"b\":[2],\"c\":{\"d\":null}}")
(text (list->string (map integer->char '(34 92 8 12 10 13 9 1 31 127 233))))
;=> "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f;é\""
(with-output-to-string (lambda () (json-write '((a . 1)))))
;=> "{\"a\":1}"
(let ((parts '())) (json-write #(1 "a") (lambda (x) (set! parts (cons (if (char? x) (string x) x) parts)))) (apply string-append (reverse parts)))
;=> "[1,\"a\"]"
(map (lambda (x) (reason (text x))) (list 1/2 +inf.0 +nan.0 1+2i 'a #\a '(1) '((1 . 2)) '(("a" . 1)) (vector car) '((a . b)) '(a . b)))
;=> ("not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value" "not a JSON value")
(let ((x '((a . #(1 2.5 "x" ((b . null)) #t)) (c . "λ\n")))) (equal? x (parse (text x))))
;=> #t
(json-write 1 'port)
;=> error json-write: expected a port

;; Accumulators
(define (accumulate . events) (call-with-output-string (lambda (port) (for-each (json-accumulator port) events))))
(list (accumulate 'object-start "a" 'array-start 1 'null 'array-end "b" 'object-start 'object-end 'object-end) (accumulate 5) (accumulate "x" (eof-object)))
;=> ("{\"a\":[1,null],\"b\":{}}" "5" "\"x\"")
(map (lambda (events) (string? (reason (begin (apply accumulate events) #f))))
     (list '(1 2) '(array-end) '(object-start 1) '(object-start "a" object-end) '(array-start object-end) '(object-start array-end) '(object-start array-start) (list (eof-object)) '(array-start foo) '(array-start 1 array-end array-start)))
;=> (#t #t #t #t #t #t #t #t #t #t)
(json-accumulator 5)
;=> error json-accumulator
;; A number ends where something else begins, whether a port or a generator gives the text.
(define (refused? text)
  (define (fails? source) (guard (e ((json-error? e) #t)) (json-read source) #f))
  (list (fails? (open-input-string text)) (fails? (generate text))))
(map refused? '("01" "-01" "0x1" "1.5.5" "1-2" "1a"))
;=> ((#t #t) (#t #t) (#t #t) (#t #t) (#t #t) (#t #t))
(reason (parse "01"))
;=> "line 1, column 2: expected the end of a number"
(map refused? '("0" "-0 " "1]" "1,2" "2[]" "2{}" "0\n1" "1e3\"\""))
;=> ((#f #f) (#f #f) (#f #f) (#f #f) (#f #f) (#f #f) (#f #f) (#f #f))
