;;; SRFI 166: numbers as text. Fixed-point numbers are rounded by their exact value, halves
;;; to an even digit.

(define-library (cairn show numbers)
  (export number->text numeric numeric/comma numeric/si numeric/fitted)
  (import (scheme base)
          (scheme complex)
          (scheme inexact)
          (cairn show state))
  (begin
    ;; --- digits ---

    (define (digits n radix)
      (number->string n radix))

    (define (padded-digits n radix size)
      (let* ((text (digits n radix)) (missing (- size (string-length text))))
        (if (> missing 0) (string-append (make-string missing #\0) text) text)))

    ;; The digits of a non-negative number before and after the point; the second is #f if there
    ;; is no point.
    (define (fixed-parts x radix precision)
      (let* ((scale (expt radix precision))
             (n (round (* (exact x) scale))))
        (values (digits (quotient n scale) radix)
                (and (> precision 0) (padded-digits (remainder n scale) radix precision)))))

    (define (free-parts x radix)
      (cond ((or (exact-integer? x) (and (exact? x) (= radix 10)))
             (values (digits x radix) #f))
            ((= radix 10) (split (number->string x)))
            ((exact? x) (values (digits x radix) #f))
            (else
             (let* ((x (exact x)) (whole (floor x)))
               (values (digits whole radix)
                       (let ((text (fraction-digits (- x whole) radix)))
                         (if (string=? text "") "0" text)))))))

    (define (split text)
      (let loop ((i 0))
        (cond ((= i (string-length text)) (values text #f))
              ((char=? (string-ref text i) #\.)
               (values (substring text 0 i) (string-copy text (+ i 1))))
              (else (loop (+ i 1))))))

    ;; The digits of a fraction, at most 64.
    (define (fraction-digits x radix)
      (let loop ((x x) (left 64) (parts '()))
        (if (or (= x 0) (= left 0))
            (apply string-append (reverse parts))
            (let* ((next (* x radix)) (digit (floor next)))
              (loop (- next digit) (- left 1) (cons (digits digit radix) parts))))))

    ;; The digits with commas between the groups that the rule specifies, from the right.
    (define (with-commas text rule separator)
      (let loop ((text text) (rule (if (pair? rule) rule (list rule))) (groups '()))
        (let ((size (car rule)) (n (string-length text)))
          (if (or (<= n size) (<= size 0))
              (apply string-append text groups)
              (loop (substring text 0 (- n size))
                    (if (pair? (cdr rule)) (cdr rule) rule)
                    (cons (string separator) (cons (substring text (- n size) n) groups)))))))

    ;; --- formatting ---

    ;; The text of a real number, and the position of its point, or where it would be.
    (define (number->text x radix precision sign commas comma point)
      (let*-values (((negative?) (or (< x 0) (eqv? x -0.0)))
                    ((whole fraction)
                     (if precision
                         (fixed-parts (abs x) radix precision)
                         (free-parts (abs x) radix)))
                    ((whole) (if commas (with-commas whole commas comma) whole))
                    ((before) (cond ((and negative? (pair? sign)) (car sign))
                                    (negative? "-")
                                    ((eq? sign #t) "+")
                                    (else "")))
                    ((after) (if (and negative? (pair? sign)) (cdr sign) "")))
        (values (string-append before whole
                               (if fraction (string-append (string point) fraction) "")
                               after)
                (string-length (string-append before whole)))))

    ;; Commas are points if the decimal separator is a comma, and conversely.
    (define (formatted x radix precision sign commas comma point align)
      (let ((point (or point (if (eqv? comma #\.) #\, #\.)))
            (comma (if (and (eqv? comma #\,) (eqv? point #\,)) #\. comma)))
        (define (part x sign)
          (if (finite? x)
              (let-values (((text place) (number->text x radix precision sign commas comma point)))
                text)
              (number->string x)))
        (cond ((not (real? x))
               (string-append (if (eqv? (real-part x) 0) "" (part (real-part x) sign))
                              (part (imag-part x) #t)
                              "i"))
              ((not (finite? x)) (number->string x))
              (else
               (let-values (((text place) (number->text x radix precision sign commas comma point)))
                 (let ((missing (if align (- align place 1) 0)))
                   (if (> missing 0)
                       (string-append (make-string missing #\space) text)
                       text)))))))

    (define (option options k default)
      (if (> (length options) k) (list-ref options k) default))

    (define (numeric x . options)
      (unless (number? x)
        (error "numeric: expected a number, got" x))
      (fn (radix precision sign-rule comma-rule comma-sep decimal-sep decimal-align)
        (output-string
          (formatted x
                     (option options 0 radix)
                     (option options 1 precision)
                     (option options 2 sign-rule)
                     (option options 3 comma-rule)
                     (option options 4 comma-sep)
                     (option options 5 decimal-sep)
                     decimal-align))))

    (define (numeric/comma x . options)
      (fn ((rule comma-rule) radix precision sign-rule)
        (numeric x
                 (option options 1 radix)
                 (option options 2 precision)
                 (option options 3 sign-rule)
                 (option options 0 (or rule 3)))))

    (define large '#("" "k" "M" "G" "T" "P" "E" "Z" "Y" "R" "Q"))
    (define large/1024 '#("" "Ki" "Mi" "Gi" "Ti" "Pi" "Ei" "Zi" "Yi" "Ri" "Qi"))
    (define small '#("" "m" "µ" "n" "p" "f" "a" "z" "y" "r" "q"))

    ;; With one digit after the point, unless that is 0.
    (define (numeric/si x . options)
      (let ((base (option options 0 1000)) (separator (option options 1 "")))
        (unless (memv base '(1000 1024))
          (error "numeric/si: expected 1000 or 1024, got" base))
        (let-values (((scaled name) (scale (abs (exact x)) base)))
          (let* ((tenths (floor (+ (* 10 scaled) 1/2)))
                 (text (if (= 0 (remainder tenths 10))
                           (number->string (quotient tenths 10))
                           (string-append (number->string (quotient tenths 10)) "."
                                          (number->string (remainder tenths 10))))))
            (each (if (< x 0) "-" "") text separator name)))))

    ;; A number between 1 and the base, and the prefix for its factor.
    (define (scale x base)
      (let ((last 10) (names (if (= base 1024) large/1024 large)))
        (cond ((= x 0) (values x ""))
              ((>= x 1)
               (let loop ((x x) (i 0))
                 (if (and (>= x base) (< i last)) (loop (/ x base) (+ i 1)) (values x (vector-ref names i)))))
              (else
               (let loop ((x x) (i 0))
                 (if (and (< x 1) (< i last)) (loop (* x base) (+ i 1)) (values x (vector-ref small i))))))))

    (define (numeric/fitted width x . options)
      (call-with-output (apply numeric x options)
        (lambda (text)
          (if (<= (string-length text) width)
              text
              (fn (precision decimal-sep comma-sep)
                (let ((precision (option options 1 precision))
                      (point (or decimal-sep (if (eqv? comma-sep #\.) #\, #\.))))
                  (if (and precision (> precision 0) (> width precision))
                      (string-append (make-string (- width precision 1) #\#)
                                     (string point)
                                     (make-string precision #\#))
                      (make-string width #\#))))))))))
