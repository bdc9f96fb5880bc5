;; SRFI 233: INI files.
(import (srfi 233) (only (srfi 158) generator->list))

(define text "; a note\nmodified=2022-08-10 ; today\n\n[other]\n  quiet = /qa  \n[install]\nkey\na=b=c\n [ last ] \nx=\n")
(generator->list (make-ini-file-generator (open-input-string text)))
;=> (("" "modified" "2022-08-10") ("other" "quiet" "/qa") ("install" "key" "") ("install" "a" "b=c") (" last " "x" ""))
(generator->list (make-ini-file-generator (open-input-string "")))
;=> ()
(let* ((port (open-input-string "a=1")) (next (make-ini-file-generator port)))
  (let* ((first (next)) (second (next)) (third (next)))
    (list first (eof-object? second) (eof-object? third) (input-port-open? port))))
;=> (("" "a" "1") #t #t #f)
(let* ((port (open-output-string)) (put (make-ini-file-accumulator port)))
  (for-each put '("a note" ("" "a" "1") ("s" "b" "2") ("s" "c" "3") ("t" "d" "4")))
  (let ((text (get-output-string port))) (list text (eof-object? (put (eof-object))) (output-port-open? port))))
;=> ("; a note\na=1\n[s]\nb=2\nc=3\n[t]\nd=4\n" #t #f)
((make-ini-file-accumulator (open-output-string)) 5)
;=> error make-ini-file-accumulator: expected a string or a list of three strings, got 5

;; Other characters for the separator and comments.
(define (all-entries generator) (let loop ((entries '())) (let ((entry (generator))) (if (eof-object? entry) (reverse entries) (loop (cons entry entries))))))
(list (all-entries (make-ini-file-generator (open-input-string "key1 - value1\n# comment\n[section]\n key2 - value2\n[key]4\n") #\- #\#)) (all-entries (make-ini-file-generator (open-input-string "a:b ; c\n") #\:)))
;=> ((("" "key1" "value1") ("section" "key2" "value2") ("section" "[key]4" "")) (("" "a" "b")))
(let* ((port (open-output-string)) (write-entry (make-ini-file-accumulator port #\- #\#))) (for-each write-entry '(("" "key1" "value1") "test" ("section" "key2" "value2"))) (get-output-string port))
;=> "key1-value1\n# test\n[section]\nkey2-value2\n"
