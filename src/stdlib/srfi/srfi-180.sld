;;; SRFI 180: JSON.
;;;
;;; Values are read from ports and written to them by the builtins of (cairn json reader) and
;;; (cairn json writer). Input that is read piece by piece, or from a generator of characters, goes
;;; through a lexer with one character of look-ahead, which counts them. Pieces are events
;;; (array-start, "key", 1 ...); both sides keep a stack of the open structures, so nesting has
;;; no limit.

(define-library (srfi 180)
  (export json-error? json-error-reason json-null?
          json-nesting-depth-limit json-number-of-character-limit
          json-generator json-fold json-read json-lines-read json-sequence-read
          json-accumulator json-write)
  (import (scheme base)
          (scheme case-lambda)
          (scheme inexact)
          (only (cairn base) every)
          (cairn json reader)
          (cairn json writer))
  (begin
    (define-record-type json-error
      (make-json-error reason)
      json-error?
      (reason json-error-reason))

    (define (fail reason) (raise (make-json-error reason)))

    ;; Whether x is the symbol null.
    (define (json-null? x) (eq? x 'null))

    ;; A parameter: how deep values may be nested.
    (define json-nesting-depth-limit (make-parameter +inf.0))
    ;; A parameter: how many characters a text may have.
    (define json-number-of-character-limit (make-parameter +inf.0))

    ;; --- the lexer ---

    ;; The characters of a source. A port has its own look-ahead; for a generator the next
    ;; character is kept, or #f if there is none.
    (define-record-type lexer
      (make-lexer source ahead count)
      lexer?
      (source lexer-source)
      (ahead ahead set-ahead!)
      (count lexer-count set-lexer-count!))

    (define (lexer-on name source)
      (cond ((lexer? source) source)
            ((or (procedure? source) (input-port? source)) (make-lexer source #f 0))
            (else (error (string-append name ": expected a port or generator, got") source))))

    (define (peek lexer)
      (let ((source (lexer-source lexer)))
        (cond ((input-port? source) (peek-char source))
              ((ahead lexer))
              (else
               (let ((c (source)))
                 (set-ahead! lexer c)
                 c)))))

    (define (next lexer)
      (let ((c (peek lexer)) (source (lexer-source lexer)))
        (cond ((input-port? source) (read-char source))
              ((not (eof-object? c)) (set-ahead! lexer #f)))
        (unless (eof-object? c)
          (set-lexer-count! lexer (+ (lexer-count lexer) 1))
          (when (> (lexer-count lexer) (json-number-of-character-limit))
            (fail "the text has too many characters")))
        c))

    (define (peek? lexer . chars) (memv (peek lexer) chars))

    (define (skip-white lexer)
      (when (peek? lexer #\space #\tab #\newline #\return)
        (next lexer)
        (skip-white lexer)))

    (define (read-literal lexer text value)
      (string-for-each (lambda (c)
                         (unless (eqv? (next lexer) c)
                           (fail (string-append "expected " text))))
                       text)
      value)

    (define (digit? c) (and (char? c) (char<=? #\0 c #\9)))

    ;; A number ends where no letter, digit, sign or point follows: 01 is no 0 before a 1.
    (define (check-end c)
      (when (and (char? c)
                 (or (digit? c) (char<=? #\a c #\z) (char<=? #\A c #\Z) (memv c '(#\+ #\- #\.))))
        (fail "expected the end of a number")))

    (define (read-number lexer)
      (let ((out (open-output-string)))
        (define (take) (write-char (next lexer) out))
        (define (digits)
          (unless (digit? (peek lexer))
            (fail "expected a digit"))
          (let loop ()
            (when (digit? (peek lexer))
              (take)
              (loop))))
        (when (peek? lexer #\-) (take))
        (if (peek? lexer #\0) (take) (digits))
        (when (peek? lexer #\.)
          (take)
          (digits))
        (when (peek? lexer #\e #\E)
          (take)
          (when (peek? lexer #\+ #\-) (take))
          (digits))
        (check-end (peek lexer))
        (string->number (get-output-string out))))

    ;; The text of a string whose opening quote is next.
    (define (read-text lexer)
      (let ((out (open-output-string)))
        (next lexer)
        (let loop ()
          (let ((c (next lexer)))
            (cond ((eof-object? c) (fail "the text ends in a string"))
                  ((char=? c #\") (get-output-string out))
                  ((char<? c #\space) (fail "a control character in a string"))
                  (else
                   (write-char (if (char=? c #\\) (read-escape lexer) c) out)
                   (loop)))))))

    (define (read-escape lexer)
      (case (next lexer)
        ((#\") #\")
        ((#\\) #\\)
        ((#\/) #\/)
        ((#\b) #\backspace)
        ((#\f) #\x0C)
        ((#\n) #\newline)
        ((#\r) #\return)
        ((#\t) #\tab)
        ((#\u) (read-unicode lexer))
        (else (fail "an unknown escape in a string"))))

    ;; One code unit of UTF-16, or two that are a pair of surrogates.
    (define (read-unicode lexer)
      (let ((unit (read-unit lexer)))
        (cond ((not (<= #xD800 unit #xDFFF)) (integer->char unit))
              ((and (< unit #xDC00) (eqv? (next lexer) #\\) (eqv? (next lexer) #\u))
               (let ((low (read-unit lexer)))
                 (unless (<= #xDC00 low #xDFFF)
                   (fail "half a pair of surrogates in a string"))
                 (integer->char (+ #x10000 (* #x400 (- unit #xD800)) (- low #xDC00)))))
              (else (fail "half a pair of surrogates in a string")))))

    (define (read-unit lexer)
      (let loop ((i 0) (unit 0))
        (if (= i 4)
            unit
            (let* ((c (next lexer))
                   (digit (and (char? c) (string->number (string c) 16))))
              (unless (exact-integer? digit)
                (fail "expected four hexadecimal digits"))
              (loop (+ i 1) (+ (* 16 unit) digit))))))

    ;; --- reading events ---

    ;; A procedure that returns the next event of a value, or the end of file.
    (define json-generator
      (case-lambda
        (() (json-generator (current-input-port)))
        ((source) (event-generator (lexer-on "json-generator" source)))))

    ;; A generator of the events of one value. Its state tells what may come next: start, value,
    ;; first-value (or the end of the array), first-key (or the end of the object), key,
    ;; separator and end.
    (define (event-generator lexer)
      (define state 'start)
      (define open '())
      (define depth 0)

      (define (opened structure next-state)
        (next lexer)
        (set! open (cons structure open))
        (set! depth (+ depth 1))
        (when (> depth (json-nesting-depth-limit))
          (fail "structures are nested too deep"))
        (set! state next-state)
        (if (eq? structure 'array) 'array-start 'object-start))

      (define (after-value)
        (set! state (if (null? open) 'end 'separator)))

      (define (closed structure)
        (unless (eq? (car open) structure)
          (fail "the end of another structure was expected"))
        (next lexer)
        (set! open (cdr open))
        (set! depth (- depth 1))
        (after-value)
        (if (eq? structure 'array) 'array-end 'object-end))

      (define (read-value)
        (let ((c (peek lexer)))
          (case c
            ((#\[) (opened 'array 'first-value))
            ((#\{) (opened 'object 'first-key))
            (else
             (let ((value
                    (case c
                      ((#\") (read-text lexer))
                      ((#\t) (read-literal lexer "true" #t))
                      ((#\f) (read-literal lexer "false" #f))
                      ((#\n) (read-literal lexer "null" 'null))
                      (else
                       (unless (or (digit? c) (eqv? c #\-))
                         (fail "expected a value"))
                       (read-number lexer)))))
               (after-value)
               value)))))

      (define (read-key)
        (unless (peek? lexer #\")
          (fail "expected a key"))
        (let ((key (read-text lexer)))
          (skip-white lexer)
          (unless (eqv? (next lexer) #\:)
            (fail "expected a colon"))
          (set! state 'value)
          key))

      (define (event)
        (skip-white lexer)
        (case state
          ((start) (if (eof-object? (peek lexer)) (peek lexer) (read-value)))
          ((value) (read-value))
          ((first-value) (if (peek? lexer #\]) (closed 'array) (read-value)))
          ((first-key) (if (peek? lexer #\}) (closed 'object) (read-key)))
          ((key) (read-key))
          (else
           (cond ((peek? lexer #\]) (closed 'array))
                 ((peek? lexer #\}) (closed 'object))
                 ((eqv? (next lexer) #\,)
                  (set! state (if (eq? (car open) 'array) 'value 'key))
                  (event))
                 (else (fail "expected a comma or the end of a structure"))))))

      (lambda ()
        (if (eq? state 'end) (eof-object) (event))))

    ;; Folds over the events of a value.
    (define json-fold
      (case-lambda
        ((f array-start array-end object-start object-end seed)
         (json-fold f array-start array-end object-start object-end seed (current-input-port)))
        ((f array-start array-end object-start object-end seed source)
         (let ((event (event-generator (lexer-on "json-fold" source))))
           ;; The stack holds the seeds of the structures around the current one.
           (let loop ((seed seed) (outer '()))
             (define (value x seed outer)
               (let ((seed (f x seed)))
                 (if (null? outer) seed (loop seed outer))))
             (let ((x (event)))
               (cond ((eof-object? x) seed)
                     ((eq? x 'array-start) (loop (array-start seed) (cons seed outer)))
                     ((eq? x 'object-start) (loop (object-start seed) (cons seed outer)))
                     ((eq? x 'array-end) (value (array-end seed) (car outer) (cdr outer)))
                     ((eq? x 'object-end) (value (object-end seed) (car outer) (cdr outer)))
                     (else (value x seed outer)))))))))

    ;; The next value of a port or of a generator of characters.
    (define json-read
      (case-lambda
        (() (json-read (current-input-port)))
        ((source)
         (if (input-port? source) (read-from-port source) (read-from-generator source)))))

    ;; A port is read by a builtin, which says where an error is.
    (define (read-from-port port)
      (define (limit x) (if (finite? x) (exact (floor x)) #f))
      (guard (c ((read-error? c) (fail (error-object-message c))))
        (%json-read port
                    (limit (json-nesting-depth-limit))
                    (limit (json-number-of-character-limit)))))

    (define (read-from-generator source)
      (json-fold (lambda (x seed) (if (eof-object? seed) x (cons x seed)))
                 (lambda (seed) '())
                 (lambda (items) (list->vector (reverse items)))
                 (lambda (seed) '())
                 association-list
                 (eof-object)
                 (lexer-on "json-read" source)))

    ;; The keys and values of an object, last one first, as pairs in order.
    (define (association-list items)
      (let loop ((items items) (pairs '()))
        (if (null? items)
            pairs
            (loop (cddr items)
                  (cons (cons (string->symbol (cadr items)) (car items)) pairs)))))

    ;; A generator of the values in a source, each after its separators.
    (define (value-generator lexer skip)
      (lambda ()
        (skip lexer)
        (set-lexer-count! lexer 0)
        (let ((source (lexer-source lexer)))
          (json-read (if (input-port? source) source lexer)))))

    ;; A generator of the values on the lines of a port.
    (define json-lines-read
      (case-lambda
        (() (json-lines-read (current-input-port)))
        ((source) (value-generator (lexer-on "json-lines-read" source) skip-white))))

    ;; A generator of the values of a sequence, RFC 7464.
    (define json-sequence-read
      (case-lambda
        (() (json-sequence-read (current-input-port)))
        ((source) (value-generator (lexer-on "json-sequence-read" source) skip-separators))))

    ;; White space and the record separators of RFC 7464.
    (define (skip-separators lexer)
      (skip-white lexer)
      (when (peek? lexer #\x1E)
        (next lexer)
        (skip-separators lexer)))

    ;; --- writing events ---

    ;; A procedure that takes characters and strings.
    (define (sink name to)
      (cond ((procedure? to) to)
            ((output-port? to)
             (lambda (x) (if (char? x) (write-char x to) (write-string x to))))
            (else (error (string-append name ": expected a port or accumulator, got") to))))

    ;; A procedure that takes the events of a value, one a call, and writes it.
    (define (json-accumulator to)
      (define put (sink "json-accumulator" to))
      (define open '())
      ;; The state: a value, a first or other value of an array, a first or other key of an
      ;; object, or nothing.
      (define state 'value)

      (define (after-value)
        (set! state (cond ((null? open) 'end)
                          ((eq? (car open) 'array) 'next-value)
                          (else 'next-key))))

      (define (before-value)
        (case state
          ((value first-value) #t)
          ((next-value) (put #\,))
          (else (fail "a value is out of place"))))

      (define (begin-structure structure bracket next-state)
        (before-value)
        (put bracket)
        (set! open (cons structure open))
        (set! state next-state))

      (define (end-structure structure bracket)
        (unless (and (pair? open) (eq? (car open) structure) (not (eq? state 'value)))
          (fail "the end of a structure is out of place"))
        (put bracket)
        (set! open (cdr open))
        (after-value))

      (define (key x)
        (unless (string? x)
          (fail "a key is not a string"))
        (when (eq? state 'next-key)
          (put #\,))
        (put-text put x)
        (put #\:)
        (set! state 'value))

      (lambda (event)
        (cond ((eq? event 'array-start) (begin-structure 'array #\[ 'first-value))
              ((eq? event 'object-start) (begin-structure 'object #\{ 'first-key))
              ((eq? event 'array-end) (end-structure 'array #\]))
              ((eq? event 'object-end) (end-structure 'object #\}))
              ((memq state '(first-key next-key)) (key event))
              ((eof-object? event)
               (unless (eq? state 'end)
                 (fail "the text is not complete")))
              (else
               (unless (simple? event)
                 (fail not-json))
               (before-value)
               (put-simple put event)
               (after-value)))))

    (define (simple? x)
      (or (json-null? x)
          (boolean? x)
          (string? x)
          (exact-integer? x)
          (and (real? x) (inexact? x) (finite? x))))

    (define (put-simple put x)
      (cond ((json-null? x) (put "null"))
            ((boolean? x) (put (if x "true" "false")))
            ((string? x) (put-text put x))
            (else (put (number->string x)))))

    (define (put-text put text)
      (put #\")
      (string-for-each (lambda (c) (put (or (escape c) c))) text)
      (put #\"))

    ;; The escape of a character that needs one; #f for others.
    (define (escape c)
      (case c
        ((#\") "\\\"")
        ((#\\) "\\\\")
        ((#\backspace) "\\b")
        ((#\x0C) "\\f")
        ((#\newline) "\\n")
        ((#\return) "\\r")
        ((#\tab) "\\t")
        (else
         (and (char<? c #\space)
              (let ((digits (number->string (char->integer c) 16)))
                (string-append "\\u" (make-string (- 4 (string-length digits)) #\0) digits))))))

    ;; Writes a value.
    (define json-write
      (case-lambda
        ((x) (json-write x (current-output-port)))
        ((x to)
         (if (output-port? to)
             (write-string (text-of x) to)
             (let ((put (sink "json-write" to)))
               (unless (json? x)
                 (fail not-json))
               (write-events x (json-accumulator put)))))))

    (define not-json "not a JSON value")

    (define (text-of x)
      (guard (c ((and (error-object? c) (equal? (error-object-message c) not-json))
                 (fail not-json)))
        (%json-text x #f)))

    (define (json? x)
      (cond ((vector? x) (every json? (vector->list x)))
            ((list? x)
             (every (lambda (entry) (and (pair? entry) (symbol? (car entry)) (json? (cdr entry))))
                    x))
            (else (simple? x))))

    (define (write-events x accumulate)
      (cond ((vector? x)
             (accumulate 'array-start)
             (vector-for-each (lambda (x) (write-events x accumulate)) x)
             (accumulate 'array-end))
            ((list? x)
             (accumulate 'object-start)
             (for-each (lambda (entry)
                         (accumulate (symbol->string (car entry)))
                         (write-events (cdr entry) accumulate))
                       x)
             (accumulate 'object-end))
            (else (accumulate x))))))
