;;; (cairn ini): configuration files of sections with keys and values.
;;;
;;; A text is a list of sections (name (key . value) ...): name and key are symbols, the value
;;; is a string. Keys before the first section are in the section named #f. A line that begins
;;; with ; or # is a comment. A text that is wrong is a read-error? that names the line.

(define-library (cairn ini)
  (export ini-read ini-write string->ini ini->string file->ini ini->file ini-ref)
  (import (scheme base) (scheme case-lambda) (scheme file)
          (only (cairn base) string-search-forward string-trim string-null?)
          (only (cairn errors) %make-condition))
  (begin
    (define (fail line reason)
      (raise (%make-condition 'read
                              (string-append "ini-read: line " (number->string line) ": " reason)
                              '())))

    (define (index-of c text)
      (let loop ((i 0))
        (cond ((= i (string-length text)) #f)
              ((char=? (string-ref text i) c) i)
              (else (loop (+ i 1))))))

    (define (section-name text number)
      (let ((end (- (string-length text) 1)))
        (unless (and (> end 1) (char=? (string-ref text end) #\]))
          (fail number "expected a section, [name]"))
        (string->symbol (string-trim (substring text 1 end)))))

    (define (entry text number)
      (let* ((end (string-length text))
             (at (min (or (index-of #\= text) end) (or (index-of #\: text) end)))
             (at (and (< at end) at)))
        (unless (and at (> at 0))
          (fail number "expected a key and a value, key = value"))
        (cons (string->symbol (string-trim (substring text 0 at)))
              (string-trim (substring text (+ at 1) (string-length text))))))

    ;; The sections of a port: an association list by section of association lists by key.
    (define ini-read
      (case-lambda
        (() (ini-read (current-input-port)))
        ((port)
         (let loop ((number 1) (name #f) (entries '()) (sections '()))
           (define (with-section)
             (if (or name (pair? entries))
                 (cons (cons name (reverse entries)) sections)
                 sections))
           (let ((line (read-line port)))
             (if (eof-object? line)
                 (reverse (with-section))
                 (let ((text (string-trim line)))
                   (cond ((or (string-null? text) (memv (string-ref text 0) '(#\; #\#)))
                          (loop (+ number 1) name entries sections))
                         ((char=? (string-ref text 0) #\[)
                          (let ((next (section-name text number)))
                            (loop (+ number 1) next '() (with-section))))
                         (else
                          (loop (+ number 1) name (cons (entry text number) entries) sections))))))))))

    (define (write-entry entry port)
      (let ((value (cdr entry)))
        (when (and (string? value) (index-of #\newline value))
          (error "ini-write: a value has more than one line" entry))
        (write-string (symbol->string (car entry)) port)
        (write-string " = " port)
        (write-string (if (number? value) (number->string value) value) port)
        (newline port)))

    ;; Writes sections.
    (define ini-write
      (case-lambda
        ((sections) (ini-write sections (current-output-port)))
        ((sections port)
         (for-each
           (lambda (section)
             (when (car section)
               (write-string "[" port)
               (write-string (symbol->string (car section)) port)
               (write-string "]\n" port))
             (for-each (lambda (entry) (write-entry entry port)) (cdr section)))
           sections))))

    ;; The sections of a text.
    (define (string->ini text) (ini-read (open-input-string text)))
    ;; The text of sections.
    (define (ini->string sections)
      (let ((port (open-output-string)))
        (ini-write sections port)
        (get-output-string port)))
    ;; The sections of a file.
    (define (file->ini path) (call-with-input-file path ini-read))
    ;; Writes sections to a file.
    (define (ini->file sections path)
      (call-with-output-file path (lambda (port) (ini-write sections port))))

    ;; The value of a key in a section; #f, or the default, when there is none.
    (define ini-ref
      (case-lambda
        ((sections section key) (ini-ref sections section key #f))
        ((sections section key default)
         (let* ((found (assq section sections)) (entry (and found (assq key (cdr found)))))
           (if entry (cdr entry) default)))))))
