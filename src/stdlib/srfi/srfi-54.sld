;;; SRFI 54: cat, formatting by optional arguments in any order.
;;;
;;; Each option is recognised by its type. Numbers with a precision are rounded in their decimal
;;; notation, halves to even; if that has an exponent, the precision applies to the mantissa.

(define-library (srfi 54)
  (export cat)
  (import (scheme base)
          (scheme complex)
          (scheme inexact)
          (scheme write)
          (only (cairn base) every filter remove string-index call-with-output-string))
  (begin
    ;; The kinds of options except strings: a name and a predicate.
    (define kinds
      (list (cons 'width exact-integer?)
            (cons 'port (lambda (x) (or (boolean? x) (output-port? x))))
            (cons 'char char?)
            (cons 'converter
                  (lambda (x) (and (pair? x) (procedure? (car x)) (procedure? (cdr x)))))
            (cons 'precision (lambda (x) (and (real? x) (inexact? x) (integer? x))))
            (cons 'sign (lambda (x) (eq? x 'sign)))
            (cons 'radix (lambda (x) (memq x '(binary octal decimal hexadecimal))))
            (cons 'exactness (lambda (x) (memq x '(exact inexact))))
            (cons 'separator
                  (lambda (x)
                    (and (list? x)
                         (<= 1 (length x) 2)
                         (char? (car x))
                         (or (null? (cdr x))
                             (and (exact-integer? (cadr x)) (> (cadr x) 0))))))
            (cons 'writer procedure?)
            (cons 'pipe (lambda (x) (and (pair? x) (list? x) (every procedure? x))))
            (cons 'take
                  (lambda (x)
                    (and (list? x) (<= 1 (length x) 2) (every exact-integer? x))))))

    ;; The options as an association list from kinds; each kind occurs at most once.
    (define (parse options)
      (let loop ((options options) (parsed '()))
        (if (null? options)
            parsed
            (let ((kind (kind-of (car options))))
              (when (assq kind parsed)
                (error "cat: two options of one kind:" (car options)))
              (loop (cdr options) (cons (cons kind (car options)) parsed))))))

    (define (kind-of option)
      (let loop ((kinds kinds))
        (cond ((null? kinds) (error "cat: unknown option" option))
              (((cdar kinds) option) (caar kinds))
              (else (loop (cdr kinds))))))

    (define (cat object . options)
      (let ((parsed (parse (remove string? options))))
        (define (option kind default)
          (let ((entry (assq kind parsed)))
            (if entry (cdr entry) default)))
        (define converter (option 'converter #f))
        (define converts? (and converter ((car converter) object)))
        (let* ((text (cond (converts? ((cdr converter) object))
                           ((number? object) (number-text object option))
                           (else (object-text object option))))
               (padded (pad text
                            (option 'width 0)
                            (option 'char #\space)
                            (and (number? object) (not converts?))))
               (result (apply string-append padded (filter string? options)))
               (port (option 'port #f)))
          (when port
            (write-string result (if (eq? port #t) (current-output-port) port)))
          result)))

    ;; Pads on the left for a positive width. Zeros go after the sign of a number.
    (define (pad text width char number?)
      (let* ((missing (max 0 (- (abs width) (string-length text))))
             (padding (make-string missing char)))
        (cond ((< width 0) (string-append text padding))
              ((and number? (char=? char #\0))
               (let ((at (digits-start text)))
                 (string-append (string-copy text 0 at) padding (string-copy text at))))
              (else (string-append padding text)))))

    ;; The start of a number's digits, after prefixes like #e and a sign.
    (define (digits-start text)
      (let loop ((i 0))
        (cond ((>= i (string-length text)) 0)
              ((char=? (string-ref text i) #\#) (loop (+ i 2)))
              ((memv (string-ref text i) '(#\+ #\-)) (+ i 1))
              (else i))))

    ;; --- other objects ---

    (define (object-text object option)
      (let* ((writer (option 'writer
                             (if (or (string? object) (char? object) (boolean? object))
                                 display
                                 write)))
             (text (call-with-output-string (lambda (port) (writer object port)))))
        (taken (piped text (option 'pipe '())) (option 'take #f))))

    (define (piped text procedures)
      (if (null? procedures)
          text
          (piped ((car procedures) text) (cdr procedures))))

    ;; Characters from the left and from the right; a negative number tells how many to drop.
    (define (taken text take)
      (if take
          (let* ((n (string-length text))
                 (right (if (null? (cdr take)) 0 (cadr take))))
            (define (within k) (max 0 (min n k)))
            (string-append
              (if (< (car take) 0)
                  (string-copy text (within (- (car take))))
                  (string-copy text 0 (within (car take))))
              (if (< right 0)
                  (string-copy text 0 (within (+ n right)))
                  (string-copy text (within (- n right))))))
          text))

    ;; --- numbers ---

    (define (number-text object option)
      (let* ((exactness (option 'exactness #f))
             (radix (option 'radix 'decimal))
             (precision (option 'precision #f))
             (separator (option 'separator #f))
             (is-exact? (if exactness (eq? exactness 'exact) (exact? object))))
        (when (and precision (not (eq? radix 'decimal)))
          (error "cat: a number that is not decimal has no decimal point" object))
        (when (and precision (< precision 0) (eq? exactness 'exact))
          (error "cat: an exact number has no decimal point without a sign of exactness" object))
        (let* ((digits (cond (precision
                              (parts object
                                     (lambda (x) (rounded x (exact (abs precision))))))
                             ((eq? radix 'decimal)
                              (number->string (if is-exact? (exact object) (inexact object))))
                             (else (number->string (exact object) (radix-number radix)))))
               (separated (if separator
                              (separate digits
                                        (car separator)
                                        (if (null? (cdr separator)) 3 (cadr separator)))
                              digits)))
          (string-append
            (cond ((and precision (>= precision 0) is-exact?) "#e")
                  ((and (not (eq? radix 'decimal)) (not is-exact?)) "#i")
                  (else ""))
            (case radix ((binary) "#b") ((octal) "#o") ((hexadecimal) "#x") (else ""))
            (if (and (option 'sign #f)
                     (> (real-part object) 0)
                     (not (char=? (string-ref separated 0) #\+)))
                "+"
                "")
            separated))))

    (define (radix-number radix)
      (case radix ((binary) 2) ((octal) 8) (else 16)))

    ;; The text of a number whose real and imaginary part are formatted alike.
    (define (parts x format)
      (if (real? x)
          (format x)
          (let ((imaginary (format (imag-part x))))
            (string-append (format (real-part x))
                           (if (memv (string-ref imaginary 0) '(#\+ #\-)) "" "+")
                           imaginary
                           "i"))))

    ;; A real number with this many digits after the point.
    (define (rounded x places)
      (let* ((text (number->string (inexact x)))
             (exponent (or (string-index text #\e) (string-length text))))
        (if (not (finite? x))
            text
            (string-append (rounded-decimal (string-copy text 0 exponent) places)
                           (string-copy text exponent)))))

    (define (rounded-decimal text places)
      (let* ((value (string->number (string-append "#e" text)))
             (scaled (number->string (round (* (abs value) (expt 10 places)))))
             (missing (max 0 (- (+ places 1) (string-length scaled))))
             (all (string-append (make-string missing #\0) scaled))
             (point (- (string-length all) places)))
        (string-append (if (char=? (string-ref text 0) #\-) "-" "")
                       (string-copy all 0 point)
                       "."
                       (string-copy all point))))

    ;; The separator between groups of n digits, counted from the point: digits after the point
    ;; are grouped from the left, others from the right.
    (define (separate text separator n)
      (let ((end (string-length text)))
        (call-with-output-string
          (lambda (port)
            (let loop ((i 0))
              (when (< i end)
                (let ((stop (digits-end text i)))
                  (if (= stop i)
                      (begin
                        (write-char (string-ref text i) port)
                        (loop (+ i 1)))
                      (begin
                        (write-group text i stop separator n port)
                        (loop stop))))))))))

    (define (digits-end text i)
      (if (and (< i (string-length text)) (char<=? #\0 (string-ref text i) #\9))
          (digits-end text (+ i 1))
          i))

    (define (write-group text start end separator n port)
      (let ((fraction? (and (> start 0) (char=? (string-ref text (- start 1)) #\.))))
        (do ((i start (+ i 1)))
            ((= i end))
          (when (and (> i start)
                     (= 0 (modulo (if fraction? (- i start) (- end i)) n)))
            (write-char separator port))
          (write-char (string-ref text i) port))))))
