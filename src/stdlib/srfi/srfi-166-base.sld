;;; SRFI 166: the base library, formatting by combinators.

(define-library (srfi 166 base)
  (export show displayed written written-shared written-simply escaped maybe-escaped
          numeric numeric/comma numeric/si numeric/fitted
          nl fl space-to tab-to nothing each each-in-list
          joined joined/prefix joined/suffix joined/last joined/dot joined/range
          padded padded/right padded/both trimmed trimmed/right trimmed/both trimmed/lazy
          fitted fitted/right fitted/both
          fn with with! forked call-with-output make-state-variable
          port row col width output writer string-width substring/width substring/preserve
          pad-char ellipsis radix precision decimal-sep decimal-align sign-rule comma-rule
          comma-sep word-separator? ambiguous-is-wide? pretty-environment output-default)
  (import (scheme base)
          (scheme case-lambda)
          (scheme write)
          (only (cairn base) call-with-escape-continuation)
          (cairn show state)
          (cairn show numbers))
  (begin
    (define (show destination . fmts)
      (let ((state (make-state)) (fmt (each-in-list fmts)))
        (state-set! state writer written)
        (cond ((output-port? destination)
               (state-set! state port destination)
               (run fmt state)
               (if #f #f))
              ((not destination) (collected fmt state))
              ((eq? destination #t) (apply show (current-output-port) fmts))
              (else (error "show: expected a port or a boolean, got" destination)))))

    ;; --- objects ---

    ;; Text written by one of the procedures of (scheme write); numbers follow the state's
    ;; settings, even inside lists and vectors.
    (define (written-by write simple?)
      (lambda (x)
        (fn (radix precision)
          (cond ((or simple? (and (not (plain? radix precision)) (or (pair? x) (vector? x))))
                 (written-piecewise x))
                ((number? x) (if (plain? radix precision) (text-by write x) (number x)))
                (else (text-by write x))))))

    (define (plain? radix precision)
      (and (eqv? radix 10) (not precision)))

    (define (number x)
      (fn (radix precision)
        (each (case radix ((2) "#b") ((8) "#o") ((16) "#x") (else ""))
              (numeric x radix (and (eqv? radix 10) precision) #f #f #\, #\.))))

    (define (text-by write x)
      (let ((port (open-output-string)))
        (write x port)
        (output-string (get-output-string port))))

    ;; Written part by part, so that infinite data can be cut off.
    (define (written-piecewise x)
      (cond ((pair? x)
             (each "(" (written-piecewise (car x)) (fn () (rest-of-list (cdr x)))))
            ((vector? x)
             (each "#(" (joined written-piecewise (vector->list x) " ") ")"))
            ((number? x)
             (fn (radix precision)
               (if (plain? radix precision) (text-by write-simple x) (number x))))
            (else (text-by write-simple x))))

    (define (rest-of-list x)
      (cond ((null? x) (output-string ")"))
            ((pair? x)
             (each " " (written-piecewise (car x)) (fn () (rest-of-list (cdr x)))))
            (else (each " . " (written-piecewise x) ")"))))

    (define written (written-by write #f))
    (define written-shared (written-by write-shared #f))
    (define written-simply (written-by write-simple #t))

    ;; The string in quotes, with quotes inside it escaped.
    (define (quoted text quote-char escape-char rename)
      (let ((port (open-output-string)))
        (when quote-char
          (write-char quote-char port))
        (string-for-each
          (lambda (char)
            (let ((renamed (and rename escape-char (rename char))))
              (cond (renamed
                     (write-char escape-char port)
                     (write-char renamed port))
                    ((or (eqv? char quote-char) (eqv? char escape-char))
                     (write-char (or escape-char char) port)
                     (write-char char port))
                    (else (write-char char port)))))
          text)
        (when quote-char
          (write-char quote-char port))
        (get-output-string port)))

    (define (no-rename char) #f)

    (define escaped
      (case-lambda
        ((text) (escaped text #\"))
        ((text quote-char) (escaped text quote-char #\\))
        ((text quote-char escape-char) (escaped text quote-char escape-char no-rename))
        ((text quote-char escape-char rename)
         (let ((all (quoted text quote-char escape-char rename)))
           (output-string (if quote-char
                              (substring all 1 (- (string-length all) 1))
                              all))))))

    (define maybe-escaped
      (case-lambda
        ((text pred) (maybe-escaped text pred #\"))
        ((text pred quote-char) (maybe-escaped text pred quote-char #\\))
        ((text pred quote-char escape-char)
         (maybe-escaped text pred quote-char escape-char no-rename))
        ((text pred quote-char escape-char rename)
         (define (special? char)
           (or (eqv? char quote-char) (eqv? char escape-char) (pred char) (rename char)))
         (output-string
           (let loop ((i 0))
             (cond ((= i (string-length text)) text)
                   ((special? (string-ref text i)) (quoted text quote-char escape-char rename))
                   (else (loop (+ i 1)))))))))

    ;; --- space ---

    (define nl (output-string "\n"))
    (define fl (fn (col) (if (= col 0) nothing nl)))

    (define (spaces n)
      (fn (pad-char) (if (> n 0) (output-string (make-string n pad-char)) nothing)))

    (define (space-to column)
      (fn (col) (spaces (- column col))))

    (define tab-to
      (case-lambda
        (() (tab-to 8))
        ((width) (fn (col) (spaces (modulo (- col) width))))))

    ;; --- joining ---

    (define (separator options)
      (if (pair? options) (car options) ""))

    (define (joined mapper list . sep)
      (let ((sep (separator sep)))
        (joined-from list
                     (lambda (x last?) (mapper x))
                     sep
                     (lambda (x) nothing))))

    (define (joined/last mapper last-mapper list . sep)
      (joined-from list
                   (lambda (x last?) (if last? (last-mapper x) (mapper x)))
                   (separator sep)
                   (lambda (x) nothing)))

    (define (joined/dot mapper dot-mapper list . sep)
      (let ((sep (separator sep)))
        (if (or (pair? list) (null? list))
            (joined-from list
                         (lambda (x last?) (mapper x))
                         sep
                         (lambda (x) (each sep (dot-mapper x))))
            (dot-mapper list))))

    ;; The elements one by one, followed by `end` applied to the last cdr if that is not ().
    (define (joined-from list mapper sep end)
      (if (pair? list)
          (let loop ((list list))
            (let ((rest (cdr list)))
              (each (mapper (car list) (null? rest))
                    (cond ((pair? rest) (each sep (fn () (loop rest))))
                          ((null? rest) nothing)
                          (else (end rest))))))
          nothing))

    (define (joined/prefix mapper list . sep)
      (joined (lambda (x) (each (separator sep) (mapper x))) list))
    (define (joined/suffix mapper list . sep)
      (joined (lambda (x) (each (mapper x) (separator sep))) list))

    (define joined/range
      (case-lambda
        ((mapper start) (joined/range mapper start #f))
        ((mapper start end) (joined/range mapper start end ""))
        ((mapper start end sep)
         (if (and end (>= start end))
             nothing
             (let loop ((i start))
               (each (mapper i)
                     (if (and end (>= (+ i 1) end))
                         nothing
                         (each sep (fn () (loop (+ i 1)))))))))))

    ;; --- padding ---

    (define (padded-by left right)
      (lambda (width . fmts)
        (call-with-output (each-in-list fmts)
          (lambda (text)
            (fn (string-width)
              (let ((missing (max 0 (- width (string-width text)))))
                (each (spaces (left missing)) text (spaces (right missing)))))))))

    (define padded (padded-by (lambda (n) n) (lambda (n) 0)))
    (define padded/both
      (padded-by (lambda (n) (quotient n 2)) (lambda (n) (- n (quotient n 2)))))

    ;; Uses the column, so that no output need be kept.
    (define (padded/right width . fmts)
      (fn ((start col))
        (each (each-in-list fmts) (fn (col) (spaces (- width (- col start)))))))

    ;; --- trimming ---

    ;; Leaves `from` to `to` of the text, given its width and that of the result.
    (define (trimmed-by ends)
      (lambda (limit . fmts)
        (call-with-output (each-in-list fmts)
          (lambda (text)
            (fn (string-width substring/width substring/preserve ellipsis)
              (let ((width (string-width text)))
                (if (<= width limit)
                    text
                    (let-values (((from to)
                                  (ends width limit (string-width ellipsis))))
                      (let ((keep (lambda (a b)
                                    (if substring/preserve
                                        (substring/preserve (substring/width text a b))
                                        ""))))
                        (each (if (> from 0) (each (keep -1 from) ellipsis) "")
                              (substring/width text from to)
                              (if (< to width) (each ellipsis (keep to width)) "")))))))))))

    (define trimmed
      (trimmed-by (lambda (width limit dots) (values (min width (+ (- width limit) dots)) width))))
    (define trimmed/right
      (trimmed-by (lambda (width limit dots) (values 0 (max 0 (- limit dots))))))
    (define trimmed/both
      (trimmed-by
        (lambda (width limit dots)
          (let* ((extra (- width limit)) (left (quotient extra 2)))
            (values (+ left dots) (- width (- extra left) dots))))))

    ;; Stops the formatters once enough has been written.
    (define (trimmed/lazy limit . fmts)
      (fn ((original output) string-width substring/width)
        (let ((written 0) (stop #f))
          (define (limited text)
            (fn ()
              (let ((width (string-width text)))
                (cond ((<= (+ written width) limit)
                       (set! written (+ written width))
                       (original text))
                      (else
                       (let ((part (substring/width text 0 (- limit written))))
                         (set! written limit)
                         (each (original part) (fn () (stop nothing)))))))))
          (with ((output limited))
            (stopping (each-in-list fmts) (lambda (k) (set! stop k)))))))

    ;; Runs a formatter; `note` receives a procedure that leaves it.
    (define (stopping fmt note)
      (make-formatter
        (lambda (state)
          (call-with-escape-continuation
            (lambda (k)
              (note k)
              (run fmt state))))))

    (define (fitted width . fmts)
      (padded width (apply trimmed width fmts)))
    (define (fitted/right width . fmts)
      (padded/right width (apply trimmed/right width fmts)))
    (define (fitted/both width . fmts)
      (padded/both width (apply trimmed/both width fmts)))))
