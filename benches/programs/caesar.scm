;;; caesar -- ciphers over characters: string-map, char arithmetic, case.
(import (scheme base) (scheme char) (scheme write))

(define (shift-char c base k)
  (integer->char
    (+ base (modulo (+ (- (char->integer c) base) k) 26))))

(define (rotate c k)
  (cond ((char<=? #\a c #\z) (shift-char c 97 k))
        ((char<=? #\A c #\Z) (shift-char c 65 k))
        (else c)))

(define (encipher text k)
  (string-map (lambda (c) (rotate c k)) text))

(define (swap-case text)
  (string-map (lambda (c) (if (char-upper-case? c) (char-downcase c) (char-upcase c)))
              text))

(define text
  "The quick brown fox jumps over the lazy dog; PACK my box with FIVE dozen jugs.")

(define (checksum text)
  (let ((sum 0))
    (string-for-each
      (lambda (c) (set! sum (modulo (+ (* 31 sum) (char->integer c)) 65521)))
      text)
    sum))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (let* ((secret (encipher (swap-case text) (remainder i 26)))
                     (clear (swap-case (encipher secret (- (remainder i 26))))))
                (unless (string=? clear text) (error "not the same" clear))
                (+ sum (checksum secret)
                   (string-length (string-upcase secret))
                   (if (string-ci=? secret (string-downcase secret)) 1 0)))))
      ((= i n) (display sum) (newline))))

(main 7000)
