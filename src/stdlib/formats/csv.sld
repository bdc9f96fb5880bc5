;;; (cairn csv): comma-separated values (RFC 4180).
;;;
;;; A record is a list of fields, which are strings. A text that is wrong is a read-error? that
;;; says in which line and column it is. Each procedure that reads or writes takes a delimiter
;;; last, a character; the comma is the default.

(define-library (cairn csv)
  (export csv-read csv-read-all csv-for-each csv-fold csv-read-table
          csv-write csv-write-all string->csv csv->string file->csv csv->file)
  (import (scheme base) (scheme case-lambda) (scheme file) (cairn csv natives))
  (begin
    ;; The next record of a port, or the end of file.
    (define csv-read
      (case-lambda
        (() (csv-read (current-input-port)))
        ((port) (csv-read port #\,))
        ((port delimiter)
         (let ((record (%csv-read port delimiter 1)))
           (if (pair? record) (car record) record)))))

    ;; The list of all records of a port.
    (define csv-read-all
      (case-lambda
        (() (csv-read-all (current-input-port)))
        ((port) (csv-read-all port #\,))
        ((port delimiter) (%csv-read-all port delimiter))))

    ;; Calls (proc record accumulated) for each record, without keeping them.
    (define csv-fold
      (case-lambda
        ((proc seed port) (csv-fold proc seed port #\,))
        ((proc seed port delimiter)
         (let loop ((accumulated seed) (line 1))
           (let ((record (%csv-read port delimiter line)))
             (if (pair? record)
                 (loop (proc (car record) accumulated) (cdr record))
                 accumulated))))))

    ;; Calls proc with each record of a port, one after the other.
    (define csv-for-each
      (case-lambda
        ((proc port) (csv-for-each proc port #\,))
        ((proc port delimiter)
         (csv-fold (lambda (record ignored) (proc record) ignored) #t port delimiter)
         (if #f #f))))

    ;; The records after the first, each an association list by the fields of the first, as
    ;; symbols. A field that a record does not have is not in its list.
    (define csv-read-table
      (case-lambda
        ((port) (csv-read-table port #\,))
        ((port delimiter)
         (let ((records (csv-read-all port delimiter)))
           (if (null? records)
               '()
               (let ((names (map string->symbol (car records))))
                 (map (lambda (record) (map cons names record)) (cdr records))))))))

    ;; Writes a record, a list of fields; fields are quoted where they must be.
    (define csv-write
      (case-lambda
        ((record) (csv-write record (current-output-port)))
        ((record port) (csv-write record port #\,))
        ((record port delimiter) (%csv-write record port delimiter))))

    ;; Writes records.
    (define csv-write-all
      (case-lambda
        ((records) (csv-write-all records (current-output-port)))
        ((records port) (csv-write-all records port #\,))
        ((records port delimiter)
         (for-each (lambda (record) (%csv-write record port delimiter)) records))))

    ;; The records of a text.
    (define (string->csv text . delimiter)
      (apply csv-read-all (open-input-string text) delimiter))

    ;; The text of records.
    (define (csv->string records . delimiter)
      (let ((port (open-output-string)))
        (apply csv-write-all records port delimiter)
        (get-output-string port)))

    ;; The records of a file.
    (define (file->csv path . delimiter)
      (call-with-input-file path (lambda (port) (apply csv-read-all port delimiter))))

    ;; Writes records to a file.
    (define (csv->file records path . delimiter)
      (call-with-output-file path
        (lambda (port) (apply csv-write-all records port delimiter))))))
