;; R7RS 6.7: strings.
;; literals
"The word \"recursion\" has many meanings."
;=> "The word \"recursion\" has many meanings."
"Another example:\ntwo lines of text"
;=> "Another example:\ntwo lines of text"
"Here's text \
   containing just one line"
;=> "Here's text containing just one line"
"\x03B1; is named GREEK SMALL LETTER ALPHA."
;=> "α is named GREEK SMALL LETTER ALPHA."
"two
lines"
;=> "two\nlines"
"a\   
   	b"
;=> "ab"
(map char->integer (string->list "\a\b\t\n\r\"\\\|"))
;=> (7 8 9 10 13 34 92 124)
"\x41;\x42;"
;=> "AB"
(string-length "\x1F600;")
;=> 1
(string=? "\x3BB;" "\x3bb;" "λ")
;=> #t
(string-length "a\
  b")
;=> 2
(string? "a")
;=> #t
(string? 'a)
;=> #f
(string? #\a)
;=> #f
(string? "")
;=> #t

;; make-string, string, string-length
(make-string 3 #\*)
;=> "***"
(string-length (make-string 5))
;=> 5
(make-string 0 #\a)
;=> ""
(make-string 2 #\x1F600)
;=> "😀😀"
(make-string -1 #\a)
;=> error
(make-string 2 "a")
;=> error
(make-string 'a)
;=> error
(string)
;=> ""
(string #\a #\b)
;=> "ab"
(string #\x3bb)
;=> "λ"
(string-length "")
;=> 0
(string-length "abc")
;=> 3
(string-length "λ")
;=> 1
(string-length "a😀b")
;=> 3
(string-length 'a)
;=> error

;; string-ref, string-set!
(string-ref "abc" 0)
;=> #\a
(string-ref "a😀b" 2)
;=> #\b
(char->integer (string-ref "a😀b" 1))
;=> 128512
(string-ref "abc" 3)
;=> error
(string-ref "" 0)
;=> error
(string-ref "abc" -1)
;=> error
(string-ref "abc" 1.0)
;=> error
(string-ref 'abc 0)
;=> error
(string-ref "abc")
;=> error
(define (f) (make-string 3 #\*))
(define (g) "***")
(string-set! (f) 0 #\?)
;=> unspecified
;; a constant, or the name of a symbol: an error that need not be signalled
(guard (e (#t 'error)) (string-set! (g) 0 #\?) 'not-signalled)
;=> one-of error | not-signalled
(guard (e (#t 'error)) (string-set! (symbol->string 'immutable) 0 #\?) 'not-signalled)
;=> one-of error | not-signalled
(let ((s (string-copy "abc"))) (string-set! s 1 #\x) s)
;=> "axc"
;; a wide character into a narrow string, and back
(let ((s (string-copy "abc"))) (string-set! s 1 #\λ) s)
;=> "aλc"
(let ((s (string-copy "abc"))) (string-set! s 1 #\x1F600) (list s (string-length s) (string-ref s 2)))
;=> ("a😀c" 3 #\c)
(let ((s (make-string 3 #\x1F600))) (string-set! s 0 #\a) (string-set! s 2 #\é) (list s (string-length s)))
;=> ("a😀é" 3)
(let ((s (make-string 100 #\a))) (string-set! s 99 #\x10FFFF) (string-set! s 0 #\ü) (list (string-ref s 0) (string-ref s 50) (char->integer (string-ref s 99)) (string-length s)))
;=> (#\ü #\a 1114111 100)
(let* ((a (string-copy "abc")) (b a)) (string-set! a 0 #\λ) (list (eq? a b) b))
;=> (#t "λbc")
(string-set! (make-string 3 #\a) 3 #\b)
;=> error
(string-set! (make-string 3 #\a) 0 "b")
;=> error
(string-set! (make-string 3 #\a) 0 98)
;=> error
(string-set! 'abc 0 #\a)
;=> error

;; comparison
(string=? "abc" "abc")
;=> #t
(string=? "abc" "abd")
;=> #f
(string=? "abc" "ab")
;=> #f
(string=? "" "")
;=> #t
(string=? "a" "a" "a")
;=> #t
(string=? "a" "a" "b")
;=> #f
(string<? "abc" "abd")
;=> #t
(string<? "ab" "abc")
;=> #t
(string<? "abc" "ab")
;=> #f
(string<? "" "a")
;=> #t
(string<? "a" "b" "c")
;=> #t
(string<? "a" "c" "b")
;=> #f
(string>? "b" "a")
;=> #t
(string>? "abc" "ab" "a" "")
;=> #t
(string<=? "a" "a" "b")
;=> #t
(string<=? "b" "a")
;=> #f
(string>=? "b" "b" "a")
;=> #t
(string>=? "a" "b")
;=> #f
(string<? "Z" "a")
;=> #t
(string=? "a" 'a)
;=> error
(string<? "a" #\b)
;=> error
(string-ci=? "AbC" "aBc")
;=> #t
(string-ci=? "abc" "abd")
;=> #f
(string-ci=? "a" "A" "a")
;=> #t
(string-ci=? "Straße" "STRASSE")
;=> #t
(string-ci=? "ΑΣ" "ας" "ασ")
;=> #t
(string-ci<? "a" "B" "c")
;=> #t
(string-ci<? "B" "a")
;=> #f
(string-ci>? "B" "a")
;=> #t
(string-ci<=? "a" "A" "b")
;=> #t
(string-ci>=? "B" "b" "A")
;=> #t
(string-ci=? "a" 5)
;=> error

;; case
(string-upcase "abc")
;=> "ABC"
(string-downcase "ABC")
;=> "abc"
(string-foldcase "AbC")
;=> "abc"
(string-upcase "")
;=> ""
(string-upcase "Straße")
;=> "STRASSE"
(string-upcase "λ1a")
;=> "Λ1A"
(string-downcase "ΑΒΓ")
;=> "αβγ"
(string-downcase "ΧΑΟΣ")
;=> one-of "χαος" | "χαοσ"
(string-downcase "ΧΑΟΣΣ")
;=> one-of "χαοσς" | "χαοσσ"
(string-downcase "ΧΑΟΣ Σ")
;=> one-of "χαος σ" | "χαοσ σ"
(string-foldcase "ΧΑΟΣ")
;=> "χαοσ"
(string-foldcase "ΧΑΟΣΣ")
;=> "χαοσσ"
(string-foldcase "Straße")
;=> "strasse"
(string-upcase "χαος")
;=> "ΧΑΟΣ"
(string-upcase "ﬁ")
;=> "FI"
(string-downcase "İ")
;=> "i̇"
(let ((s "abc")) (string-upcase s) s)
;=> "abc"
(string-upcase 'a)
;=> error
(string-downcase #\a)
;=> error

;; substring, string-append, string-copy
(substring "abcde" 1 3)
;=> "bc"
(substring "abc" 0 0)
;=> ""
(substring "abc" 0 3)
;=> "abc"
(substring "abc" 3 3)
;=> ""
(substring "a😀λb" 1 3)
;=> "😀λ"
(substring "abc" 2 1)
;=> error
(substring "abc" 0 4)
;=> error
(substring "abc" -1 2)
;=> error
(substring 'abc 0 1)
;=> error
(let* ((s (string-copy "abc")) (t (substring s 0 3))) (string-set! t 0 #\x) s)
;=> "abc"
(string-append)
;=> ""
(string-append "a")
;=> "a"
(string-append "abc" "" "def" "λ")
;=> "abcdefλ"
(let* ((s (string-copy "abc")) (t (string-append s))) (string-set! t 0 #\x) s)
;=> "abc"
(string-append "a" 'b)
;=> error
(string-append "a" #\b)
;=> error
(string-copy "abc")
;=> "abc"
(string-copy "abcde" 2)
;=> "cde"
(string-copy "abcde" 2 4)
;=> "cd"
(string-copy "abc" 3)
;=> ""
(string-copy "aλ😀b" 1 3)
;=> "λ😀"
(let* ((s "abc") (t (string-copy s))) (string-set! t 0 #\x) (list s t))
;=> ("abc" "xbc")
(string-copy "abc" 4)
;=> error
(string-copy "abc" 2 1)
;=> error
(string-copy "abc" 0 4)
;=> error
(string-copy 'a)
;=> error

;; lists
(string->list "abc")
;=> (#\a #\b #\c)
(string->list "")
;=> ()
(string->list "abc" 1)
;=> (#\b #\c)
(string->list "abcde" 1 3)
;=> (#\b #\c)
(string->list "abc" 3)
;=> ()
(string->list "abc" 4)
;=> error
(string->list "abc" 2 1)
;=> error
(string->list 'abc)
;=> error
(list->string '(#\a #\b))
;=> "ab"
(list->string '())
;=> ""
(list->string (list #\λ #\x1F600 #\a))
;=> "λ😀a"
(list->string '(#\a "b"))
;=> error
(list->string '(#\a . #\b))
;=> error
(list->string 'a)
;=> error

;; string-copy!
(define a "12345")
(define b (string-copy "abcde"))
(string-copy! b 1 a 0 2)
b
;=> "a12de"
(let ((s (string-copy "abcde"))) (string-copy! s 0 "xy") s)
;=> "xycde"
(let ((s (string-copy "abcde"))) (string-copy! s 3 "xy") s)
;=> "abcxy"
(let ((s (string-copy "abcde"))) (string-copy! s 1 "vwxyz" 2) s)
;=> "axyze"
(let ((s (string-copy "abcde"))) (string-copy! s 5 "") s)
;=> "abcde"
;; overlapping, both directions
(let ((s (string-copy "abcde"))) (string-copy! s 1 s 0 3) s)
;=> "aabce"
(let ((s (string-copy "abcde"))) (string-copy! s 0 s 2 5) s)
;=> "cdede"
(let ((s (string-copy "abcde"))) (string-copy! s 0 s) s)
;=> "abcde"
(let ((s (string-copy "aλ😀de"))) (string-copy! s 1 s 0 3) s)
;=> "aaλ😀e"
(let ((s (string-copy "abcde"))) (string-copy! s 1 "λ😀") s)
;=> "aλ😀de"
(string-copy! (string-copy "abc") 2 "xy")
;=> error
(string-copy! (string-copy "abc") 4 "")
;=> error
(string-copy! (string-copy "abc") -1 "x")
;=> error
(string-copy! (string-copy "abc") 0 "xyz" 2 1)
;=> error
(string-copy! (string-copy "abc") 0 "xyz" 0 4)
;=> error

;; string-fill!
(let ((s (make-string 3 #\a))) (string-fill! s #\b) s)
;=> "bbb"
(let ((s (string-copy "abcde"))) (string-fill! s #\x 2) s)
;=> "abxxx"
(let ((s (string-copy "abcde"))) (string-fill! s #\x 1 3) s)
;=> "axxde"
(let ((s (string-copy "abcde"))) (string-fill! s #\😀 1 3) s)
;=> "a😀😀de"
(let ((s (string-copy "abc"))) (string-fill! s #\x 1 1) s)
;=> "abc"
(string-fill! (make-string 3 #\a) #\b 2 1)
;=> error
(string-fill! (make-string 3 #\a) #\b 0 4)
;=> error
(string-fill! (make-string 3 #\a) "b")
;=> error

;; the written form escapes
(string #\" #\\)
;=> "\"\\"
(let ((o (open-output-string))) (write "a\\b\"c" o) (get-output-string o))
;=> "\"a\\\\b\\\"c\""
(let* ((s (list->string (map integer->char '(0 7 8 9 10 13 27 32 34 92 127 160 955 128512)))) (o (open-output-string))) (write s o) (string=? s (read (open-input-string (get-output-string o)))))
;=> #t
;; ordering is a total order
(let ((l '("" "a" "A" "ab" "b" "λ" "é" "😀" "aλ")))
  (let loop ((p l)) (cond ((null? p) #t)
    ((let inner ((q l)) (cond ((null? q) #t)
       ((and (= 1 (+ (if (string<? (car p) (car q)) 1 0) (if (string=? (car p) (car q)) 1 0) (if (string>? (car p) (car q)) 1 0)))
             (eq? (string<=? (car p) (car q)) (not (string>? (car p) (car q))))
             (eq? (string>=? (car p) (car q)) (not (string<? (car p) (car q))))) (inner (cdr q)))
       (else #f))) (loop (cdr p)))
    (else (car p)))))
;=> #t
