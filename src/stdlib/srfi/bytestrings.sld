;;; The external form of SRFI 207's bytestrings, #u8"...", and its errors.

(define-library (cairn bytestrings)
  (export read-textual-bytestring write-textual-bytestring
          bytestring-error? bytestring-error-message bytestring-error-irritants
          fail byte? ascii? hex-value)
  (import (scheme base)
          (scheme case-lambda))
  (begin
    ;; --- errors ---

    (define-record-type bytestring-error
      (make-error message irritants)
      bytestring-error?
      (message bytestring-error-message)
      (irritants bytestring-error-irritants))

    (define (fail message . irritants)
      (raise (make-error message irritants)))

    ;; --- bytes and characters ---

    (define (byte? x)
      (and (exact-integer? x) (<= 0 x 255)))

    (define (ascii? x)
      (and (char? x) (char<? x #\x80)))

    (define (hex-value char)
      (cond ((char<=? #\0 char #\9) (- (char->integer char) 48))
            ((char<=? #\a char #\f) (- (char->integer char) 87))
            ((char<=? #\A char #\F) (- (char->integer char) 55))
            (else #f)))

    (define escapes
      '((7 . #\a) (8 . #\b) (9 . #\t) (10 . #\n) (13 . #\r) (34 . #\") (92 . #\\) (124 . #\|)))

    ;; --- reading ---

    (define read-textual-bytestring
      (case-lambda
        ((prefix?) (read-textual-bytestring prefix? (current-input-port)))
        ((prefix? port)
         (when prefix?
           (for-each (lambda (char) (expect char port)) '(#\# #\u #\8)))
         (expect #\" port)
         (let ((out (open-output-bytevector)))
           (let loop ()
             (let ((char (next port)))
               (cond ((char=? char #\") (get-output-bytevector out))
                     ((char=? char #\\)
                      (read-escape port out)
                      (loop))
                     ((char<=? #\space char #\~)
                      (write-u8 (char->integer char) out)
                      (loop))
                     (else (fail "read-textual-bytestring: unexpected character" char)))))))))

    (define (next port)
      (let ((char (read-char port)))
        (if (eof-object? char)
            (fail "read-textual-bytestring: unexpected end of input")
            char)))

    (define (expect wanted port)
      (let ((char (next port)))
        (unless (char=? char wanted)
          (fail "read-textual-bytestring: unexpected character" char))))

    (define (read-escape port out)
      (let* ((char (next port))
             (known (let loop ((list escapes))
                      (cond ((null? list) #f)
                            ((char=? (cdar list) char) (caar list))
                            (else (loop (cdr list)))))))
        (cond (known (write-u8 known out))
              ((memv char '(#\x #\X)) (write-u8 (read-hex port) out))
              ((memv char '(#\newline #\space #\tab #\return)) (skip-line-end char port))
              (else (fail "read-textual-bytestring: unknown escape" char)))))

    (define (read-hex port)
      (let loop ((n 0) (digits 0))
        (let ((char (next port)))
          (cond ((and (char=? char #\;) (> digits 0) (byte? n)) n)
                ((hex-value char) => (lambda (value) (loop (+ (* 16 n) value) (+ digits 1))))
                (else (fail "read-textual-bytestring: ill-formed hexadecimal escape" char))))))

    ;; Blanks, the end of a line, and blanks.
    (define (skip-line-end char port)
      (let loop ((char char))
        (cond ((memv char '(#\space #\tab #\return)) (loop (next port)))
              ((not (char=? char #\newline))
               (fail "read-textual-bytestring: expected the end of a line, got" char))))
      (let loop ()
        (when (memv (peek-char port) '(#\space #\tab))
          (read-char port)
          (loop))))

    ;; --- writing ---

    (define write-textual-bytestring
      (case-lambda
        ((bytes) (write-textual-bytestring bytes (current-output-port)))
        ((bytes port)
         (write-string "#u8\"" port)
         (do ((i 0 (+ i 1)))
             ((= i (bytevector-length bytes)))
           (write-byte (bytevector-u8-ref bytes i) port))
         (write-char #\" port))))

    (define (write-byte byte port)
      (let ((escape (assv byte escapes)))
        (cond (escape
               (write-char #\\ port)
               (write-char (cdr escape) port))
              ((<= 32 byte 126) (write-char (integer->char byte) port))
              (else
               (write-string "\\x" port)
               (write-string (number->string byte 16) port)
               (write-char #\; port)))))))
