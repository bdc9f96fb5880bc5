;;; (cairn fs): files and directories.
;;;
;;; A path is a string; a name that is no UTF-8 is a bytevector, which every procedure here
;;; takes and gives as well. What the system refuses is a condition of the kind file-error?.

(define-library (cairn fs)
  (export
    path-join path-parts path-directory path-name path-stem path-extension path-with-extension
    path-absolute? path-normalize path-relative path-absolute real-path
    current-directory set-current-directory! call-with-current-directory
    file-info file-info? file-info-type file-info-size file-info-mode file-info-modified
    file-info-accessed file-info-changed file-info-inode file-info-device file-info-links
    file-info-user file-info-group
    file-exists? file-type file-size file-modified directory? regular-file? link?
    directory-list directory-walk directory-fold directory-for-each glob glob-match?
    make-directory make-directories make-link make-hard-link make-fifo read-link
    copy-file copy-tree move-file delete-file delete-directory delete-tree
    set-file-mode! set-file-times! truncate-file
    make-temporary-file make-temporary-directory
    call-with-temporary-file call-with-temporary-directory
    file->string file->lines file->bytes string->file lines->file bytes->file replace-file
    open-append-file open-binary-append-file)
  (import (scheme base) (scheme case-lambda) (scheme file)
          (cairn fs files) (cairn fs names) (cairn fs content) (cairn fs directories))
  (begin
    (define-record-type file-info
      (make-info type size mode modified accessed changed inode device links user group)
      file-info?
      (type file-info-type)
      (size file-info-size)
      (mode file-info-mode)
      (modified file-info-modified)
      (accessed file-info-accessed)
      (changed file-info-changed)
      (inode file-info-inode)
      (device file-info-device)
      (links file-info-links)
      (user file-info-user)
      (group file-info-group))

    ;; The system's information about a file; a link is followed unless follow? is #f.
    (define file-info
      (case-lambda
        ((path) (file-info path #t))
        ((path follow?) (apply make-info (vector->list (%file-info path follow?))))))

    ;; When the contents were last changed: seconds since 1970.
    (define (file-modified path) (file-info-modified (file-info path)))
    ;; Whether the path leads to a directory.
    (define (directory? path) (eq? (file-type path) 'directory))
    ;; Whether the path leads to a regular file.
    (define (regular-file? path) (eq? (file-type path) 'file))
    ;; Whether the path is a symbolic link.
    (define (link? path) (eq? (file-type path #f) 'link))

    ;; Calls thunk with another current directory; it is the old one again when control leaves.
    (define (call-with-current-directory path thunk)
      (let ((inside path) (outside #f))
        (dynamic-wind
          (lambda () (set! outside (current-directory)) (set-current-directory! inside))
          thunk
          (lambda () (set! inside (current-directory)) (set-current-directory! outside)))))

    ;; Calls (proc path type accumulated) for each path below, from the front.
    (define (directory-fold proc seed path)
      (let loop ((entries (%directory-tree path)) (accumulated seed))
        (if (null? entries)
            accumulated
            (loop (cdr entries) (proc (caar entries) (cdar entries) accumulated)))))

    ;; Calls (proc path type) for each path below a directory, from the front.
    (define (directory-for-each proc path)
      (for-each (lambda (entry) (proc (car entry) (cdr entry))) (%directory-tree path)))

    ;; Makes a directory and those above it; one that is there is left as it is.
    (define (make-directories path)
      (unless (directory? path)
        (let ((parent (path-directory path)))
          (unless (equal? parent path) (make-directories parent)))
        (guard (c ((and (file-error? c) (directory? path)) #f))
          (make-directory path))))

    ;; Renames a file or directory, also to another file system.
    (define (move-file from to)
      (unless (%rename-file from to)
        (copy-tree from to)
        (delete-tree from)))

    (define (copy-entry from to type)
      (case type
        ((directory)
         (make-directories to)
         (set-file-mode! to (file-info-mode (file-info from))))
        ((link) (make-link (read-link from) to))
        ((fifo) (make-fifo to))
        (else (copy-file from to))))

    ;; Copies a file, or a directory with all that is in it; links are copied as links.
    (define (copy-tree from to)
      (let ((type (or (file-type from #f) 'file)))
        (when (and (eq? type 'directory) (inside? to from))
          (error "copy-tree: a directory cannot be copied into itself" from to))
        (copy-entry from to type)
        (when (eq? type 'directory)
          (directory-for-each
            (lambda (path type) (copy-entry path (path-join to (path-relative path from)) type))
            from))))

    (define (existing-part path)
      (if (file-exists? path)
          (real-path path)
          (let ((parent (path-directory path)))
            (if (equal? parent path) path (existing-part parent)))))

    (define (inside? path directory)
      (let ((directory (path-parts (real-path directory))))
        (let loop ((parts (path-parts (existing-part path))) (above directory))
          (cond ((null? above) #t)
                ((null? parts) #f)
                (else (and (equal? (car parts) (car above)) (loop (cdr parts) (cdr above))))))))

    ;; The content of a file becomes the lines, each with a newline.
    (define lines->file
      (case-lambda
        ((lines path) (lines->file lines path 'replace))
        ((lines path how)
         (let ((port (open-output-string)))
           (for-each (lambda (line) (write-string line port) (newline port)) lines)
           (string->file (get-output-string port) path how)))))

    ;; Replaces a file as a whole: whoever reads it sees the old content or the new one, and
    ;; after a failure the old one is there. Its permissions stay.
    (define (replace-file path content)
      (let* ((path (if (link? path) (real-path path) path))
             (mode (if (file-exists? path) (file-info-mode (file-info path)) #f))
             (new (make-temporary-file ".replace-" (path-directory path))))
        (guard (c (#t (delete-file new) (raise-continuable c)))
          (delete-file new)
          (%write-private new content)
          (when mode (set-file-mode! new mode))
          (%rename-file new path)
          (if #f #f))))

    (define (call-with-temporary make proc)
      (let ((path #f))
        (dynamic-wind
          (lambda ()
            (when path (error "a temporary file cannot be used again" path))
            (set! path (make))
            (%clean-later path))
          (lambda () (proc path))
          (lambda () (%clean path)))))

    ;; Calls proc with the path of a new file, which is deleted when proc returns or escapes,
    ;; and when the run ends.
    (define (call-with-temporary-file proc)
      (call-with-temporary make-temporary-file proc))

    ;; Calls proc with the path of a new directory, which is deleted with its contents when proc
    ;; returns or fails.
    (define (call-with-temporary-directory proc)
      (call-with-temporary make-temporary-directory proc))))
