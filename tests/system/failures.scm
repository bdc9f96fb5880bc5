;; Failures outside of the program: each is a clear condition, and the work before it stays.
(import (scheme base) (scheme write) (scheme file) (srfi 1) (cairn fs))
(define root (make-temporary-directory "failures-"))
(define (in . parts) (apply path-join root parts))
;; Whether a failure of the system says this.
(define (says? text c)
  (let* ((message (error-object-message c)) (n (string-length text)))
    (let search ((i 0))
      (and (<= (+ i n) (string-length message))
           (or (string=? text (substring message i (+ i n))) (search (+ i 1)))))))
(define-syntax fails
  (syntax-rules ()
    ((_ text form ...)
     (guard (c ((error-object? c) (and (file-error? c) (says? text c))))
       form ...
       'no-failure))))

;; A full device: the port says so, and goes on saying so; its descriptor is given back when it is closed.
(let ((port (open-output-file "/dev/full")))
  (write-string "x" port)
  (list (fails "No space left" (flush-output-port port))
        (fails "No space left" (write-string "y" port) (flush-output-port port))
        (begin (close-port port) (output-port-open? port))))
;=> (#t #t #f)
(fails "No space left" (string->file "x" "/dev/full"))
;=> #t
(fails "No space left" (bytes->file (make-bytevector 100000 1) "/dev/full"))
;=> #t
(string->file "kept" (in "kept"))
(fails "No space left" (copy-file (in "kept") "/dev/full"))
;=> #t
;; A file that is replaced stays as it was when the new text cannot be written.
(fails "No such file" (replace-file (in "nowhere" "x") "new"))
;=> #t
(file->string (in "kept"))
;=> "kept"

;; A file that vanishes: who has it open reads on.
(string->file "one\ntwo\n" (in "gone"))
(let ((port (open-input-file (in "gone"))))
  (let ((first (read-line port)))
    (delete-file (in "gone"))
    (list first (read-line port) (eof-object? (read-line port)))))
;=> ("one" "two" #t)
(fails "No such file" (file->string (in "gone")))
;=> #t
(fails "No such file" (file-info (in "gone")))
;=> #t

;; A directory that changes while it is walked: what is gone is left out, a link that has taken the place of a directory
;; is not followed, what is new may be there or not.
(define (tree)
  (for-each (lambda (d) (make-directories (in "tree" d)))
            '("a" "b" "c"))
  (for-each (lambda (path) (string->file "x" (apply in "tree" path)))
            '(("a" "1") ("a" "2") ("b" "3") ("c" "4"))))
(tree)
(string->file "outside" (in "outside"))
(let ((changed #f) (seen '()))
  (directory-fold
    (lambda (path type result)
      (unless changed
        (set! changed #t)
        (for-each (lambda (d) (when (file-exists? (in "tree" d)) (delete-tree (in "tree" d))))
                  '("a" "b" "c"))
        (make-link root (in "tree" "b")))
      (set! seen (cons (path-name path) seen))
      result)
    #f (in "tree"))
  (member "outside" seen))
;=> #f
(delete-tree (in "tree"))
(tree)
(let ((names '()))
  (directory-fold
    (lambda (path type result)
      (set! names (cons (path-name path) names))
      (when (eq? type 'file) (delete-file path))
      result)
    #f (in "tree"))
  (list (length (filter (lambda (name) (member name '("1" "2" "3" "4"))) names))
        (directory-walk (in "tree") 'file)))
;=> (4 ())
(fails "No such file" (directory-list (in "nowhere")))
;=> #t

;; Descriptors: none is lost by what fails, or is left to the collector.
(define (descriptors) (length (directory-list "/proc/self/fd")))
(define before (descriptors))
(do ((i 0 (+ i 1))) ((= i 2000))
  (fails "No such file" (open-input-file (in "nowhere")))
  (fails "Is a directory" (file->string root))
  (fails "No space left" (string->file "x" "/dev/full"))
  (call-with-output-file (in "y") (lambda (port) (write-char #\x port))))
(<= (descriptors) (+ before 15))
;=> #t
(delete-tree root)
(file-exists? root)
;=> #f
