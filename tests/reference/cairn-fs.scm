;; (cairn fs): examples of the reference.
(import (scheme base) (scheme file) (cairn fs))

(path-join "a" "b" "c.txt")
;=> "a/b/c.txt"
(path-parts "/a/b/c.txt")
;=> ("/" "a" "b" "c.txt")
(path-directory "/a/b/c.txt")
;=> "/a/b"
(path-name "/a/b/c.txt")
;=> "c.txt"
(path-stem "/a/b/c.txt")
;=> "c"
(path-extension "/a/b/c.txt")
;=> "txt"
(path-with-extension "a/b.txt" "md")
;=> "a/b.md"
(path-absolute? "/a/b")
;=> #t
(path-normalize "a/../b/./c")
;=> "b/c"
(path-relative "/a/b/c" "/a/d")
;=> "../b/c"
(path-absolute? (path-absolute "x"))
;=> #t
(path-absolute "/a/./b/../c")
;=> "/a/c"
(path-absolute? (real-path "."))
;=> #t
(real-path "/")
;=> "/"
(path-absolute? (current-directory))
;=> #t
(call-with-temporary-directory (lambda (d) (let ((before (current-directory))) (set-current-directory! d) (let ((inside (equal? (current-directory) (real-path d)))) (set-current-directory! before) inside))))
;=> #t
(call-with-temporary-directory (lambda (d) (call-with-current-directory d (lambda () (string->file "x" "a.txt") (directory-list ".")))))
;=> ("a.txt")
(file-info? (file-info "/"))
;=> #t
(file-info-type (file-info "/"))
;=> directory
(call-with-temporary-file (lambda (path) (string->file "hello" path) (file-info-size (file-info path))))
;=> 5
(call-with-temporary-file (lambda (path) (set-file-mode! path #o600) (number->string (file-info-mode (file-info path)) 8)))
;=> "600"
(call-with-temporary-file (lambda (path) (set-file-times! path 86400 0) (file-info-modified (file-info path))))
;=> 86400.0
(call-with-temporary-file (lambda (path) (set-file-times! path 86400 1000) (file-info-accessed (file-info path))))
;=> 1000.0
(real? (file-info-changed (file-info "/")))
;=> #t
(call-with-temporary-file (lambda (path) (exact-integer? (file-info-inode (file-info path)))))
;=> #t
(exact-integer? (file-info-device (file-info "/")))
;=> #t
(call-with-temporary-file (lambda (path) (file-info-links (file-info path))))
;=> 1
(exact-integer? (file-info-user (file-info "/")))
;=> #t
(exact-integer? (file-info-group (file-info "/")))
;=> #t
(file-exists? "/no/such/file")
;=> #f
(file-type "/")
;=> directory
(file-type "/no/such/file")
;=> #f
(call-with-temporary-file (lambda (path) (string->file "hello" path) (file-size path)))
;=> 5
(call-with-temporary-file (lambda (path) (set-file-times! path 86400 0) (file-modified path)))
;=> 86400.0
(directory? "/")
;=> #t
(call-with-temporary-file (lambda (path) (regular-file? path)))
;=> #t
(call-with-temporary-directory (lambda (d) (make-link "target" (path-join d "l")) (link? (path-join d "l"))))
;=> #t
(call-with-temporary-directory (lambda (d) (string->file "" (path-join d "b")) (string->file "" (path-join d "a")) (directory-list d)))
;=> ("a" "b")
(call-with-temporary-directory (lambda (d) (make-directories (path-join d "a" "b")) (map (lambda (p) (path-relative p d)) (directory-walk d))))
;=> ("a" "a/b")
(call-with-temporary-directory (lambda (d) (string->file "abc" (path-join d "a")) (directory-fold (lambda (path type bytes) (+ bytes (file-size path))) 0 d)))
;=> 3
(call-with-temporary-directory (lambda (d) (string->file "" (path-join d "a")) (let ((found '())) (directory-for-each (lambda (path type) (set! found (cons type found))) d) found)))
;=> (file)
(call-with-temporary-directory (lambda (d) (string->file "" (path-join d "a.scm")) (string->file "" (path-join d "b.txt")) (map path-name (glob "*.scm" d))))
;=> ("a.scm")
(glob-match? "src/**/*.scm" "src/a/b.scm")
;=> #t
(call-with-temporary-directory (lambda (d) (make-directory (path-join d "a")) (directory? (path-join d "a"))))
;=> #t
(call-with-temporary-directory (lambda (d) (make-directories (path-join d "a" "b" "c")) (directory? (path-join d "a" "b" "c"))))
;=> #t
(call-with-temporary-directory (lambda (d) (make-link "target" (path-join d "l")) (read-link (path-join d "l"))))
;=> "target"
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a")) (make-hard-link (path-join d "a") (path-join d "b")) (file->string (path-join d "b"))))
;=> "hi"
(call-with-temporary-directory (lambda (d) (make-fifo (path-join d "f")) (file-type (path-join d "f"))))
;=> fifo
(call-with-temporary-directory (lambda (d) (make-link "target" (path-join d "l")) (read-link (path-join d "l"))))
;=> "target"
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a")) (copy-file (path-join d "a") (path-join d "b")) (file->string (path-join d "b"))))
;=> "hi"
(call-with-temporary-directory (lambda (d) (make-directories (path-join d "a" "b")) (copy-tree (path-join d "a") (path-join d "c")) (directory-list (path-join d "c"))))
;=> ("b")
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a")) (move-file (path-join d "a") (path-join d "b")) (directory-list d)))
;=> ("b")
(call-with-temporary-directory (lambda (d) (string->file "hi" (path-join d "a")) (delete-file (path-join d "a")) (directory-list d)))
;=> ()
(call-with-temporary-directory (lambda (d) (make-directory (path-join d "a")) (delete-directory (path-join d "a")) (directory-list d)))
;=> ()
(call-with-temporary-directory (lambda (d) (make-directories (path-join d "a" "b")) (delete-tree (path-join d "a")) (directory-list d)))
;=> ()
(call-with-temporary-file (lambda (path) (string->file "hello" path) (truncate-file path 2) (file->string path)))
;=> "he"
(let ((path (make-temporary-file "notes-"))) (let ((found (regular-file? path))) (delete-file path) found))
;=> #t
(let ((path (make-temporary-directory "work-"))) (let ((found (directory? path))) (delete-directory path) found))
;=> #t
(call-with-temporary-file (lambda (path) (string->file "one\ntwo\n" path) (file->lines path)))
;=> ("one" "two")
(call-with-temporary-file (lambda (path) (string->file "hello" path) (file->string path)))
;=> "hello"
(call-with-temporary-file (lambda (path) (string->file "a" path) (string->file "b" path 'append) (file->string path)))
;=> "ab"
(call-with-temporary-file (lambda (path) (lines->file '("one" "two") path) (file->string path)))
;=> "one\ntwo\n"
(call-with-temporary-file (lambda (path) (bytes->file (bytevector 1 2 3) path) (file->bytes path)))
;=> #u8(1 2 3)
(call-with-temporary-file (lambda (path) (replace-file path "all or nothing") (file->string path)))
;=> "all or nothing"
(call-with-temporary-file (lambda (path) (string->file "a" path) (call-with-port (open-append-file path) (lambda (port) (write-string "b" port))) (file->string path)))
;=> "ab"
(call-with-temporary-file (lambda (path) (call-with-port (open-binary-append-file path) (lambda (port) (write-u8 7 port))) (file->bytes path)))
;=> #u8(7)
