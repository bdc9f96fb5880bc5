;;; SRFI 170: files, processes and users of POSIX. A port reads or writes a file, so that
;;; binary-input/output is an error; a port is no substitute for the name of its file. The mask of
;;; set-umask! is the engine's, and the process's own applies as well. Each procedure needs the
;;; capability for what it does; fd->port needs all of read or write, and nice all of run.

(define-library (srfi 170)
  (export
    posix-error? posix-error-name posix-error-message
    binary-input textual-input binary-output textual-output binary-input/output
    buffer-none buffer-block buffer-line
    open-file fd->port
    open/append open/create open/exclusive open/nofollow open/truncate
    create-directory create-fifo create-hard-link create-symlink read-symlink rename-file
    delete-directory set-file-owner owner/unchanged group/unchanged
    set-file-times time/now time/unchanged truncate-file
    file-info file-info?
    file-info:device file-info:inode file-info:mode file-info:nlinks file-info:uid file-info:gid
    file-info:rdev file-info:size file-info:blksize file-info:blocks
    file-info:atime file-info:mtime file-info:ctime
    file-info-directory? file-info-fifo? file-info-symlink? file-info-regular?
    file-info-socket? file-info-device?
    set-file-mode
    directory-files make-directory-files-generator open-directory read-directory close-directory
    real-path file-space
    temp-file-prefix create-temp-file call-with-temporary-filename
    umask set-umask! current-directory set-current-directory! pid nice
    user-uid user-gid user-effective-uid user-effective-gid user-supplementary-gids
    user-info user-info? user-info:name user-info:uid user-info:gid user-info:home-dir
    user-info:shell user-info:full-name user-info:parsed-full-name
    group-info group-info? group-info:name group-info:gid
    posix-time monotonic-time
    set-environment-variable! delete-environment-variable!
    terminal?)
  (import (scheme base) (scheme case-lambda) (scheme char) (scheme time)
          (scheme process-context)
          (only (cairn base) any remove string-index string-split)
          (only (srfi 19) make-time time? time-type time-utc time-monotonic time-second
                time-nanosecond)
          (only (srfi 27) random-integer)
          (only (srfi 151) bitwise-and)
          (rename (only (cairn fs) make-hard-link make-link read-link delete-directory
                        set-file-mode! truncate-file directory-list real-path file->lines
                        current-directory set-current-directory!)
                  (make-hard-link create-hard-link)
                  (make-link create-symlink)
                  (read-link read-symlink)
                  (set-file-mode! set-file-mode))
          (only (cairn fs files) %rename-file)
          (cairn fs posix)
          (only (cairn process) set-environment-variable! process-id)
          (only (cairn process children) %user-ids))
  (begin
    ;; --- errors ---

    (define (posix-error? obj)
      (and (file-error? obj)
           (%errno-name (error-object-message obj))
           #t))

    (define (check-error who obj)
      (unless (posix-error? obj)
        (error (string-append who ": expected an error of the system, got") obj)))

    (define (posix-error-name c)
      (check-error "posix-error-name" c)
      (%errno-name (error-object-message c)))

    (define (posix-error-message c)
      (check-error "posix-error-message" c)
      (%errno-message (error-object-message c)))

    ;; --- ports ---

    (define binary-input 'binary-input)
    (define textual-input 'textual-input)
    (define binary-output 'binary-output)
    (define textual-output 'textual-output)
    (define binary-input/output 'binary-input/output)
    (define buffer-none 'none)
    (define buffer-block 'block)
    (define buffer-line 'line)
    (define open/append 1)
    (define open/create 2)
    (define open/exclusive 4)
    (define open/nofollow 8)
    (define open/truncate 16)

    (define open-file
      (case-lambda
        ((path type flags) (open-file path type flags #o666))
        ((path type flags mode) (open-file path type flags mode buffer-block))
        ((path type flags mode buffering) (%open-file path type flags mode buffering))))

    (define fd->port
      (case-lambda
        ((number type) (fd->port number type buffer-block))
        ((number type buffering) (%descriptor-port number type buffering))))

    (define (terminal? port)
      (unless (port? port)
        (error "terminal?: expected a port, got" port))
      (%terminal-port? port))

    ;; --- files ---

    (define create-directory
      (case-lambda
        ((path) (create-directory path #o775))
        ((path mode) (%make-directory-of-mode path mode))))

    (define create-fifo
      (case-lambda
        ((path) (create-fifo path #o664))
        ((path mode) (%make-fifo-of-mode path mode))))

    (define (rename-file from to)
      (unless (%rename-file from to)
        (error "rename-file: both must be on one file system" from to)))

    (define owner/unchanged -1)
    (define group/unchanged -1)
    (define (set-file-owner path user group) (%set-owner path user group))

    (define time/now (list 'now))
    (define time/unchanged (list 'unchanged))

    (define (moment time)
      (cond ((eq? time time/now) #t)
            ((eq? time time/unchanged) #f)
            ((and (time? time) (eq? (time-type time) time-utc))
             (cons (time-second time) (time-nanosecond time)))
            (else (error "set-file-times: expected a time of type time-utc, got" time))))

    (define set-file-times
      (case-lambda
        ((path) (%set-times path #t #t))
        ((path accessed modified) (%set-times path (moment accessed) (moment modified)))))

    (define (utc nanoseconds)
      (let-values (((seconds rest) (floor/ nanoseconds 1000000000)))
        (make-time time-utc rest seconds)))

    (define-record-type file-info
      (make-info device inode mode nlinks uid gid rdev size blksize blocks atime mtime ctime)
      file-info?
      (device file-info:device)
      (inode file-info:inode)
      (mode file-info:mode)
      (nlinks file-info:nlinks)
      (uid file-info:uid)
      (gid file-info:gid)
      (rdev file-info:rdev)
      (size file-info:size)
      (blksize file-info:blksize)
      (blocks file-info:blocks)
      (atime file-info:atime*)
      (mtime file-info:mtime*)
      (ctime file-info:ctime*))

    (define (file-info path follow?)
      (apply make-info (%posix-status path (and follow? #t))))

    (define (file-info:atime info) (utc (file-info:atime* info)))
    (define (file-info:mtime info) (utc (file-info:mtime* info)))
    (define (file-info:ctime info) (utc (file-info:ctime* info)))

    (define (of-type? info . types)
      (and (memv (bitwise-and (file-info:mode info) #o170000) types) #t))
    (define (file-info-directory? info) (of-type? info #o040000))
    (define (file-info-fifo? info) (of-type? info #o010000))
    (define (file-info-symlink? info) (of-type? info #o120000))
    (define (file-info-regular? info) (of-type? info #o100000))
    (define (file-info-socket? info) (of-type? info #o140000))
    (define (file-info-device? info) (of-type? info #o020000 #o060000))

    (define (file-space path) (%free-space path))

    ;; --- directories ---

    (define (hidden? name)
      (if (string? name)
          (char=? (string-ref name 0) #\.)
          (= (bytevector-u8-ref name 0) 46)))

    (define directory-files
      (case-lambda
        ((path) (directory-files path #f))
        ((path dot-files?)
         (let ((names (directory-list path)))
           (if dot-files? names (remove hidden? names))))))

    ;; The names are all read when the directory is opened.
    (define-record-type directory
      (make-directory names)
      directory?
      (names directory-names set-directory-names!))

    (define open-directory
      (case-lambda
        ((path) (open-directory path #f))
        ((path dot-files?) (make-directory (directory-files path dot-files?)))))

    (define (read-directory directory)
      (let ((names (directory-names directory)))
        (cond ((not names) (error "read-directory: the directory is closed" directory))
              ((null? names) (eof-object))
              (else
               (set-directory-names! directory (cdr names))
               (car names)))))

    (define (close-directory directory)
      (set-directory-names! directory #f))

    (define (make-directory-files-generator path . dot-files?)
      (let ((directory (apply open-directory path dot-files?)))
        (lambda () (read-directory directory))))

    ;; --- temporary files ---

    (define temp-file-prefix
      (make-parameter
        (string-append (or (guard (c ((error-object? c) #f)) (get-environment-variable "TMPDIR"))
                           "/tmp")
                       "/" (number->string (process-id)))
        (lambda (prefix)
          (unless (string? prefix)
            (error "temp-file-prefix: expected a string, got" prefix))
          prefix)))

    (define trials 1000)

    (define call-with-temporary-filename
      (case-lambda
        ((maker) (call-with-temporary-filename maker (temp-file-prefix)))
        ((maker prefix)
         (let try ((left trials))
           (let* ((name (string-append prefix "." (number->string (random-integer 2176782336) 36)))
                  (results
                    (guard (c ((and (> left 1) (posix-error? c)
                                    (eq? (posix-error-name c) 'EEXIST))
                               '(#f)))
                      (call-with-values (lambda () (maker name)) list))))
             (cond ((null? results)
                    (error "call-with-temporary-filename: the procedure returned no value" maker))
                   ((car results) (apply values results))
                   ((= left 1) (error "call-with-temporary-filename: found no name" prefix))
                   (else (try (- left 1)))))))))

    (define create-temp-file
      (case-lambda
        (() (create-temp-file (temp-file-prefix)))
        ((prefix)
         (call-with-temporary-filename
           (lambda (name)
             (close-port (open-file name binary-output (+ open/create open/exclusive) #o600))
             name)
           prefix))))

    ;; --- the process ---

    (define (umask) (%mask))
    (define (set-umask! mask) (%set-mask! mask))
    (define (pid) (process-id))

    (define nice
      (case-lambda
        (() (nice 1))
        ((delta) (%nice delta))))

    (define (user-uid) (list-ref (%user-ids) 0))
    (define (user-gid) (list-ref (%user-ids) 1))
    (define (user-effective-uid) (list-ref (%user-ids) 2))
    (define (user-effective-gid) (list-ref (%user-ids) 3))
    (define (user-supplementary-gids) (%groups))

    (define (delete-environment-variable! name)
      (set-environment-variable! name #f))

    ;; --- users and groups ---

    (define-record-type user-info
      (make-user name uid gid home-dir shell full-name)
      user-info?
      (name user-info:name)
      (uid user-info:uid)
      (gid user-info:gid)
      (home-dir user-info:home-dir)
      (shell user-info:shell)
      (full-name user-info:full-name))

    (define-record-type group-info
      (make-group name gid)
      group-info?
      (name group-info:name)
      (gid group-info:gid))

    ;; The fields of the entry with this name or number, or #f.
    (define (entry who file size wanted)
      (define (wanted? fields)
        (and (= (length fields) size)
             (equal? (if (string? wanted) (car fields) (string->number (list-ref fields 2)))
                     wanted)))
      (unless (or (string? wanted) (and (exact-integer? wanted) (not (negative? wanted))))
        (error (string-append who ": expected a name or a number, got") wanted))
      (any (lambda (line)
             (let ((fields (string-split line ":")))
               (and (wanted? fields) fields)))
           (file->lines file)))

    (define (user-info wanted)
      (let ((fields (entry "user-info" "/etc/passwd" 7 wanted)))
        (and fields
             (make-user (car fields)
                        (string->number (list-ref fields 2))
                        (string->number (list-ref fields 3))
                        (list-ref fields 5)
                        (list-ref fields 6)
                        (list-ref fields 4)))))

    (define (group-info wanted)
      (let ((fields (entry "group-info" "/etc/group" 4 wanted)))
        (and fields (make-group (car fields) (string->number (list-ref fields 2))))))

    (define (capitalized name)
      (if (and (> (string-length name) 0) (char<=? #\a (string-ref name 0) #\z))
          (string-append (string (char-upcase (string-ref name 0))) (string-copy name 1))
          name))

    (define (user-info:parsed-full-name info)
      (let ((parts (string-split (user-info:full-name info) ","))
            (name (capitalized (user-info:name info))))
        (define (expanded text)
          (let ((at (string-index text (lambda (c) (char=? c #\&)))))
            (if at
                (string-append (string-copy text 0 at) name (expanded (string-copy text (+ at 1))))
                text)))
        (if (null? parts) '("") (cons (expanded (car parts)) (cdr parts)))))

    ;; --- time ---

    (define (posix-time) (utc (%clock)))

    (define (monotonic-time)
      (let-values (((seconds rest) (floor/ (current-jiffy) (jiffies-per-second))))
        (make-time time-monotonic (quotient (* rest 1000000000) (jiffies-per-second)) seconds)))))
