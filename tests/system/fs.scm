;; (cairn fs): files and directories.
(import (scheme base) (scheme file) (scheme write) (scheme read) (cairn fs))

(define root (make-temporary-directory "cairn-test-"))
(define (in . parts) (apply path-join root parts))
(define-syntax refused
  (syntax-rules () ((_ e) (guard (c ((file-error? c) 'file-error)) e))))

;; Paths
(list (path-join "a" "b" "c") (path-join "a/" "b") (path-join "a" "/b") (path-join "a"))
;=> ("a/b/c" "a/b" "/b" "a")
(list (path-parts "/a/b/c.txt") (path-parts "a//b/./c"))
;=> (("/" "a" "b" "c.txt") ("a" "b" "c"))
(map path-directory '("/a/b" "a/b/c" "a" "/" ""))
;=> ("/a" "a/b" "." "/" ".")
(map path-name '("/a/b.txt" "b" "a/.." "/"))
;=> ("b.txt" "b" "" "")
(map path-stem '("/a/b.tar.gz" ".profile" "b"))
;=> ("b.tar" ".profile" "b")
(map path-extension '("a/b.tar.gz" ".profile" "b" "b."))
;=> ("gz" #f #f "")
(list (path-with-extension "a/b.txt" "md") (path-with-extension "a/b.txt" #f) (path-with-extension "b" "c"))
;=> ("a/b.md" "a/b" "b.c")
(map path-normalize '("a/../b" "./a/b/.." "/../x" ""))
;=> ("b" "a" "/x" ".")
(list (path-relative "/a/b/c" "/a/d") (path-relative "a/b" "a") (path-relative "a" "a") (path-relative "x/y" "x/y/z"))
;=> ("../b/c" "b" "." "..")
(map path-absolute? '("/a" "a" ""))
;=> (#t #f #f)
(path-absolute? (path-absolute "x"))
;=> #t
(path-name (bytevector 47 97 47 255))
;=> #u8(255)
(path-join "a" (bytevector 255))
;=> #u8(97 47 255)
(path-join 5)
;=> error path-join: expected a path

;; Content
(string->file "one\ntwo λ\n" (in "a.txt"))
(file->string (in "a.txt"))
;=> "one\ntwo λ\n"
(file->lines (in "a.txt"))
;=> ("one" "two λ")
(bytevector-length (file->bytes (in "a.txt")))
;=> 11
(string->file "more" (in "a.txt") 'append)
(cadr (reverse (file->lines (in "a.txt"))))
;=> "two λ"
(refused (string->file "x" (in "a.txt") 'create))
;=> file-error
(bytes->file (bytevector 65 255 66) (in "b.bin"))
(file->bytes (in "b.bin"))
;=> #u8(65 255 66)
(file->string (in "b.bin"))
;=> error file->string: byte 1 is no UTF-8 text
(lines->file '("x" "y") (in "lines"))
(file->string (in "lines"))
;=> "x\ny\n"
(let ((port (open-append-file (in "lines")))) (write-string "z" port) (close-port port) (file->lines (in "lines")))
;=> ("x" "y" "z")
(map (lambda (name) (refused (file->string (in name)))) '("nowhere" "."))
;=> (file-error file-error)
(string->file "x" (in "a.txt") 'sometimes)
;=> error string->file: expected replace, append or create, got sometimes

;; Replacing a file as a whole keeps its permissions, and goes through links.
(set-file-mode! (in "a.txt") #o640)
(replace-file (in "a.txt") "new")
(list (file->string (in "a.txt")) (file-info-mode (file-info (in "a.txt"))))
;=> ("new" 416)
(make-link "a.txt" (in "to-a"))
(replace-file (in "to-a") (string->utf8 "newer"))
(list (file->string (in "a.txt")) (read-link (in "to-a")))
;=> ("newer" "a.txt")
(refused (replace-file (in "nowhere" "x") "x"))
;=> file-error

;; Status
(let ((info (file-info (in "b.bin")))) (list (file-info? info) (file-info-type info) (file-info-size info) (file-info-links info)))
;=> (#t file 3 1)
(list (file-type root) (file-type (in "b.bin")) (file-type (in "to-a")) (file-type (in "to-a") #f) (file-type (in "nowhere")))
;=> (directory file file link #f)
(list (directory? root) (regular-file? (in "to-a")) (link? (in "to-a")) (link? (in "a.txt")))
;=> (#t #t #t #f)
(file-size (in "b.bin"))
;=> 3
(set-file-times! (in "b.bin") 1000.5 2000)
(let ((info (file-info (in "b.bin")))) (list (file-modified (in "b.bin")) (file-info-accessed info)))
;=> (1000.5 2000.0)
(set-file-times! (in "b.bin"))
(> (file-modified (in "b.bin")) 1.6e9)
;=> #t
(set-file-times! (in "b.bin") +nan.0)
;=> error set-file-times!: time out of range
(truncate-file (in "b.bin") 1)
(file->bytes (in "b.bin"))
;=> #u8(65)
(refused (file-size (in "nowhere")))
;=> file-error

;; Directories
(make-directories (in "d" "e" "f"))
(make-directories (in "d" "e" "f"))
(refused (make-directory (in "d")))
;=> file-error
(refused (make-directories (in "a.txt" "x")))
;=> file-error
(for-each (lambda (name) (string->file name (in "d" name))) '("2" "1" "10"))
(string->file "deep" (in "d" "e" "f" "g.scm"))
(make-link ".." (in "d" "up"))
(directory-list (in "d"))
;=> ("1" "10" "2" "e" "up")
(map (lambda (path) (path-relative path root)) (directory-walk (in "d")))
;=> ("d/1" "d/10" "d/2" "d/e" "d/e/f" "d/e/f/g.scm" "d/up")
(map (lambda (path) (path-relative path root)) (directory-walk (in "d") 'directory))
;=> ("d/e" "d/e/f")
(directory-fold (lambda (path type count) (if (eq? type 'file) (+ count 1) count)) 0 (in "d"))
;=> 4
(let ((types '())) (directory-for-each (lambda (path type) (set! types (cons type types))) (in "d")) (reverse types))
;=> (file file file directory directory file link)
(refused (directory-list (in "a.txt")))
;=> file-error
(refused (directory-walk (in "nowhere")))
;=> file-error
(refused (delete-directory (in "d")))
;=> file-error

;; Patterns
(glob "d/*" root)
;=> ("d/1" "d/10" "d/2" "d/e" "d/up")
(list (glob "d/1?" root) (glob "d/[12]" root) (glob "**/*.scm" root) (glob "d/e/f/g.scm" root) (glob "d/x*" root))
;=> (("d/10") ("d/1" "d/2") ("d/e/f/g.scm") ("d/e/f/g.scm") ())
(list (glob-match? "*.scm" "a.scm") (glob-match? "*.scm" "a/b.scm") (glob-match? "**/*.scm" "a/b/c.scm") (glob-match? "*" ".hidden"))
;=> (#t #f #t #f)
(glob "a[" root)
;=> error glob: no pattern, at character 1

;; Copying and moving
(copy-file (in "a.txt") (in "c.txt"))
(list (file->string (in "c.txt")) (file-info-mode (file-info (in "c.txt"))))
;=> ("newer" 416)
(copy-file (in "a.txt") (in "to-a"))
;=> error copy-file: both are the same file
(file->string (in "a.txt"))
;=> "newer"
(copy-tree (in "d") (in "copy"))
(map (lambda (path) (path-relative path (in "copy"))) (directory-walk (in "copy")))
;=> ("1" "10" "2" "e" "e/f" "e/f/g.scm" "up")
(link? (in "copy" "up"))
;=> #t
(copy-tree (in "d") (in "d" "e" "x"))
;=> error copy-tree: a directory cannot be copied into itself
(move-file (in "copy") (in "moved"))
(list (file-exists? (in "copy")) (file->string (in "moved" "e" "f" "g.scm")))
;=> (#f "deep")
(refused (move-file (in "nowhere") (in "x")))
;=> file-error
(make-hard-link (in "a.txt") (in "hard"))
(file-info-links (file-info (in "a.txt")))
;=> 2
(delete-tree (in "moved"))
(list (file-exists? (in "moved")) (file-exists? (in "d" "1")))
;=> (#f #t)
(refused (delete-tree (in "moved")))
;=> file-error

;; A link to a directory is deleted, and what is in the directory stays.
(make-link "d" (in "to-d"))
(delete-tree (in "to-d"))
(file-exists? (in "d" "1"))
;=> #t

;; Names that are no UTF-8
(string->file "x" (path-join root (bytevector 255 254)))
(list (directory-list (in "d" "e" "f")) (car (reverse (directory-list root))))
;=> (("g.scm") #u8(255 254))
(file->string (path-join root (car (reverse (directory-list root)))))
;=> "x"
(length (filter bytevector? (directory-walk root)))
;=> 1
(delete-file (path-join root (bytevector 255 254)))
(refused (file->string "a\x0;b"))
;=> file-error

;; The current directory is the program's own.
(define before (current-directory))
(set-current-directory! (in "d"))
(list (file->string "1") (string=? (current-directory) (real-path (in "d"))) (path-relative (path-absolute "x") (current-directory)))
;=> ("1" #t "x")
(call-with-current-directory "e" (lambda () (directory-list "f")))
;=> ("g.scm")
(file-exists? "e")
;=> #t
(set-current-directory! before)
(refused (set-current-directory! (in "a.txt")))
;=> file-error
(string=? before (current-directory))
;=> #t

;; Temporary files
(let ((path #f))
  (list (call-with-temporary-file (lambda (p) (set! path p) (string->file "x" p) (file->string p)))
        (file-exists? path)))
;=> ("x" #f)
(let ((path #f))
  (guard (c (#t (list c (file-exists? path))))
    (call-with-temporary-directory
      (lambda (p) (set! path p) (string->file "x" (path-join p "x")) (raise 'out)))))
;=> (out #f)
(let ((k #f) (path #f) (times 0))
  (guard (c (#t (list times (error-object-message c))))
    (call-with-temporary-file (lambda (p) (call/cc (lambda (again) (set! k again))) (set! times (+ times 1))))
    (k #f)))
;=> (1 "a temporary file cannot be used again")
(let ((a (make-temporary-file "x-" root)) (b (make-temporary-file "x-" root)))
  (list (equal? a b) (file-size a) (file-info-mode (file-info a)) (directory? (make-temporary-directory "y" root))))
;=> (#f 0 384 #t)
(make-temporary-file "a/b")
;=> error make-temporary-file: prefix out of range

;; A device that is full, and one that is empty
(refused (string->file "x" "/dev/full"))
;=> file-error
(refused (let ((port (open-output-file "/dev/full"))) (write-string "x" port) (close-port port)))
;=> file-error
(file->string "/dev/null")
;=> ""

;; Descriptors are given back, also after failures.
(do ((i 0 (+ i 1))) ((= i 10000))
  (refused (directory-list (in "a.txt")))
  (refused (file->string root)))
(do ((i 0 (+ i 1))) ((= i 2000))
  (file->string (in "a.txt"))
  (directory-walk (in "d"))
  (string->file "x" (in "y")))
(length (directory-list "/proc/self/fd"))
;=> one-of 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20
(delete-tree root)
(file-exists? root)
;=> #f
