;; R7RS 4.1.7. Files are written to the current directory; include finds them there
;; (an interactive environment has no including file to be relative to).

;; 4.1.7 Inclusion
(call-with-output-file "cairn-test-inc.txt"
  (lambda (p) (write '(define inc-a 5) p) (write '(define (inc-f n) (* n inc-a)) p)))
(call-with-output-file "cairn-test-inc2.txt"
  (lambda (p) (write '(set! inc-a 6) p) (write '(inc-f 7) p)))
(call-with-output-file "cairn-test-inc-ci.txt"
  (lambda (p) (write-string "(DEFINE Inc-B 'FooBar) (LIST INC-B '|FooBar| #\\A \"ABC\")" p)))
(include "cairn-test-inc.txt")
(inc-f 3)
;=> 15
(include "cairn-test-inc2.txt")
;=> 42
(let () (include "cairn-test-inc.txt" "cairn-test-inc2.txt"))
;=> 42
(let () (include "cairn-test-inc.txt") (inc-f 2))
;=> 10
(include-ci "cairn-test-inc-ci.txt")
;=> one-of (foobar FooBar #\A "ABC") | (foobar foobar #\A "ABC")
inc-b
;=> foobar
;; case folding ends with the included file
'FooBar
;=> FooBar
(include "cairn-test-no-such-file.txt")
;=> error cairn-test-no-such-file.txt
(include)
;=> error
(include no-string)
;=> error
(begin (delete-file "cairn-test-inc.txt") (delete-file "cairn-test-inc2.txt") (delete-file "cairn-test-inc-ci.txt"))
;=> unspecified
