;;; json.scm -- a JSON reader and printer.
;;;
;;; Reads documents from standard input, one after the other, and prints them neatly.  Mistakes in a
;;; document are reported with their line and column.
;;;
;;; JSON maps to Scheme data like this:
;;;
;;;   object   record around an association list with string keys
;;;   array    list
;;;   string   string
;;;   number   number, exact if it is written without point and exponent
;;;   true     #t
;;;   false    #f
;;;   null     the symbol null

(import (scheme base)
        (scheme char)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Objects

(define-record-type object
  (make-object members)
  object?
  (members object-members))       ; list of (key . value), in source order

;;; ------------------------------------------------------------------
;;; A source is a port that knows where it is

(define-record-type source
  (make-source port line column)
  source?
  (port source-port)
  (line source-line set-source-line!)
  (column source-column set-source-column!))

(define-record-type json-error
  (make-json-error message line column)
  json-error?
  (message json-error-message)
  (line json-error-line)
  (column json-error-column))

(define (fail source . parts)
  (let ((message (open-output-string)))
    (for-each (lambda (part) (display part message)) parts)
    (raise (make-json-error (get-output-string message)
                            (source-line source)
                            (source-column source)))))

(define (peek source) (peek-char (source-port source)))

(define (next! source)
  (let ((c (read-char (source-port source))))
    (cond ((eqv? c #\newline)
           (set-source-line! source (+ 1 (source-line source)))
           (set-source-column! source 1))
          (else
           (set-source-column! source (+ 1 (source-column source)))))
    c))

(define (describe c)
  (if (eof-object? c) "the end of the input" (string #\' c #\')))

(define (expect! source wanted)
  (let ((c (peek source)))
    (if (eqv? c wanted)
        (next! source)
        (fail source "expected " (describe wanted) " but found " (describe c)))))

(define (blank? c)
  (memv c '(#\space #\tab #\newline #\return)))

(define (skip-blanks! source)
  (when (blank? (peek source))
    (next! source)
    (skip-blanks! source)))

;;; ------------------------------------------------------------------
;;; Reading

(define (read-json source)
  (skip-blanks! source)
  (let ((c (peek source)))
    (cond ((eof-object? c) (fail source "expected a value but found " (describe c)))
          ((char=? c #\{) (read-object source))
          ((char=? c #\[) (read-array source))
          ((char=? c #\") (read-string-literal source))
          ((or (char=? c #\-) (char-numeric? c)) (read-number source))
          ((char-alphabetic? c) (read-word source))
          (else (fail source "unexpected " (describe c))))))

;; Reads items by READ-ITEM between OPEN and CLOSE, separated by commas.
(define (read-sequence source open close read-item)
  (expect! source open)
  (skip-blanks! source)
  (if (eqv? (peek source) close)
      (begin (next! source) '())
      (let loop ((items (list (read-item source))))
        (skip-blanks! source)
        (cond ((eqv? (peek source) #\,)
               (next! source)
               (loop (cons (read-item source) items)))
              (else
               (expect! source close)
               (reverse items))))))

(define (read-array source)
  (read-sequence source #\[ #\] read-json))

(define (read-object source)
  (make-object (read-sequence source #\{ #\} read-member)))

(define (read-member source)
  (skip-blanks! source)
  (unless (eqv? (peek source) #\")
    (fail source "expected a key in quotes but found " (describe (peek source))))
  (let ((key (read-string-literal source)))
    (skip-blanks! source)
    (expect! source #\:)
    (cons key (read-json source))))

;; The characters that satisfy KEEP?, as a string.
(define (read-while source keep?)
  (let ((out (open-output-string)))
    (let loop ()
      (let ((c (peek source)))
        (cond ((and (char? c) (keep? c))
               (write-char (next! source) out)
               (loop))
              (else (get-output-string out)))))))

(define (read-word source)
  (let ((word (read-while source char-alphabetic?)))
    (cond ((assoc word '(("true" . #t) ("false" . #f) ("null" . null))) => cdr)
          (else (fail source "unknown word " word)))))

(define (number-char? c)
  (or (char-numeric? c) (memv c '(#\+ #\- #\. #\e #\E))))

(define (read-number source)
  (let ((text (read-while source number-char?)))
    (if (number-text? text)
        (string->number text)
        (fail source "malformed number " text))))

;; JSON's numbers:  -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
(define (number-text? text)
  (define end (string-length text))
  (define (at? i . chars) (and (< i end) (memv (string-ref text i) chars)))
  (define (digits i)                    ; index after the digits, #f if none
    (let loop ((j i))
      (if (and (< j end) (char-numeric? (string-ref text j)))
          (loop (+ j 1))
          (and (> j i) j))))
  (define (integer i) (if (at? i #\0) (+ i 1) (digits i)))
  (define (fraction i) (if (at? i #\.) (digits (+ i 1)) i))
  (define (exponent i)
    (cond ((not (at? i #\e #\E)) i)
          ((at? (+ i 1) #\+ #\-) (digits (+ i 2)))
          (else (digits (+ i 1)))))
  (let* ((i (integer (if (at? 0 #\-) 1 0)))
         (i (and i (fraction i)))
         (i (and i (exponent i))))
    (eqv? i end)))

(define (read-string-literal source)
  (expect! source #\")
  (let ((out (open-output-string)))
    (let loop ()
      (let ((c (peek source)))
        (cond ((eof-object? c) (fail source "string without an end"))
              ((char<? c #\space) (fail source "control character in a string"))
              ((char=? c #\") (next! source) (get-output-string out))
              ((char=? c #\\)
               (next! source)
               (write-char (read-escape source) out)
               (loop))
              (else (write-char (next! source) out) (loop)))))))

(define escapes
  '((#\" . #\") (#\\ . #\\) (#\/ . #\/) (#\b . #\backspace)
    (#\f . #\x0c) (#\n . #\newline) (#\r . #\return) (#\t . #\tab)))

(define (read-escape source)
  (let ((c (peek source)))
    (cond ((eqv? c #\u) (next! source) (read-unicode source))
          ((and (char? c) (assv c escapes))
           => (lambda (entry) (next! source) (cdr entry)))
          (else (fail source "unknown escape " (describe c))))))

;; \uXXXX, or two of them that make one character beyond the first plane.
(define (read-unicode source)
  (let ((high (read-hex4 source)))
    (cond ((<= #xD800 high #xDBFF)
           (expect! source #\\)
           (expect! source #\u)
           (let ((low (read-hex4 source)))
             (unless (<= #xDC00 low #xDFFF)
               (fail source "half of a surrogate pair"))
             (integer->char (+ #x10000
                               (* #x400 (- high #xD800))
                               (- low #xDC00)))))
          ((<= #xDC00 high #xDFFF) (fail source "half of a surrogate pair"))
          (else (integer->char high)))))

(define (read-hex4 source)
  (let loop ((count 4) (n 0))
    (if (= count 0)
        n
        (let* ((c (peek source))
               (digit (and (char? c) (string->number (string c) 16))))
          (unless digit
            (fail source "expected a hexadecimal digit but found " (describe c)))
          (next! source)
          (loop (- count 1) (+ (* 16 n) digit))))))

;;; ------------------------------------------------------------------
;;; Printing

(define (indent depth)
  (newline)
  (write-string (make-string (* 2 depth) #\space)))

(define (print-json value depth)
  (cond ((object? value)
         (print-sequence "{" "}" (object-members value) depth
                         (lambda (member depth)
                           (print-string (car member))
                           (write-string ": ")
                           (print-json (cdr member) depth))))
        ((list? value) (print-sequence "[" "]" value depth print-json))
        ((string? value) (print-string value))
        ((number? value) (write value))
        ((symbol? value) (write value))
        (else (write-string (if value "true" "false")))))

(define (print-sequence open close items depth print-item)
  (write-string open)
  (unless (null? items)
    (let loop ((items items))
      (indent (+ depth 1))
      (print-item (car items) (+ depth 1))
      (unless (null? (cdr items))
        (write-string ",")
        (loop (cdr items))))
    (indent depth))
  (write-string close))

(define (print-string text)
  (write-char #\")
  (string-for-each print-string-char text)
  (write-char #\"))

(define printed-escapes
  '((#\" . "\\\"") (#\\ . "\\\\") (#\backspace . "\\b") (#\x0c . "\\f")
    (#\newline . "\\n") (#\return . "\\r") (#\tab . "\\t")))

(define (print-string-char c)
  (cond ((assv c printed-escapes) => (lambda (entry) (write-string (cdr entry))))
        ((char<? c #\space)
         (write-string "\\u")
         (let ((hex (number->string (char->integer c) 16)))
           (write-string (make-string (- 4 (string-length hex)) #\0))
           (write-string hex)))
        (else (write-char c))))

;;; ------------------------------------------------------------------
;;; Looking inside: (json-ref document "key" 0 "key" ...)

(define (json-ref value . path)
  (cond ((null? path) value)
        ((string? (car path))
         (let ((member (assoc (car path) (object-members value))))
           (and member (apply json-ref (cdr member) (cdr path)))))
        (else (apply json-ref (list-ref value (car path)) (cdr path)))))

;;; ------------------------------------------------------------------
;;; The program

(define (read-from-text text)
  (let* ((source (make-source (open-input-string text) 1 1))
         (value (read-json source)))
    (skip-blanks! source)
    (unless (eof-object? (peek source))
      (fail source "something follows the document"))
    value))

(define (show-text text)
  (guard (e ((json-error? e)
             (write-string "error at ")
             (write (json-error-line e))
             (write-string ":")
             (write (json-error-column e))
             (write-string ": ")
             (write-string (json-error-message e))))
    (print-json (read-from-text text) 0))
  (newline))

(define (print-stdin)
  (let ((source (make-source (current-input-port) 1 1)))
    (let loop ()
      (skip-blanks! source)
      (unless (eof-object? (peek source))
        (let ((document (read-json source)))
          (print-json document 0)
          (newline)
          (loop))))))

(write-string "-- standard input\n")
(print-stdin)

(write-string "-- a path into a document\n")
(write (json-ref (read-from-text "{\"a\": [10, {\"b\": \"found\"}]}") "a" 1 "b"))
(newline)

(write-string "-- documents with mistakes\n")
(for-each show-text
          '("[1, 2"
            "{\"a\" 1}"
            "{a: 1}"
            "[01]"
            "[1.]"
            "\"\\q\""
            "\"\\ud83d!\""
            "[tru]"
            "[1] [2]"
            "[1,\n 2,\n ?]"
            "\"no end"
            ""))
