;;; SRFI 48: intermediate format strings.
;;;
;;; Each directive becomes a string, so that ~& knows the last output. ~F rounds the decimal
;;; notation, halves up, and never uses exponents. ~Y breaks lists that are too long for a line.

(define-library (srfi 48)
  (export format)
  (import (scheme base)
          (scheme char)
          (scheme complex)
          (scheme inexact)
          (scheme write)
          (only (cairn base) string-pad-left call-with-output-string))
  (begin
    (define (format first . rest)
      (cond ((string? first)
             (call-with-output-string (lambda (port) (write-format port first rest))))
            ((null? rest)
             (error "format: expected a format string, got" first))
            ((eq? first #f)
             (apply format rest))
            ((eq? first #t)
             (write-format (current-output-port) (car rest) (cdr rest)))
            ((output-port? first)
             (write-format first (car rest) (cdr rest)))
            (else
             (error "format: expected a port, boolean or string, got" first))))

    ;; Writes the formatted text; the state is whether its last character is a newline.
    (define (write-format port template arguments)
      (unless (string? template)
        (error "format: expected a format string, got" template))
      (let ((rest (run template arguments port #f (lambda (rest newline?) rest))))
        (when (pair? rest)
          (error "format: too many arguments" rest))))

    ;; Interprets the template and calls (return arguments-left newline?).
    (define (run template arguments port newline? return)
      (define end (string-length template))
      (define (argument arguments)
        (if (pair? arguments)
            (car arguments)
            (error "format: too few arguments for" template)))
      (let loop ((i 0) (arguments arguments) (newline? newline?))
        (define (emit text i arguments)
          (write-string text port)
          (loop i arguments (if (string=? text "") newline? (ends-line? text))))
        (define (number radix i)
          (let ((x (argument arguments)))
            (unless (number? x)
              (error "format: expected a number, got" x))
            (emit (number->string x radix) i (cdr arguments))))
        (define (indirect i)
          (let ((template (argument arguments)) (list (argument (cdr arguments))))
            (unless (and (string? template) (list? list))
              (error "format: expected a format string and a list, got" template list))
            (run template list port newline?
                 (lambda (rest newline?)
                   (when (pair? rest)
                     (error "format: too many arguments" rest))
                   (loop i (cddr arguments) newline?)))))
        (define (fixed i)
          (let*-values (((width i) (digits template i))
                        ((places i) (if (and (< i end) (char=? (string-ref template i) #\,))
                                        (digits template (+ i 1))
                                        (values #f i))))
            (unless (and (< i end) (char-ci=? (string-ref template i) #\f))
              (error "format: unknown directive in" template))
            (emit (fixed-text (argument arguments) (or width 0) places)
                  (+ i 1)
                  (cdr arguments))))
        (define (directive c i)
          (case (char-downcase c)
            ((#\a) (emit (text display (argument arguments)) i (cdr arguments)))
            ((#\s) (emit (text write (argument arguments)) i (cdr arguments)))
            ((#\w) (emit (text write-shared (argument arguments)) i (cdr arguments)))
            ((#\d) (number 10 i))
            ((#\x) (number 16 i))
            ((#\o) (number 8 i))
            ((#\b) (number 2 i))
            ((#\c)
             (unless (char? (argument arguments))
               (error "format: expected a character, got" (car arguments)))
             (emit (string (car arguments)) i (cdr arguments)))
            ((#\y) (emit (pretty (argument arguments)) i (cdr arguments)))
            ((#\? #\k) (indirect i))
            ((#\~) (emit "~" i arguments))
            ((#\t) (emit "\t" i arguments))
            ((#\%) (emit "\n" i arguments))
            ((#\&) (emit (if newline? "" "\n") i arguments))
            ((#\_) (emit " " i arguments))
            ((#\h) (emit help i arguments))
            (else (fixed (- i 1)))))
        (cond ((= i end) (return arguments newline?))
              ((not (char=? (string-ref template i) #\~))
               (let ((next (next-tilde template i)))
                 (emit (string-copy template i next) next arguments)))
              ((= (+ i 1) end) (error "format: a tilde at the end of" template))
              (else (directive (string-ref template (+ i 1)) (+ i 2))))))

    (define (ends-line? text)
      (char=? (string-ref text (- (string-length text) 1)) #\newline))

    (define (next-tilde template i)
      (if (and (< i (string-length template)) (not (char=? (string-ref template i) #\~)))
          (next-tilde template (+ i 1))
          i))

    (define (text write x)
      (call-with-output-string (lambda (port) (write x port))))

    ;; --- ~F ---

    ;; The number whose digits begin at i, or #f, and their end.
    (define (digits template i)
      (let loop ((j i))
        (if (and (< j (string-length template)) (char<=? #\0 (string-ref template j) #\9))
            (loop (+ j 1))
            (values (string->number (string-copy template i j)) j))))

    (define (pad text width)
      (string-pad-left text (max width (string-length text))))

    (define (fixed-text x width places)
      (cond ((string? x) (pad x width))
            ((not (number? x)) (error "format: expected a number or string, got" x))
            ((not places) (pad (number->string x) width))
            ((real? x) (pad (rounded x places) width))
            (else
             (let ((imaginary (rounded (imag-part x) places)))
               (pad (string-append (rounded (real-part x) places)
                                   (if (memv (string-ref imaginary 0) '(#\+ #\-)) "" "+")
                                   imaginary
                                   "i")
                    width)))))

    ;; A real number with this many digits after the point.
    (define (rounded x places)
      (let ((text (number->string (inexact x))))
        (if (not (finite? x))
            text
            (let* ((value (abs (string->number (string-append "#e" text))))
                   (scaled (number->string (floor (+ (* value (expt 10 places)) 1/2))))
                   (least (+ places 1))
                   (all (string-append (make-string (max 0 (- least (string-length scaled))) #\0)
                                       scaled))
                   (point (- (string-length all) places)))
              (string-append (if (char=? (string-ref text 0) #\-) "-" "")
                             (string-copy all 0 point)
                             "."
                             (string-copy all point))))))

    ;; --- ~Y ---

    (define line-width 79)

    ;; Writes on one line if it fits; otherwise each element of a list has lines of its own,
    ;; below the first.
    (define (pretty x)
      (call-with-output-string
        (lambda (port)
          (let show ((x x) (column 0))
            (let ((line (text write x)))
              (if (or (not (and (pair? x) (list? x)))
                      (<= (+ column (string-length line)) line-width))
                  (write-string line port)
                  (begin
                    (write-string "(" port)
                    (show (car x) (+ column 1))
                    (for-each (lambda (element)
                                (newline port)
                                (write-string (make-string (+ column 1) #\space) port)
                                (show element (+ column 1)))
                              (cdr x))
                    (write-string ")" port))))))))

    ;; --- ~H ---

    (define help
      "(format [PORT] FORMAT-STRING [OBJECT ...]): PORT is #t, #f or an output port
Directives of a format string, in either case; the encoding is Unicode.
~A\tany: the object as by display
~S\tslashified: the object as by write
~W\tcircular: the object as by write-shared
~D\tdecimal: the number in radix 10
~X\thexadecimal: the number in radix 16
~O\toctal: the number in radix 8
~B\tbinary: the number in radix 2
~C\tcharacter: the character
~Y\tyuppify: the list, pretty-printed
~?\tindirection: the next object is a format string, the one after it its arguments
~K\tindirection: the same
~w,dF\tfixed: the number in at least w columns, with d digits after the point
~~\ttilde: a tilde
~T\ttab: a tab
~%\tnewline: a newline
~&\tfreshline: a newline, unless one was written last
~_\tspace: a space
~H\thelp: this text
")))
