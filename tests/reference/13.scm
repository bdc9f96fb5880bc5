;; SRFI 13: examples of the reference.
(import (srfi 13))

(string-ci< "abc" "ABD")
;=> #t
(string-ci<= "abc" "ABC")
;=> #t
(string-ci<> "abc" "ABD")
;=> #t
(string-ci> "abd" "ABC")
;=> #t
(string-ci>= "abc" "ABC")
;=> #t
(string<= "abc" "abd")
;=> #t
(string<> "abc" "abd")
;=> #t
(string> "abd" "abc")
;=> #t
(string>= "abc" "abc")
;=> #t
(let ((s (string-copy "ABC"))) (string-downcase! s) s)
;=> "abc"
(let ((s (string-copy "abc"))) (string-upcase! s) s)
;=> "ABC"
(let ((s (string-copy "a tale"))) (string-titlecase! s) s)
;=> "A Tale"
(let ((s (string-copy "abc"))) (string-reverse! s) s)
;=> "cba"
(let ((s (string-copy "abc"))) (string-map! char-upcase s) s)
;=> "ABC"
(let ((s (make-string 5 #\-))) (string-xcopy! s 0 "ab" 0 5) s)
;=> "ababa"
(let ((at '())) (string-for-each-index (lambda (i) (set! at (cons i at))) "abc") at)
;=> (2 1 0)
(kmp-step "abab" (make-kmp-restart-vector "abab") #\a 0 char=? 0)
;=> 1
(string-kmp-partial-search "ab" (make-kmp-restart-vector "ab") "xxab" 0)
;=> -4
(begin (check-substring-spec string-length "hello" 1 3) 'fine)
;=> fine
