;; (cairn archive): compressed data, tar and zip.
(import (scheme base) (scheme file) (cairn archive) (cairn fs) (cairn process))

(define root (make-temporary-directory "cairn-test-"))
(define (in . parts) (apply path-join root parts))

(utf8->string (gunzip (gzip "text λ")))
;=> "text λ"
(let ((data (make-bytevector 300000 7))) (list (equal? data (gunzip (gzip data 9))) (equal? data (zlib-decompress (zlib-compress data))) (< (bytevector-length (gzip data)) 2000)))
;=> (#t #t #t)
(gunzip (bytevector 1 2 3))
;=> error gunzip: unexpected end of file
(gunzip (bytevector-copy (gzip (make-string 1000 #\x)) 0 20))
;=> error gunzip
(zlib-decompress (bytevector))
;=> error zlib-decompress
(gzip "x" 10)
;=> error gzip: level out of range
;; Several members, and what the system's program makes of it.
(utf8->string (gunzip (bytevector-append (gzip "a") (gzip "b"))))
;=> "ab"
(let ((port (open-gzip-output-file (in "x.gz")))) (write-string "one\ntwo λ\n" port) (close-port port) (capture (gzip "-dc" (in "x.gz"))))
;=> "one\ntwo λ\n"
(let ((port (open-gzip-input-file (in "x.gz")))) (let* ((a (read-line port)) (b (read-line port)) (c (read-line port))) (close-port port) (list a b (eof-object? c))))
;=> ("one" "two λ" #t)

;; Archives
(make-directories (in "d" "e"))
(string->file "content" (in "d" "a.txt"))
(bytes->file (bytevector 0 255) (in "d" "e" "b.bin"))
(set-file-mode! (in "d" "e" "b.bin") #o750)
(make-link "a.txt" (in "d" "link"))
(define-syntax round-trip
  (syntax-rules ()
    ((_ name)
     (begin
       (make-archive (in name) (in "d"))
       (extract-archive (in name) (in "out" name))
       (list (map entry-name (archive-entries (in name)))
             (file->string (in "out" name "a.txt"))
             (file->bytes (in "out" name "e" "b.bin"))
             (file-info-mode (file-info (in "out" name "e" "b.bin")))
             (read-link (in "out" name "link")))))))
(round-trip "t.tar")
;=> (("a.txt" "e" "e/b.bin" "link") "content" #u8(0 255) 488 "a.txt")
(equal? (round-trip "t.tar") (round-trip "t.tar.gz"))
;=> #t
(cdr (round-trip "t.zip"))
;=> ("content" #u8(0 255) 488 "a.txt")
(capture-lines (tar "tf" (in "t.tar.gz")))
;=> ("a.txt" "e" "e/b.bin" "link")
(map (lambda (e) (list (entry-name e) (entry-type e) (utf8->string (entry-content e)))) (zip->entries (entries->zip (list (entry "x/y" "text") (entry "z" (bytevector 65))))))
;=> (("x/y" file "text") ("z" file "A"))

;; Names that lead elsewhere
(define (refuses? . entries)
  (bytes->file (entries->zip entries) (in "bad.zip"))
  (guard (c ((error-object? c) (error-object-message c)))
    (extract-archive (in "bad.zip") (in "target"))
    (file-exists? (in "target"))))
(list (refuses? (entry "fine" "x") (entry "../evil" "x")) (refuses? (entry "a/../../evil" "x")) (refuses? (entry "/evil" "x")) (file-exists? (in "target")) (file-exists? (in "evil")))
;=> ("extract-archive: a name leads out of the directory:" "extract-archive: a name leads out of the directory:" "extract-archive: a name leads out of the directory:" #f #f)
(make-directories (in "target"))
(make-link (in "d") (in "target" "sub"))
(refuses? (entry "sub/new" "x"))
;=> "extract-archive: there is a link in the way:"
(file-exists? (in "d" "new"))
;=> #f
(zip->entries (bytevector 80 75 3 4))
;=> error zip->entries
(tar->entries (make-bytevector 600 65))
;=> error tar->entries
(entries->tar '(5))
;=> error
(delete-tree root)
