;;; Procedures that programs for MIT Scheme, Chez Scheme and their relatives expect: streams
;;; created by cons-stream, formatted output, random numbers, clocks.

(define (stream-pair? x)
  (and (pair? x) (promise? (cdr x))))

(define (stream-car stream)
  (if (stream-pair? stream)
      (car stream)
      (%type-error 'stream-car "a stream that is not empty" stream)))

(define (stream-cdr stream)
  (if (stream-pair? stream)
      (force (cdr stream))
      (%type-error 'stream-cdr "a stream that is not empty" stream)))

(define (stream-null? x) (null? x))

(define (empty-stream? x) (null? x))

(define (stream-tail stream k)
  (%check-count 'stream-tail k)
  (let loop ((rest stream) (left k))
    (if (= left 0)
        rest
        (loop (stream-cdr rest) (- left 1)))))

(define (stream-ref stream k)
  (stream-car (stream-tail stream k)))

(define (stream-head stream k)
  (%check-count 'stream-head k)
  (let loop ((rest stream) (left k) (acc '()))
    (if (= left 0)
        (reverse acc)
        (let ((x (stream-car rest)))
          (loop (if (= left 1) '() (stream-cdr rest)) (- left 1) (cons x acc))))))

(define (%check-count who k)
  (if (not (and (exact-integer? k) (>= k 0)))
      (%type-error who "an index" k)))

(define (format destination . rest)
  (cond
    ((string? destination) (%format-string 'format destination rest))
    ((not (and (pair? rest) (string? (car rest))))
     (%type-error 'format "a template, a string" (if (pair? rest) (car rest) destination)))
    ((not destination) (%format-string 'format (car rest) (cdr rest)))
    ((eq? destination #t) (%format 'format (current-output-port) (car rest) (cdr rest)))
    (else (%format 'format destination (car rest) (cdr rest)))))

(define (printf template . arguments)
  (%format 'printf (current-output-port) template arguments))

(define (fprintf port template . arguments)
  (%format 'fprintf port template arguments))

(define (%format-string who template arguments)
  (let ((port (open-output-string)))
    (%format who port template arguments)
    (get-output-string port)))

;; The directives ~a ~s ~d ~b ~o ~x ~c ~% ~n ~~; a tilde before the end of a line skips the
;; white space there.
(define (%format who port template arguments)
  (let ((end (string-length template)))
    (define (next rest)
      (if (null? rest) (error (%format-message who "too few arguments for") template))
      (car rest))
    (define (number rest radix)
      (let ((x (next rest)))
        (display (if (number? x) (number->string x radix) x) port)))
    (let loop ((i 0) (rest arguments))
      (cond
        ((= i end)
         (if (pair? rest)
             (error (%format-message
                      who
                      (if (and (not (string-index template #\~)) (string-index template #\%))
                          "escapes begin with ~, as in ~a, in"
                          "too many arguments for"))
                    template)))
        ((not (char=? (string-ref template i) #\~))
         (write-char (string-ref template i) port)
         (loop (+ i 1) rest))
        ((= (+ i 1) end) (error (%format-message who "a tilde ends") template))
        (else
         (let ((after (+ i 2)))
           (case (char-downcase (string-ref template (+ i 1)))
             ((#\a) (display (next rest) port) (loop after (cdr rest)))
             ((#\s) (write (next rest) port) (loop after (cdr rest)))
             ((#\d) (number rest 10) (loop after (cdr rest)))
             ((#\b) (number rest 2) (loop after (cdr rest)))
             ((#\o) (number rest 8) (loop after (cdr rest)))
             ((#\x) (number rest 16) (loop after (cdr rest)))
             ((#\c) (write-char (next rest) port) (loop after (cdr rest)))
             ((#\% #\n) (newline port) (loop after rest))
             ((#\~) (write-char #\~ port) (loop after rest))
             ((#\newline)
              (let skip ((i after))
                (if (and (< i end) (char-whitespace? (string-ref template i)))
                    (skip (+ i 1))
                    (loop i rest))))
             (else
              (error (%format-message who
                                      (string-append "unknown escape "
                                                     (substring template i after)
                                                     ", perhaps one of (srfi 48), in"))
                     template)))))))))

(define (%format-message who what)
  (string-append (symbol->string who) ": " what))

(define write-line
  (case-lambda
    ((x) (write x) (newline))
    ((x port) (write x port) (newline port))))

;; --- times ---

(define (%time forms thunk)
  (let ((start (current-jiffy)))
    (call-with-values thunk
      (lambda results
        (let ((microseconds (quotient (- (current-jiffy) start) 1000))
              (port (current-error-port)))
          (for-each (lambda (form) (write form port) (write-char #\space port)) forms)
          (write (/ (round (/ microseconds 100.)) 10.) port)
          (write-string " ms\n" port)
          (apply values results))))))

;; --- keywords ---

(define (keyword? x)
  (and (symbol? x)
       (let ((name (symbol->string x)))
         (and (> (string-length name) 2) (string-prefix? "#:" name)))))

(define (keyword->symbol keyword)
  (if (keyword? keyword)
      (string->symbol (string-copy (symbol->string keyword) 2))
      (%type-error 'keyword->symbol "a keyword" keyword)))

(define (symbol->keyword symbol)
  (string->symbol (string-append "#:" (symbol->string symbol))))

(define (random n)
  (cond
    ((not (and (real? n) (positive? n))) (%type-error 'random "a positive number" n))
    ((exact-integer? n) (%random-below n))
    ((exact? n) (%type-error 'random "an integer or an inexact number" n))
    (else (* n (/ (%random-bits 53) 9007199254740992.0)))))

;; Takes the remainder of a number so large that the bias is negligible.
(define (%random-below n)
  (let loop ((value (%random-bits 60)) (bound 1152921504606846976))
    (if (< bound (* n 1073741824))
        (loop (+ (* value 1152921504606846976) (%random-bits 60))
              (* bound 1152921504606846976))
        (modulo value n))))

(define (runtime)
  (/ (current-jiffy) 1e9))

(define (real-time)
  (* 1000.0 (current-second)))

(define (access-condition condition field)
  (case field
    ((message) (error-object-message condition))
    ((irritants) (error-object-irritants condition))
    (else (error "access-condition: no such field" field))))

(define (alist-copy alist)
  (map (lambda (entry) (if (pair? entry) (cons (car entry) (cdr entry)) entry)) alist))

(define (del-assq key alist)
  (remove (lambda (entry) (eq? (car entry) key)) alist))

(define (del-assv key alist)
  (remove (lambda (entry) (eqv? (car entry) key)) alist))

(define (del-assoc key alist)
  (remove (lambda (entry) (equal? (car entry) key)) alist))
