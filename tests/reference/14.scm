;; SRFI 14: examples of the reference.
(import (srfi 14))

(char-set-contains? (->char-set "abc") #\b)
;=> #t
(char-set->string (char-set-adjoin (char-set) #\a))
;=> "a"
(char-set->string (char-set-adjoin! (char-set) #\a))
;=> "a"
(char-set-contains? (char-set-complement! (char-set #\a)) #\b)
;=> #t
(char-set= (char-set-copy char-set:digit) char-set:digit)
;=> #t
(char-set-count char-upper-case? (string->char-set "aBC"))
;=> 2
(char-set->string (char-set-delete (char-set #\a #\b) #\a))
;=> "b"
(char-set->string (char-set-delete! (char-set #\a #\b) #\a))
;=> "b"
(let-values (((a b) (char-set-diff+intersection (char-set #\a #\b) (char-set #\b)))) (map char-set->string (list a b)))
;=> ("a" "b")
(let-values (((a b) (char-set-diff+intersection! (char-set #\a #\b) (char-set #\b)))) (map char-set->string (list a b)))
;=> ("a" "b")
(char-set->string (char-set-difference (char-set #\a #\b) (char-set #\b)))
;=> "a"
(char-set->string (char-set-difference! (char-set #\a #\b) (char-set #\b)))
;=> "a"
(char-set->string (char-set-filter char-upper-case? (string->char-set "aB")))
;=> "B"
(char-set->string (char-set-filter! char-upper-case? (string->char-set "aB") (char-set)))
;=> "B"
(let ((n 0)) (char-set-for-each (lambda (c) (set! n (+ n 1))) (char-set #\a #\b)) n)
;=> 2
(char-set->string (char-set-intersection! (char-set #\a #\b) (char-set #\b)))
;=> "b"
(char-set->string (char-set-map char-upcase (char-set #\a)))
;=> "A"
(let ((set (char-set #\a))) (char-set-ref set (char-set-cursor set)))
;=> #\a
(let ((set (char-set #\a))) (end-of-char-set? (char-set-cursor-next set (char-set-cursor set))))
;=> #t
(char-set-size (char-set-union! (char-set #\a) (char-set #\b)))
;=> 2
(char-set->string (char-set-xor! (char-set #\a #\b) (char-set #\b)))
;=> "a"
(char-set-contains? char-set:blank #\tab)
;=> #t
(char-set? char-set:letter)
;=> #t
(char-set-size (list->char-set '(#\a #\b #\a)))
;=> 2
(char-set-size (list->char-set! '(#\a) (char-set #\b)))
;=> 2
(char-set-size (string->char-set "abca"))
;=> 3
(char-set-size (string->char-set! "ab" (char-set #\c)))
;=> 3
(char-set-size (ucs-range->char-set 97 123))
;=> 26
(char-set-size (ucs-range->char-set! 97 100 #f (char-set #\z)))
;=> 4
