;;; Encodings of strings as bytes: UTF-16 and UTF-32, in either order of bytes, for the
;;; libraries that have them, and UTF-8 for those that bear wrong bytes. What cannot be decoded
;;; becomes U+FFFD.

(define-library (cairn utf)
  (export string->utf16be string->utf16le string->utf32 utf16->string utf16->string/mark
          utf32->string utf8->string/lenient)
  (import (scheme base)
          (scheme case-lambda))
  (begin
    (define replacement #\xFFFD)

    ;; The `size` bytes of an unsigned integer at a place.
    (define (unsigned-set! bytes at n size order)
      (do ((i 0 (+ i 1))
           (n n (quotient n 256)))
          ((= i size))
        (bytevector-u8-set! bytes
                            (if (eq? order 'big) (+ at (- size i 1)) (+ at i))
                            (remainder n 256))))

    (define (unsigned-ref bytes at size order)
      (do ((i 0 (+ i 1))
           (n 0 (+ (* n 256)
                   (bytevector-u8-ref bytes
                                      (if (eq? order 'big) (+ at i) (+ at (- size i 1)))))))
          ((= i size) n)))

    ;; --- encoding ---

    (define (units-of char)
      (if (< (char->integer char) #x10000) 1 2))

    (define (encode-utf16 string start end order)
      (let ((bytes (make-bytevector
                     (do ((i start (+ i 1))
                          (n 0 (+ n (* 2 (units-of (string-ref string i))))))
                         ((>= i end) n)))))
        (let loop ((i start) (at 0))
          (if (>= i end)
              bytes
              (let ((n (char->integer (string-ref string i))))
                (cond ((< n #x10000)
                       (unsigned-set! bytes at n 2 order)
                       (loop (+ i 1) (+ at 2)))
                      (else
                       (let ((n (- n #x10000)))
                         (unsigned-set! bytes at (+ #xD800 (quotient n #x400)) 2 order)
                         (unsigned-set! bytes (+ at 2) (+ #xDC00 (remainder n #x400)) 2 order)
                         (loop (+ i 1) (+ at 4))))))))))

    (define-syntax define-encoder
      (syntax-rules ()
        ((_ name order)
         (define name
           (case-lambda
             ((string) (name string 0))
             ((string start) (name string start (string-length string)))
             ((string start end) (encode-utf16 string start end order)))))))

    (define-encoder string->utf16be 'big)
    (define-encoder string->utf16le 'little)

    (define (string->utf32 string order)
      (let* ((n (string-length string))
             (bytes (make-bytevector (* 4 n))))
        (do ((i 0 (+ i 1)))
            ((= i n) bytes)
          (unsigned-set! bytes (* 4 i) (char->integer (string-ref string i)) 4 order))))

    ;; --- decoding ---

    (define (decode-utf16 bytes start order)
      (define end (bytevector-length bytes))
      (define (unit at) (unsigned-ref bytes at 2 order))
      (define (low? at)
        (and (<= (+ at 2) end) (<= #xDC00 (unit at) #xDFFF)))
      (let ((port (open-output-string)))
        (let loop ((at start))
          (cond ((>= at end) (get-output-string port))
                ((< (- end at) 2)
                 (write-char replacement port)
                 (loop end))
                (else
                 (let ((n (unit at)))
                   (cond ((not (<= #xD800 n #xDFFF))
                          (write-char (integer->char n) port)
                          (loop (+ at 2)))
                         ((and (< n #xDC00) (low? (+ at 2)))
                          (write-char (integer->char (+ #x10000
                                                        (* #x400 (- n #xD800))
                                                        (- (unit (+ at 2)) #xDC00)))
                                      port)
                          (loop (+ at 4)))
                         (else
                          (write-char replacement port)
                          (loop (+ at 2))))))))))

    ;; The string of UTF-8 that may have wrong bytes: each becomes `wrong`, a string.
    (define (utf8->string/lenient bytes wrong)
      (define end (bytevector-length bytes))
      (define (size byte)
        (cond ((< byte #x80) 1) ((< byte #xE0) 2) ((< byte #xF0) 3) (else 4)))
      (define (decoded from to)
        (guard (c ((error-object? c) #f))
          (utf8->string bytes from to)))
      (or (decoded 0 end)
          (let ((port (open-output-string)))
            (let loop ((at 0))
              (if (>= at end)
                  (get-output-string port)
                  (let* ((next (min end (+ at (size (bytevector-u8-ref bytes at)))))
                         (char (decoded at next)))
                    (write-string (or char wrong) port)
                    (loop (if char next (+ at 1)))))))))

    (define (utf16->string bytes order)
      (decode-utf16 bytes 0 order))

    (define (begins-with? bytes . mark)
      (and (>= (bytevector-length bytes) (length mark))
           (let loop ((i 0) (mark mark))
             (or (null? mark)
                 (and (= (bytevector-u8-ref bytes i) (car mark))
                      (loop (+ i 1) (cdr mark)))))))

    ;; The same after a byte order mark, which says the order and is left out.
    (define (utf16->string/mark bytes order)
      (cond ((begins-with? bytes #xFE #xFF) (decode-utf16 bytes 2 'big))
            ((begins-with? bytes #xFF #xFE) (decode-utf16 bytes 2 'little))
            (else (decode-utf16 bytes 0 order))))

    ;; With `mark?`, a byte order mark says the order and is left out.
    (define (utf32->string bytes order mark?)
      (cond ((and mark? (begins-with? bytes 0 0 #xFE #xFF)) (decode-utf32 bytes 4 'big))
            ((and mark? (begins-with? bytes #xFF #xFE 0 0)) (decode-utf32 bytes 4 'little))
            (else (decode-utf32 bytes 0 order))))

    (define (decode-utf32 bytes start order)
      (define end (bytevector-length bytes))
      (let ((port (open-output-string)))
        (let loop ((at start))
          (cond ((>= at end) (get-output-string port))
                ((< (- end at) 4)
                 (write-char replacement port)
                 (loop end))
                (else
                 (let ((n (unsigned-ref bytes at 4 order)))
                   (write-char (if (or (<= #xD800 n #xDFFF) (> n #x10FFFF))
                                   replacement
                                   (integer->char n))
                               port)
                   (loop (+ at 4))))))))))
