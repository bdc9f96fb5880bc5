;; What goes wrong outside of the program: each is a clear condition, and what was done before stays.
(import (scheme base) (scheme write) (scheme file) (srfi 1) (cairn fs) (cairn process))
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

;; A closed pipe: its reader has ended.
(let ((p (spawn '("true") 'input 'capture)))
  (process-wait p)
  (fails "Broken pipe"
    (write-string (make-string 100000 #\x) (process-input p))
    (flush-output-port (process-input p))))
;=> #t

;; A program that is killed, by us and by itself
(let ((p (spawn '("sleep" "100"))))
  (process-kill p 9)
  (process-wait p))
;=> -9
(run (sh "-c" "kill -9 $$"))
;=> -9
(run! (sh "-c" "kill -9 $$"))
;=> error run: a program failed: (("sh" "-c" "kill -9 $$")) (-9)
(capture (sh "-c" "echo out; kill -9 $$"))
;=> error run: a program failed: (("sh" "-c" "echo out; kill -9 $$")) (-9)

;; A full device: the port says so, and goes on saying so; its descriptor is given back when it is closed.
(let ((port (open-output-file "/dev/full")))
  (write-string "x" port)
  (list (fails "No space left" (flush-output-port port))
        (fails "No space left" (write-string "y" port) (flush-output-port port))
        (fails "No space left" (close-port port))
        (output-port-open? port)))
;=> (#t #t #t #f)
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
(do ((i 0 (+ i 1))) ((= i 10000))
  (fails "No such file" (open-input-file (in "nowhere")))
  (fails "Is a directory" (file->string root))
  (fails "No space left" (string->file "x" "/dev/full"))
  (call-with-output-file (in "y") (lambda (port) (write-char #\x port))))
(do ((i 0 (+ i 1))) ((= i 300))
  (fails "No such file" (spawn '("no-such-program-of-any-name")))
  (let ((p (spawn '("true") 'input 'capture 'output 'capture 'error 'capture)))
    (process-wait p)
    (close-port (process-input p))
    (close-port (process-output p))
    (close-port (process-error p))))
(<= (descriptors) (+ before 2))
;=> #t
(delete-tree root)
(file-exists? root)
;=> #f
