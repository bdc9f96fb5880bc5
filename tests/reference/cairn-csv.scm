;; (cairn csv): examples of the reference.
(import (scheme base) (cairn csv) (cairn fs))

(string->csv "name,age\n\"Ada, Lady\",36\n")
;=> (("name" "age") ("Ada, Lady" "36"))
(string->csv "a;b\n1;2\n" #\;)
;=> (("a" "b") ("1" "2"))
(csv->string '(("name" "age") ("Ada, Lady" "36")))
;=> "name,age\n\"Ada, Lady\",36\n"
(csv-read (open-input-string "a,b\nc,d\n"))
;=> ("a" "b")
(csv-read-all (open-input-string "a,b\nc,d\n"))
;=> (("a" "b") ("c" "d"))
(csv-read-table (open-input-string "name,age\nAda,36\n"))
;=> (((name . "Ada") (age . "36")))
(csv-fold (lambda (record sum) (+ sum (string->number (cadr record)))) 0 (open-input-string "a,1\nb,2\n"))
;=> 3
(let ((names '())) (csv-for-each (lambda (record) (set! names (cons (car record) names))) (open-input-string "a,1\nb,2\n")) (reverse names))
;=> ("a" "b")
(let ((port (open-output-string))) (csv-write '("a" "b c" "d,e") port) (get-output-string port))
;=> "a,b c,\"d,e\"\n"
(let ((port (open-output-string))) (csv-write-all '(("a" "b") ("c" "d")) port) (get-output-string port))
;=> "a,b\nc,d\n"
(call-with-temporary-file (lambda (path) (csv->file '(("a" "b") ("1" "2")) path) (file->csv path)))
;=> (("a" "b") ("1" "2"))
