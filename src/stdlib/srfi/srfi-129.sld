;;; SRFI 129: titlecase.

(define-library (srfi 129)
  (export char-title-case? char-titlecase string-titlecase)
  (import (scheme base)
          (scheme char)
          (only (srfi 14) char-set-contains? char-set:title-case))
  (begin
    (define (char-title-case? char)
      (char-set-contains? char-set:title-case char))

    ;; Characters whose titlecase is not their uppercase: the digraphs of U+01C4 to U+01CC and
    ;; U+01F1 to U+01F3, groups of three of which the second is the titlecase; and letters
    ;; without titlecase, which stay unchanged.
    (define (char-titlecase char)
      (let ((n (char->integer char)))
        (cond ((<= #x1C4 n #x1CC) (integer->char (+ #x1C5 (* 3 (quotient (- n #x1C4) 3)))))
              ((<= #x1F1 n #x1F3) #\x1F2)
              ((or (<= #x10D0 n #x10FA) (<= #x10FD n #x10FF)) char)
              ((greek-titlecase? n) (greek-titlecase n))
              (else (char-upcase char)))))

    ;; Greek letters with iota subscript: their titlecase is a letter of its own.
    (define (greek-titlecase? n)
      (or (<= #x1F80 n #x1FAF) (memv n '(#x1FB3 #x1FBC #x1FC3 #x1FCC #x1FF3 #x1FFC))))
    (define (greek-titlecase n)
      (cond ((<= #x1F80 n #x1FAF) (integer->char (if (< (modulo n 16) 8) (+ n 8) n)))
            (else (integer->char (if (memv n '(#x1FBC #x1FCC #x1FFC)) n (+ n 9))))))

    ;; Letters that become several at the beginning of a word.
    (define special
      '((#\xDF . "Ss") (#\x149 . "\x2BC;N") (#\x1F0 . "J\x30C;")
        (#\x390 . "\x399;\x308;\x301;") (#\x3B0 . "\x3A5;\x308;\x301;") (#\x587 . "\x535;\x582;")
        (#\x1E96 . "H\x331;") (#\x1E97 . "T\x308;") (#\x1E98 . "W\x30A;") (#\x1E99 . "Y\x30A;")
        (#\x1E9A . "A\x2BE;")
        (#\xFB00 . "Ff") (#\xFB01 . "Fi") (#\xFB02 . "Fl") (#\xFB03 . "Ffi") (#\xFB04 . "Ffl")
        (#\xFB05 . "St") (#\xFB06 . "St")
        (#\xFB13 . "\x544;\x576;") (#\xFB14 . "\x544;\x565;") (#\xFB15 . "\x544;\x56B;")
        (#\xFB16 . "\x54E;\x576;") (#\xFB17 . "\x544;\x56D;")))

    ;; Greek letters with accents become several as in uppercase, except for a subscript iota.
    (define (initial char)
      (cond ((assv char special) => cdr)
            ((greek-titlecase? (char->integer char)) (string (char-titlecase char)))
            ((<= #x1F50 (char->integer char) #x1FF7)
             (let ((upper (string-upcase (string char))))
               (string-append (string (string-ref upper 0))
                              (string-map (lambda (c) (if (char=? c #\x399) #\x345 c))
                                          (string-copy upper 1)))))
            (else (string (char-titlecase char)))))

    ;; Letters and digits, and marks and apostrophes that do not end a word.
    (define (cased? char)
      (or (char-upper-case? char) (char-lower-case? char) (char-title-case? char)))
    (define (inside-word? char)
      (or (memv char '(#\' #\x2019 #\xAD #\x2BC))
          (<= #x300 (char->integer char) #x36F)))

    ;; The first cased letter of each word in titlecase and the others in lowercase.
    (define (string-titlecase s)
      (let ((n (string-length s)))
        (define (word-end i)
          (let loop ((i i))
            (if (and (< i n)
                     (let ((char (string-ref s i)))
                       (or (cased? char) (inside-word? char) (char-alphabetic? char) (char-numeric? char))))
                (loop (+ i 1))
                i)))
        (let loop ((i 0) (parts '()))
          (cond ((= i n) (apply string-append (reverse parts)))
                ((cased? (string-ref s i))
                 (let ((end (word-end i)))
                   (loop end
                         (cons (lower-rest s i end)
                               (cons (initial (string-ref s i)) parts)))))
                (else (loop (+ i 1) (cons (string (string-ref s i)) parts)))))))

    ;; The rest of a word in lowercase, needed to recognise a final sigma.
    (define (lower-rest s start end)
      (let ((word (string-downcase (substring s start end)))
            (first (string-downcase (substring s start (+ start 1)))))
        (string-copy word (string-length first))))))
