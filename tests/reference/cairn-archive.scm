;; (cairn archive): examples of the reference.
(import (scheme base) (cairn archive) (cairn fs))

(utf8->string (gunzip (gzip "hello")))
;=> "hello"
(bytevector-length (gzip (make-bytevector 10000 0) 9))
;=> 44
(utf8->string (zlib-decompress (zlib-compress "hello")))
;=> "hello"
(map entry-name (tar->entries (entries->tar (list (entry "a.txt" "hello") (entry "b.txt" "world")))))
;=> ("a.txt" "b.txt")
(map entry-name (zip->entries (entries->zip (list (entry "a.txt" "hello")))))
;=> ("a.txt")
(entry? (entry "a.txt" "hello"))
;=> #t
(entry-name (entry "a.txt" "hello"))
;=> "a.txt"
(utf8->string (entry-content (entry "a.txt" "hello")))
;=> "hello"
(entry-type (entry "a.txt" "hello"))
;=> file
(entry-mode (entry "run.sh" "echo" #o755))
;=> 493
(entry-target (entry "a.txt" "hello"))
;=> ""
(exact-integer? (entry-modified (entry "a.txt" "hello")))
;=> #t
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a.txt")) (make-archive (path-join d "x.zip") (path-join d "a.txt")) (map entry-name (archive-entries (path-join d "x.zip")))))
;=> ("a.txt")
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a.txt")) (make-archive (path-join d "x.tar.gz") (path-join d "a.txt")) (extract-archive (path-join d "x.tar.gz") (path-join d "out")) (directory-list (path-join d "out"))))
;=> ("a.txt")
(call-with-temporary-file (lambda (path) (call-with-port (open-gzip-output-file path) (lambda (port) (write-string "hello" port))) (call-with-port (open-gzip-input-file path) read-line)))
;=> "hello"
