;;; SRFI 175: the ASCII characters. A character may be given as its code point.

(define-library (srfi 175)
  (export ascii-codepoint? ascii-bytevector? ascii-char? ascii-string?
          ascii-control? ascii-non-control? ascii-whitespace? ascii-space-or-tab?
          ascii-other-graphic? ascii-upper-case? ascii-lower-case? ascii-alphabetic?
          ascii-alphanumeric? ascii-numeric?
          ascii-digit-value ascii-upper-case-value ascii-lower-case-value
          ascii-nth-digit ascii-nth-upper-case ascii-nth-lower-case
          ascii-upcase ascii-downcase ascii-control->graphic ascii-graphic->control
          ascii-mirror-bracket
          ascii-ci=? ascii-ci<? ascii-ci>? ascii-ci<=? ascii-ci>=?
          ascii-string-ci=? ascii-string-ci<? ascii-string-ci>? ascii-string-ci<=?
          ascii-string-ci>=?)
  (import (scheme base))
  (begin
    ;; The code point of a character, or the number that was given for it.
    (define (code name x)
      (cond ((char? x) (char->integer x))
            ((exact-integer? x) x)
            (else (error (string-append name ": expected a character or integer, got") x))))

    ;; A code point converted to the type of x.
    (define (like x n)
      (if (char? x) (integer->char n) n))

    (define (ascii-codepoint? x) (and (exact-integer? x) (<= 0 x 127)))
    (define (ascii-char? x) (and (char? x) (< (char->integer x) 128)))

    (define (ascii-bytevector? x)
      (and (bytevector? x)
           (let loop ((i (- (bytevector-length x) 1)))
             (or (< i 0)
                 (and (< (bytevector-u8-ref x i) 128) (loop (- i 1)))))))

    (define (ascii-string? x)
      (and (string? x)
           (let loop ((i (- (string-length x) 1)))
             (or (< i 0)
                 (and (ascii-char? (string-ref x i)) (loop (- i 1)))))))

    ;; --- classes ---

    (define-syntax define-class
      (syntax-rules ()
        ((_ (name n) in-class?)
         (define (name char)
           (let ((n (code (symbol->string 'name) char)))
             in-class?)))))

    (define-class (ascii-control? n) (or (<= 0 n 31) (= n 127)))
    (define-class (ascii-non-control? n) (<= 32 n 126))
    (define-class (ascii-whitespace? n) (or (<= 9 n 13) (= n 32)))
    (define-class (ascii-space-or-tab? n) (or (= n 9) (= n 32)))
    (define-class (ascii-other-graphic? n)
      (or (<= 33 n 47) (<= 58 n 64) (<= 91 n 96) (<= 123 n 126)))
    (define-class (ascii-upper-case? n) (<= 65 n 90))
    (define-class (ascii-lower-case? n) (<= 97 n 122))
    (define-class (ascii-alphabetic? n) (or (<= 65 n 90) (<= 97 n 122)))
    (define-class (ascii-numeric? n) (<= 48 n 57))
    (define-class (ascii-alphanumeric? n)
      (or (<= 48 n 57) (<= 65 n 90) (<= 97 n 122)))

    ;; --- values of digits and letters ---

    ;; The distance of a character from the first of a row, plus offset, if below limit.
    (define (distance n first row offset limit)
      (let ((distance (- n first)))
        (and (<= 0 distance)
             (< distance (min row limit))
             (+ distance offset))))

    (define (ascii-digit-value char limit)
      (distance (code "ascii-digit-value" char) 48 10 0 limit))
    (define (ascii-upper-case-value char offset limit)
      (distance (code "ascii-upper-case-value" char) 65 26 offset limit))
    (define (ascii-lower-case-value char offset limit)
      (distance (code "ascii-lower-case-value" char) 97 26 offset limit))

    (define (ascii-nth-digit n)
      (and (exact-integer? n) (<= 0 n 9) (integer->char (+ 48 n))))
    (define (ascii-nth-upper-case n) (integer->char (+ 65 (modulo n 26))))
    (define (ascii-nth-lower-case n) (integer->char (+ 97 (modulo n 26))))

    ;; --- conversion ---

    (define (upper n) (if (<= 97 n 122) (- n 32) n))
    (define (lower n) (if (<= 65 n 90) (+ n 32) n))

    (define (ascii-upcase char) (like char (upper (code "ascii-upcase" char))))
    (define (ascii-downcase char) (like char (lower (code "ascii-downcase" char))))

    ;; ^@ to ^_, and ^? for the last one.
    (define (ascii-control->graphic char)
      (let ((n (code "ascii-control->graphic" char)))
        (cond ((<= 0 n 31) (like char (+ n 64)))
              ((= n 127) (like char 63))
              (else #f))))

    (define (ascii-graphic->control char)
      (let ((n (code "ascii-graphic->control" char)))
        (cond ((<= 64 n 95) (like char (- n 64)))
              ((= n 63) (like char 127))
              (else #f))))

    (define (ascii-mirror-bracket char)
      (let ((mirrored (assv (code "ascii-mirror-bracket" char)
                            '((40 . 41) (41 . 40) (91 . 93) (93 . 91)
                              (123 . 125) (125 . 123) (60 . 62) (62 . 60)))))
        (and mirrored (like char (cdr mirrored)))))

    ;; --- comparison ---

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ char-name string-name compare)
         (begin
           (define (char-name char1 char2)
             (let ((name (symbol->string 'char-name)))
               (compare (lower (code name char1)) (lower (code name char2)))))
           (define (string-name string1 string2)
             (compare (order (symbol->string 'string-name) string1 string2) 0))))))

    ;; Negative, zero or positive, depending on whether the first string is before the second.
    (define (order name string1 string2)
      (unless (and (string? string1) (string? string2))
        (error (string-append name ": expected strings, got") string1 string2))
      (let ((n1 (string-length string1)) (n2 (string-length string2)))
        (let loop ((i 0))
          (if (and (< i n1) (< i n2))
              (let ((difference (- (lower (char->integer (string-ref string1 i)))
                                   (lower (char->integer (string-ref string2 i))))))
                (if (= difference 0) (loop (+ i 1)) difference))
              (- n1 n2)))))

    (define-comparison ascii-ci=? ascii-string-ci=? =)
    (define-comparison ascii-ci<? ascii-string-ci<? <)
    (define-comparison ascii-ci>? ascii-string-ci>? >)
    (define-comparison ascii-ci<=? ascii-string-ci<=? <=)
    (define-comparison ascii-ci>=? ascii-string-ci>=? >=)))
