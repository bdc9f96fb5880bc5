;;; SRFI 207: bytevectors as strings of bytes.
;;;
;;; Not implemented: the literal syntax #u8"..." in programs; read-textual-bytestring reads it.

(define-library (srfi 207)
  (export bytestring make-bytestring make-bytestring!
          bytevector->hex-string hex-string->bytevector
          bytevector->base64 base64->bytevector
          bytestring->list make-bytestring-generator
          bytestring-pad bytestring-pad-right
          bytestring-trim bytestring-trim-right bytestring-trim-both
          bytestring-replace
          bytestring<? bytestring>? bytestring<=? bytestring>=?
          bytestring-index bytestring-index-right bytestring-break bytestring-span
          bytestring-join bytestring-split
          read-textual-bytestring write-textual-bytestring write-binary-bytestring
          bytestring-error? bytestring-error-message bytestring-error-irritants)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme char) char-whitespace?)
          (cairn bytestrings))
  (begin
    ;; --- parts: a byte, an ASCII character, a bytevector or an ASCII string ---

    (define (check-part x)
      (unless (or (byte? x)
                  (ascii? x)
                  (bytevector? x)
                  (and (string? x) (all-ascii? x)))
        (fail "bytestring: expected a byte, an ASCII character or string, or a bytevector, got" x)))

    (define (all-ascii? string)
      (let loop ((i 0))
        (or (= i (string-length string))
            (and (ascii? (string-ref string i)) (loop (+ i 1))))))

    (define (byte-of x)
      (cond ((byte? x) x)
            ((ascii? x) (char->integer x))
            (else (fail "bytestring: expected a byte or an ASCII character, got" x))))

    (define (part-bytes x)
      (cond ((bytevector? x) x)
            ((string? x) (string->utf8 x))
            (else (bytevector (byte-of x)))))

    (define (bytestring . parts) (make-bytestring parts))

    (define (make-bytestring parts)
      (for-each check-part parts)
      (apply bytevector-append (map part-bytes parts)))

    (define (make-bytestring! to at parts)
      (bytevector-copy! to at (make-bytestring parts)))

    (define (make-bytestring-generator . parts)
      (for-each check-part parts)
      (let ((bytes #u8()) (i 0))
        (lambda ()
          (let next ()
            (cond ((< i (bytevector-length bytes))
                   (set! i (+ i 1))
                   (bytevector-u8-ref bytes (- i 1)))
                  ((null? parts) (eof-object))
                  (else
                   (set! bytes (part-bytes (car parts)))
                   (set! i 0)
                   (set! parts (cdr parts))
                   (next)))))))

    (define (write-binary-bytestring port . parts)
      (for-each check-part parts)
      (for-each (lambda (part) (write-bytevector (part-bytes part) port)) parts))

    ;; --- conversion ---

    (define (bytevector->hex-string bytes)
      (let ((port (open-output-string)))
        (do ((i 0 (+ i 1)))
            ((= i (bytevector-length bytes)) (get-output-string port))
          (let ((byte (bytevector-u8-ref bytes i)))
            (when (< byte 16)
              (write-char #\0 port))
            (write-string (number->string byte 16) port)))))

    (define (hex-string->bytevector string)
      (let ((n (string-length string)))
        (unless (even? n)
          (fail "hex-string->bytevector: expected pairs of digits, got" string))
        (let ((bytes (make-bytevector (quotient n 2))))
          (do ((i 0 (+ i 2)))
              ((= i n) bytes)
            (bytevector-u8-set! bytes (quotient i 2)
                                (+ (* 16 (hex-digit (string-ref string i)))
                                   (hex-digit (string-ref string (+ i 1)))))))))

    (define (hex-digit char)
      (or (hex-value char)
          (fail "hex-string->bytevector: expected a hexadecimal digit, got" char)))

    (define alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

    ;; The digits of base 64; the last two are configurable.
    (define (digits-of who last)
      (unless (and (string? last) (= (string-length last) 2))
        (fail (string-append who ": expected a string of two digits, got") last))
      (string-append alphabet last))

    (define bytevector->base64
      (case-lambda
        ((bytes) (bytevector->base64 bytes "+/"))
        ((bytes last)
         (let ((digits (digits-of "bytevector->base64" last))
               (n (bytevector-length bytes))
               (port (open-output-string)))
           (define (byte i) (if (< i n) (bytevector-u8-ref bytes i) 0))
           (do ((i 0 (+ i 3)))
               ((>= i n) (get-output-string port))
             (let ((group (+ (* 65536 (byte i)) (* 256 (byte (+ i 1))) (byte (+ i 2))))
                   (count (+ 1 (min 3 (- n i)))))
               (do ((k 0 (+ k 1))
                    (unit 262144 (quotient unit 64)))
                   ((= k 4))
                 (write-char (if (< k count)
                                 (string-ref digits (modulo (quotient group unit) 64))
                                 #\=)
                             port))))))))

    (define base64->bytevector
      (case-lambda
        ((string) (base64->bytevector string "+/"))
        ((string last)
         (let ((values (digit-values string (digits-of "base64->bytevector" last))))
           (unless (or (= 0 (modulo (length values) 4)) (not (memq #t (map number? values))))
             (fail "base64->bytevector: expected groups of four digits, got" string))
           (let ((port (open-output-bytevector)))
             (let loop ((values (if (memq #t (map number? values)) values '())))
               (if (null? values)
                   (get-output-bytevector port)
                   (loop (write-group values string port)))))))))

    ;; The values of the digits; #f for padding.
    (define (digit-values string digits)
      (define (value char)
        (let loop ((i 0))
          (cond ((char=? char #\=) #f)
                ((= i 64) (fail "base64->bytevector: expected a digit, got" char))
                ((char=? char (string-ref digits i)) i)
                (else (loop (+ i 1))))))
      (let loop ((i (- (string-length string) 1)) (list '()))
        (cond ((< i 0) list)
              ((char-whitespace? (string-ref string i)) (loop (- i 1) list))
              (else (loop (- i 1) (cons (value (string-ref string i)) list))))))

    ;; Writes the bytes of four digits; returns the rest.
    (define (write-group values string port)
      (let* ((rest (list-tail values 4))
             (group (list (car values) (cadr values) (list-ref values 2) (list-ref values 3)))
             (count (let loop ((group group) (n 0))
                      (if (and (pair? group) (car group)) (loop (cdr group) (+ n 1)) n))))
        (unless (and (>= count 2)
                     (or (= count 4) (null? rest))
                     (or (not (= count 2)) (not (list-ref group 3))))
          (fail "base64->bytevector: signs that fill up are out of place in" string))
        (let ((n (let loop ((group group) (n 0))
                   (if (null? group) n (loop (cdr group) (+ (* n 64) (or (car group) 0)))))))
          (write-u8 (quotient n 65536) port)
          (when (> count 2)
            (write-u8 (modulo (quotient n 256) 256) port))
          (when (> count 3)
            (write-u8 (modulo n 256) port)))
        rest))

    (define bytestring->list
      (case-lambda
        ((bytes) (bytestring->list bytes 0))
        ((bytes start) (bytestring->list bytes start (bytevector-length bytes)))
        ((bytes start end)
         (check-range "bytestring->list" bytes start end)
         (let loop ((i (- end 1)) (list '()))
           (if (< i start)
               list
               (let ((byte (bytevector-u8-ref bytes i)))
                 (loop (- i 1)
                       (cons (if (<= 32 byte 127) (integer->char byte) byte) list))))))))

    (define (check-range who bytes start end)
      (unless (and (exact-integer? start) (exact-integer? end)
                   (<= 0 start end (bytevector-length bytes)))
        (error (string-append who ": no such range") start end)))

    ;; --- selection ---

    (define (padding bytes length part)
      (make-bytevector (max 0 (- length (bytevector-length bytes))) (byte-of part)))
    (define (bytestring-pad bytes length part)
      (bytevector-append (padding bytes length part) bytes))
    (define (bytestring-pad-right bytes length part)
      (bytevector-append bytes (padding bytes length part)))

    (define (first-other bytes pred)
      (or (bytestring-index bytes (lambda (b) (not (pred b)))) (bytevector-length bytes)))
    (define (after-last-other bytes pred)
      (let ((i (bytestring-index-right bytes (lambda (b) (not (pred b))))))
        (if i (+ i 1) 0)))

    (define (bytestring-trim bytes pred)
      (bytevector-copy bytes (first-other bytes pred)))
    (define (bytestring-trim-right bytes pred)
      (bytevector-copy bytes 0 (after-last-other bytes pred)))
    (define (bytestring-trim-both bytes pred)
      (bytestring-trim (bytestring-trim-right bytes pred) pred))

    (define (bytestring-replace bytes1 bytes2 start1 end1 . range)
      (check-range "bytestring-replace" bytes1 start1 end1)
      (bytevector-append (bytevector-copy bytes1 0 start1)
                         (apply bytevector-copy bytes2 range)
                         (bytevector-copy bytes1 end1)))

    ;; --- comparison ---

    ;; Negative, zero or positive, as the first bytes are less, equal or greater.
    (define (order a b)
      (let ((n (min (bytevector-length a) (bytevector-length b))))
        (let loop ((i 0))
          (if (= i n)
              (- (bytevector-length a) (bytevector-length b))
              (let ((difference (- (bytevector-u8-ref a i) (bytevector-u8-ref b i))))
                (if (= difference 0) (loop (+ i 1)) difference))))))

    (define (bytestring<? a b) (< (order a b) 0))
    (define (bytestring>? a b) (> (order a b) 0))
    (define (bytestring<=? a b) (<= (order a b) 0))
    (define (bytestring>=? a b) (>= (order a b) 0))

    ;; --- searching ---

    (define bytestring-index
      (case-lambda
        ((bytes pred) (bytestring-index bytes pred 0))
        ((bytes pred start) (bytestring-index bytes pred start (bytevector-length bytes)))
        ((bytes pred start end)
         (check-range "bytestring-index" bytes start end)
         (let loop ((i start))
           (cond ((= i end) #f)
                 ((pred (bytevector-u8-ref bytes i)) i)
                 (else (loop (+ i 1))))))))

    (define bytestring-index-right
      (case-lambda
        ((bytes pred) (bytestring-index-right bytes pred 0))
        ((bytes pred start) (bytestring-index-right bytes pred start (bytevector-length bytes)))
        ((bytes pred start end)
         (check-range "bytestring-index-right" bytes start end)
         (let loop ((i (- end 1)))
           (cond ((< i start) #f)
                 ((pred (bytevector-u8-ref bytes i)) i)
                 (else (loop (- i 1))))))))

    (define (split-at bytes i)
      (values (bytevector-copy bytes 0 i) (bytevector-copy bytes i)))
    (define (bytestring-break bytes pred)
      (split-at bytes (or (bytestring-index bytes pred) (bytevector-length bytes))))
    (define (bytestring-span bytes pred)
      (split-at bytes (first-other bytes pred)))

    ;; --- joining and splitting ---

    (define (check-grammar who grammar)
      (unless (memq grammar '(infix strict-infix prefix suffix))
        (fail (string-append who ": unknown grammar") grammar)))

    (define bytestring-join
      (case-lambda
        ((list delimiter) (bytestring-join list delimiter 'infix))
        ((list delimiter grammar)
         (check-grammar "bytestring-join" grammar)
         (when (and (null? list) (eq? grammar 'strict-infix))
           (fail "bytestring-join: an empty list with the grammar strict-infix"))
         (let* ((delimiter (bytestring delimiter))
                (parts (let loop ((list list))
                         (cond ((null? list) '())
                               ((eq? grammar 'suffix)
                                (cons (car list) (cons delimiter (loop (cdr list)))))
                               (else
                                (cons delimiter (cons (car list) (loop (cdr list)))))))))
           (apply bytevector-append
                  (if (and (pair? parts) (memq grammar '(infix strict-infix)))
                      (cdr parts)
                      parts))))))

    (define bytestring-split
      (case-lambda
        ((bytes delimiter) (bytestring-split bytes delimiter 'infix))
        ((bytes delimiter grammar)
         (check-grammar "bytestring-split" grammar)
         (let* ((byte (byte-of delimiter))
                (n (bytevector-length bytes))
                (is? (lambda (i) (= (bytevector-u8-ref bytes i) byte)))
                (start (if (and (eq? grammar 'prefix) (> n 0) (is? 0)) 1 0))
                (end (if (and (eq? grammar 'suffix) (> n start) (is? (- n 1))) (- n 1) n)))
           (if (= n 0)
               '()
               (let loop ((i (- end 1)) (to end) (list '()))
                 (cond ((< i start) (cons (bytevector-copy bytes start to) list))
                       ((is? i) (loop (- i 1) i (cons (bytevector-copy bytes (+ i 1) to) list)))
                       (else (loop (- i 1) to list)))))))))))
