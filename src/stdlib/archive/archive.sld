;;; (cairn archive): gzip and zlib, tar and zip.
;;;
;;; An archive is a bytevector, or a file; a tar file may be compressed. An entry has a name, a
;;; type (file, directory or link), permissions, a time in seconds since 1970, a content and,
;;; for a link, a target.

(define-library (cairn archive)
  (export gzip gunzip zlib-compress zlib-decompress open-gzip-input-file open-gzip-output-file
          entry entry? entry-name entry-type entry-mode entry-modified entry-content entry-target
          tar->entries entries->tar zip->entries entries->zip
          archive-entries extract-archive make-archive)
  (import (scheme base) (scheme case-lambda)
          (cairn archive compression) (cairn archive formats) (cairn fs))
  (begin
    (define-record-type <entry>
      (make-entry name type mode modified content target)
      entry?
      (name entry-name)
      (type entry-type)
      (mode entry-mode)
      (modified entry-modified)
      (content entry-content)
      (target entry-target))

    ;; A file of a name and a content, a string or bytevector.
    (define entry
      (case-lambda
        ((name content) (entry name content #o644))
        ((name content mode)
         (make-entry name 'file mode 0 (if (string? content) (string->utf8 content) content) ""))))

    (define (vector->entry v) (apply make-entry (vector->list v)))
    (define (entry->vector e)
      (vector (entry-name e) (entry-type e) (entry-mode e) (entry-modified e) (entry-content e)
              (entry-target e)))

    ;; The entries of a tar archive in a bytevector.
    (define (tar->entries bytes) (map vector->entry (%tar->entries (plain bytes))))
    ;; The bytes of a tar archive of entries.
    (define (entries->tar entries) (%entries->tar (map entry->vector entries)))
    ;; The entries of a zip archive in a bytevector.
    (define (zip->entries bytes) (map vector->entry (%zip->entries bytes)))
    ;; The bytes of a zip archive of entries.
    (define (entries->zip entries) (%entries->zip (map entry->vector entries)))

    (define (begins-with? bytes . start)
      (and (>= (bytevector-length bytes) (length start))
           (equal? start (map (lambda (i) (bytevector-u8-ref bytes i))
                              (let loop ((i (- (length start) 1)) (all '()))
                                (if (< i 0) all (loop (- i 1) (cons i all))))))))

    (define (plain bytes) (if (begins-with? bytes 31 139) (gunzip bytes) bytes))

    ;; The entries of a file: tar, compressed tar or zip, as its content says.
    (define (archive-entries path)
      (let ((bytes (file->bytes path)))
        (if (begins-with? bytes 80 75) (zip->entries bytes) (tar->entries bytes))))

    ;; Whether a name stays below the directory that it is unpacked in.
    (define (stays-inside? name)
      (and (not (path-absolute? name))
           (not (member ".." (path-parts name)))
           (pair? (path-parts name))))

    ;; Unpacks an archive below a directory, which is made: the list of the paths. A name or a
    ;; link that leads out of the directory is an error before anything is written.
    (define (extract-archive path directory)
      (let ((entries (archive-entries path)))
        (for-each
          (lambda (e)
            (unless (stays-inside? (entry-name e))
              (error "extract-archive: a name leads out of the directory:" (entry-name e)))
            (when (and (eq? (entry-type e) 'link)
                       (not (stays-inside? (path-normalize
                                             (path-join (path-directory (entry-name e))
                                                        (entry-target e))))))
              (error "extract-archive: a link leads out of the directory:" (entry-name e))))
          entries)
        (make-directories directory)
        ;; Links come last, so that nothing is written through one.
        (for-each (lambda (e) (unless (eq? (entry-type e) 'link) (unpack e directory))) entries)
        (for-each (lambda (e) (when (eq? (entry-type e) 'link) (unpack e directory))) entries)
        (map (lambda (e) (path-join directory (entry-name e))) entries)))

    (define (check-no-link path directory)
      (let loop ((path path))
        (unless (equal? path directory)
          (when (link? path)
            (error "extract-archive: there is a link in the way:" path))
          (let ((above (path-directory path)))
            (unless (equal? above path) (loop above))))))

    (define (unpack e directory)
      (let ((path (path-join directory (path-normalize (entry-name e)))))
        (check-no-link (path-directory path) directory)
        (case (entry-type e)
          ((directory) (make-directories path))
          (else
           (make-directories (path-directory path))
           (when (file-type path #f) (delete-file path))
           (if (eq? (entry-type e) 'link)
               (make-link (entry-target e) path)
               (begin
                 (bytes->file (entry-content e) path)
                 (set-file-mode! path (entry-mode e))))))))

    (define (path->entry path name)
      (let* ((info (file-info path #f)) (type (file-info-type info)))
        (make-entry name type (file-info-mode info)
                    (max 0 (exact (floor (file-info-modified info))))
                    (if (eq? type 'file) (file->bytes path) (bytevector))
                    (if (eq? type 'link) (read-link path) ""))))

    ;; Makes an archive of a file, or of what is below a directory, by the extension of its
    ;; path: .zip, .tar, .tar.gz or .tgz.
    (define (make-archive path source)
      (let* ((names (if (directory? source)
                        (map (lambda (below) (path-relative below source)) (directory-walk source))
                        '()))
             (entries (if (directory? source)
                          (map (lambda (name) (path->entry (path-join source name) name)) names)
                          (list (path->entry source (path-name source)))))
             (entries (let loop ((all entries))
                        (cond ((null? all) '())
                              ((memq (entry-type (car all)) '(file directory link))
                               (cons (car all) (loop (cdr all))))
                              (else (loop (cdr all))))))
             (extension (path-extension path)))
        (bytes->file
          (cond ((equal? extension "zip") (entries->zip entries))
                ((equal? extension "tar") (entries->tar entries))
                ((member extension '("gz" "tgz")) (gzip (entries->tar entries)))
                (else (error "make-archive: expected .zip, .tar, .tar.gz or .tgz, got" path)))
          path)))))
