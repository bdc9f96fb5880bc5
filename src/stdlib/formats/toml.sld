;;; (cairn toml): TOML.
;;;
;;; A table is an association list whose keys are symbols, an array a vector. A text that is
;;; wrong is a read-error? that says in which line and column it is.

(define-library (cairn toml)
  (export string->toml toml->string file->toml toml->file toml-read toml-write)
  (import (scheme base) (scheme case-lambda) (scheme file) (cairn toml natives))
  (begin
    (define (rest-of port)
      (let loop ((parts '()))
        (let ((part (read-string 65536 port)))
          (if (eof-object? part)
              (apply string-append (reverse parts))
              (loop (cons part parts))))))

    ;; The table that the text of a port denotes.
    (define toml-read
      (case-lambda
        (() (toml-read (current-input-port)))
        ((port) (string->toml (rest-of port)))))

    ;; Writes a table.
    (define toml-write
      (case-lambda
        ((value) (toml-write value (current-output-port)))
        ((value port) (write-string (toml->string value) port))))

    ;; The table in a file.
    (define (file->toml path) (call-with-input-file path toml-read))
    ;; Writes a table to a file.
    (define (toml->file value path)
      (let ((text (toml->string value)))
        (call-with-output-file path (lambda (port) (write-string text port)))))))
