;;; (cairn yaml): YAML.
;;;
;;; A table is an association list whose keys are symbols, an array a vector. A text that is
;;; wrong is a read-error? that says in which line and column it is.

(define-library (cairn yaml)
  (export string->yaml yaml->string file->yaml yaml->file yaml-read yaml-write)
  (import (scheme base) (scheme case-lambda) (scheme file) (cairn yaml natives))
  (begin
    (define (rest-of port)
      (let loop ((parts '()))
        (let ((part (read-string 65536 port)))
          (if (eof-object? part)
              (apply string-append (reverse parts))
              (loop (cons part parts))))))

    ;; The value of the document in a port.
    (define yaml-read
      (case-lambda
        (() (yaml-read (current-input-port)))
        ((port) (string->yaml (rest-of port)))))

    ;; Writes a value as a document.
    (define yaml-write
      (case-lambda
        ((value) (yaml-write value (current-output-port)))
        ((value port) (write-string (yaml->string value) port))))

    ;; The value of the document in a file.
    (define (file->yaml path) (call-with-input-file path yaml-read))
    ;; Writes a value to a file as a document.
    (define (yaml->file value path)
      (let ((text (yaml->string value)))
        (call-with-output-file path (lambda (port) (write-string text port)))))))
