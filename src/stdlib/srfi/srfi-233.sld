;;; SRFI 233: INI files, read by a generator and written by an accumulator. `(cairn ini)` has them as data. The character
;;; between key and value, and the one that begins a comment, are optional arguments.

(define-library (srfi 233)
  (export make-ini-file-generator make-ini-file-accumulator)
  (import (scheme base) (scheme case-lambda) (only (cairn base) string-index string-trim-both))
  (begin
    (define (without-comment line comment)
      (let ((at (string-index line comment)))
        (string-trim-both (if at (substring line 0 at) line))))

    ;; The name in the brackets of a line that begins a section, or #f.
    (define (section-name line)
      (let ((last (- (string-length line) 1)))
        (and (> last 0)
             (char=? (string-ref line 0) #\[)
             (char=? (string-ref line last) #\])
             (substring line 1 last))))

    ;; A generator of lists of a section, a key and a value; it closes the port at the end.
    (define make-ini-file-generator
      (case-lambda
        ((port) (entries port #\= #\;))
        ((port separator) (entries port separator #\;))
        ((port separator comment) (entries port separator comment))))

    (define (entries port separator comment)
      (let ((section ""))
        (define (entry line)
          (let ((at (string-index line separator)))
            (if at
                (list section
                      (string-trim-both (substring line 0 at))
                      (string-trim-both (substring line (+ at 1) (string-length line))))
                (list section line ""))))
        (define (next)
          (let ((line (if (input-port-open? port) (read-line port) (eof-object))))
            (if (eof-object? line)
                (begin (close-port port) line)
                (let* ((line (without-comment line comment)) (name (section-name line)))
                  (cond
                    (name (set! section name) (next))
                    ((string=? line "") (next))
                    (else (entry line)))))))
        next))

    ;; An accumulator of lists of a section, a key and a value, and of strings, which are comments. The end-of-file
    ;; object closes the port.
    (define make-ini-file-accumulator
      (case-lambda
        ((port) (writer port #\= #\;))
        ((port separator) (writer port separator #\;))
        ((port separator comment) (writer port separator comment))))

    (define (writer port separator comment)
      (let ((section ""))
        (define (line . parts)
          (for-each (lambda (part) (write-string part port)) parts)
          (newline port))
        (lambda (item)
          (cond
            ((eof-object? item) (close-port port) item)
            ((string? item) (line (string comment) " " item))
            ((and (list? item) (= (length item) 3))
             (unless (string=? (car item) section)
               (set! section (car item))
               (line "[" section "]"))
             (line (cadr item) (string separator) (list-ref item 2)))
            (else
             (error "make-ini-file-accumulator: expected a string or a list of three strings, got" item))))))))
