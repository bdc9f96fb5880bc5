;; SRFI 14: character sets.
(import (srfi 14))

(define vowels (char-set #\a #\e #\i #\o #\u))
(define (codes set) (map char->integer (char-set->list set)))

(map char-set? (list vowels char-set:empty #\a "a" '()))
;=> (#t #t #f #f #f)
(list (char-set=) (char-set= vowels) (char-set= vowels (string->char-set "ioeauaeii")) (char-set= vowels (string->char-set "ioeeu")) (char-set= vowels vowels char-set:empty))
;=> (#t #t #t #f #f)
(list (char-set<=) (char-set<= vowels) (char-set<= vowels (string->char-set "ioeauaeiiz")) (char-set<= vowels (string->char-set "ioe")) (char-set<= char-set:empty vowels char-set:lower-case char-set:letter char-set:full))
;=> (#t #t #t #f #t)
(= (char-set-hash vowels 100) (char-set-hash (string->char-set "uoiea") 100))
;=> #t
(list (< -1 (char-set-hash char-set:letter 10) 10) (= (char-set-hash vowels) (char-set-hash vowels 0)) (char-set-hash vowels 1))
;=> (#t #t 0)
(char-set-hash vowels -1)
;=> error char-set-hash

;; Iteration
(let loop ((cursor (char-set-cursor (char-set #\G #\a #\T #\e #\c #\h))) (ans '()))
  (if (end-of-char-set? cursor) ans
      (loop (char-set-cursor-next (char-set #\G #\a #\T #\e #\c #\h) cursor)
            (cons (char-set-ref (char-set #\G #\a #\T #\e #\c #\h) cursor) ans))))
;=> (#\h #\e #\c #\a #\T #\G)
(end-of-char-set? (char-set-cursor char-set:empty))
;=> #t
(char-set-cursor-next vowels (char-set-cursor char-set:empty))
;=> error char-set-cursor-next
(char-set-fold cons '() (char-set #\b #\a #\c))
;=> (#\c #\b #\a)
(char-set= (string->char-set "eiaou2468") (char-set-unfold null? car cdr '(#\a #\e #\i #\o #\u #\u #\u) (string->char-set "2468")))
;=> #t
(char-set->string (char-set-unfold null? car cdr '(#\c #\a #\b)))
;=> "abc"
(char-set->string (char-set-unfold! null? car cdr '(#\c #\a #\b) (char-set #\d)))
;=> "abcd"
(let ((seen '())) (char-set-for-each (lambda (c) (set! seen (cons c seen))) (char-set #\x #\y)) seen)
;=> (#\y #\x)
(char-set->string (char-set-map char-upcase vowels))
;=> "AEIOU"
(char-set-map char->integer vowels)
;=> error char-set-map: expected a character

;; Creation
(char-set= vowels (char-set-copy vowels))
;=> #t
(list (char-set->list (char-set)) (char-set->list (char-set #\a #\a)) (char-set->string (char-set #\c #\a #\b #\x)))
;=> (() (#\a) "abcx")
(char-set 1)
;=> error char-set: expected a character, got 1
(map char-set->string (list (list->char-set '(#\b #\a)) (list->char-set '(#\b) vowels) (list->char-set! '(#\b) vowels)))
;=> ("ab" "abeiou" "abeiou")
(map char-set->string (list (string->char-set "xy") (string->char-set "xy" vowels) (string->char-set! "xy" vowels)))
;=> ("xy" "aeiouxy" "aeiouxy")
(map char-set->string (list (char-set-filter (lambda (c) (char<? c #\g)) vowels) (char-set-filter char-numeric? char-set:ascii vowels) (char-set-filter! (lambda (c) #f) vowels (char-set #\z))))
;=> ("ae" "0123456789aeiou" "z")
(map char-set->string (list (ucs-range->char-set 65 68) (ucs-range->char-set 65 65) (ucs-range->char-set 65 68 #t) (ucs-range->char-set 65 68 #t vowels) (ucs-range->char-set! 97 100 #f vowels)))
;=> ("ABC" "" "ABC" "ABCaeiou" "abceiou")
(codes (ucs-range->char-set #xD7FF #xE001))
;=> (55295 57344)
(ucs-range->char-set #xD7FF #xE001 #t)
;=> error ucs-range->char-set
(ucs-range->char-set 3 2)
;=> error ucs-range->char-set
(map (lambda (x) (char-set->string (->char-set x))) (list vowels "cab" #\z))
;=> ("aeiou" "abc" "z")
(->char-set 'x)
;=> error ->char-set

;; Queries
(list (char-set-size vowels) (char-set-size char-set:empty) (char-set-size char-set:full) (char-set-size char-set:ascii))
;=> (5 0 1112064 128)
(char-set-count (lambda (c) (char<? c #\j)) vowels)
;=> 3
(map (lambda (c) (char-set-contains? vowels c)) '(#\a #\b #\u #\v #\A #\λ))
;=> (#t #f #t #f #f #f)
(char-set-contains? #\a vowels)
;=> error char-set-contains?: expected a character set
(char-set-contains? vowels 97)
;=> error char-set-contains?: expected a character
(list (char-set-every char-lower-case? vowels) (char-set-every (lambda (c) (char<? c #\i)) vowels) (char-set-every car char-set:empty))
;=> (#t #f #t)
(list (char-set-any (lambda (c) (and (char>? c #\f) c)) vowels) (char-set-any char-upper-case? vowels) (char-set-any car char-set:empty))
;=> (#\i #f #f)

;; Algebra
(map char-set->string (list (char-set-adjoin vowels #\x #\a) (char-set-adjoin! vowels #\b) (char-set-delete vowels #\e #\z) (char-set-delete! vowels #\a #\e #\i)))
;=> ("aeioux" "abeiou" "aiou" "ou")
(list (char-set-size (char-set-complement vowels)) (char-set-contains? (char-set-complement vowels) #\a) (char-set-contains? (char-set-complement! vowels) #\b))
;=> (1112059 #f #t)
(char-set= vowels (char-set-complement (char-set-complement vowels)))
;=> #t
(list (char-set= (char-set-complement char-set:full) char-set:empty) (char-set= (char-set-complement char-set:empty) char-set:full))
;=> (#t #t)
(list (char-set= (char-set-union) char-set:empty) (char-set= (char-set-intersection) char-set:full) (char-set= (char-set-xor) char-set:empty) (char-set= (char-set-difference vowels) vowels))
;=> (#t #t #t #t)
(map char-set->string (list (char-set-union vowels (char-set #\b) (char-set #\c)) (char-set-union! vowels (char-set #\b)) (char-set-intersection vowels (string->char-set "abc") (string->char-set "ae")) (char-set-intersection! vowels (char-set #\e))))
;=> ("abceiou" "abeiou" "a" "e")
(map char-set->string (list (char-set-difference vowels (char-set #\a) (string->char-set "xyzi")) (char-set-difference! vowels vowels) (char-set-xor vowels (string->char-set "abc")) (char-set-xor! vowels vowels)))
;=> ("eou" "" "bceiou" "")
(call-with-values (lambda () (char-set-diff+intersection vowels (string->char-set "abc") (char-set #\u))) (lambda sets (map char-set->string sets)))
;=> ("eio" "au")
(call-with-values (lambda () (char-set-diff+intersection! vowels vowels)) (lambda sets (map char-set->string sets)))
;=> ("" "aeiou")
(char-set-union vowels 'x)
;=> error char-set-union

;; The standard sets
(define (latin-1 set) (char-set-intersection set (ucs-range->char-set 0 256)))
(char-set->string (char-set-intersection char-set:ascii char-set:lower-case))
;=> "abcdefghijklmnopqrstuvwxyz"
(char-set->string (char-set-intersection char-set:ascii char-set:upper-case))
;=> "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
(map (lambda (set) (char-set-size (latin-1 set))) (list char-set:lower-case char-set:upper-case char-set:title-case char-set:letter))
;=> (59 56 0 117)
(map (lambda (c) (list (char-set-contains? char-set:lower-case c) (char-set-contains? char-set:upper-case c))) '(#\µ #\ß #\ÿ #\ª #\Ω #\ω #\x2170 #\x1C5))
;=> ((#t #f) (#t #f) (#t #f) (#f #f) (#f #t) (#t #f) (#f #f) (#f #f))
(char-set-size char-set:title-case)
;=> 31
(list (char-set->string (char-set-intersection char-set:ascii char-set:digit)) (char-set-contains? char-set:digit #\x0AE7) (char-set->string char-set:hex-digit))
;=> ("0123456789" #t "0123456789ABCDEFabcdef")
(char-set= char-set:letter+digit (char-set-union char-set:letter char-set:digit))
;=> #t
(char-set->string (char-set-intersection char-set:ascii char-set:punctuation))
;=> "!\"#%&'()*,-./:;?@[\\]_{}"
(char-set->string (char-set-intersection char-set:ascii char-set:symbol))
;=> "$+<=>^`|~"
(codes (latin-1 char-set:whitespace))
;=> (9 10 11 12 13 32 160)
(codes (char-set-difference char-set:whitespace (ucs-range->char-set 0 #x2000)))
;=> (8192 8193 8194 8195 8196 8197 8198 8199 8200 8201 8202 8232 8233 8239 8287 12288)
(codes (latin-1 char-set:blank))
;=> (9 32 160)
(list (char-set-size char-set:iso-control) (char-set-contains? char-set:iso-control #\x85) (char-set-contains? char-set:iso-control #\x2028))
;=> (65 #t #f)
(char-set= (char-set-intersection char-set:ascii char-set:graphic) (char-set-intersection char-set:ascii (char-set-union char-set:letter char-set:digit char-set:punctuation char-set:symbol)))
;=> #t
(map (lambda (c) (char-set-contains? char-set:graphic c)) '(#\A #\λ #\x301 #\space #\newline #\x4E00 #\x2167))
;=> (#t #t #t #f #f #t #t)
(char-set= char-set:printing (char-set-union char-set:whitespace char-set:graphic))
;=> #t
(char-set->list char-set:empty)
;=> ()
;; The predicates of R7RS know some more letters, but none less.
(define low (ucs-range->char-set 0 #x2000))
(map (lambda (set pred) (char-set<= (char-set-intersection low set) (char-set-filter pred low))) (list char-set:lower-case char-set:upper-case char-set:letter char-set:digit char-set:whitespace) (list char-lower-case? char-upper-case? char-alphabetic? char-numeric? char-whitespace?))
;=> (#t #t #t #t #t)
(list (char-set<= char-set:lower-case char-set:letter) (char-set<= char-set:upper-case char-set:letter) (char-set<= char-set:title-case char-set:letter))
;=> (#t #t #t)
