;;; SRFI 166: pretty printing. Data that fit on a line are written on one line. Otherwise a form
;;; that begins with the name of a known form has its body indented by two columns; the operands
;;; of other forms are below each other; and data that are not forms are filled into lines.

(define-library (srfi 166 pretty)
  (export pretty pretty-shared pretty-simply pretty-with-color)
  (import (scheme base)
          (scheme write)
          (only (cairn base) every vector-any make-eq-hashtable hashtable-ref hashtable-set!)
          (srfi 166 base)
          (cairn show state))
  (begin
    ;; The number of operands of a form on its first line.
    (define forms
      '((define . 1) (define-syntax . 1) (define-record-type . 1) (define-values . 1)
        (lambda . 1) (named-lambda . 1) (case-lambda . 0) (let . 1) (let* . 1) (letrec . 1)
        (letrec* . 1) (let-values . 1) (let*-values . 1) (let-syntax . 1) (letrec-syntax . 1)
        (when . 1) (unless . 1) (do . 2) (begin . 0) (parameterize . 1) (guard . 1)
        (syntax-rules . 1) (define-library . 1) (receive . 2) (case . 1)))

    (define abbreviations
      '((quote . "'") (quasiquote . "`") (unquote . ",") (unquote-splicing . ",@")))

    (define (text write x)
      (let ((port (open-output-string)))
        (write x port)
        (get-output-string port)))

    ;; Whether a walk through the data meets a pair or vector again: any one, or, for `cyclic?`,
    ;; one that contains the current position.
    (define (again? x cyclic?)
      (let ((seen (make-eq-hashtable)))
        (let walk ((x x))
          (cond ((not (or (pair? x) (vector? x))) #f)
                ((hashtable-ref seen x #f) #t)
                (else
                 (hashtable-set! seen x #t)
                 (let ((found (if (pair? x)
                                  (or (walk (car x)) (walk (cdr x)))
                                  (vector-any walk x))))
                   (when cyclic?
                     (hashtable-set! seen x #f))
                   found))))))

    ;; Data with labels are written on one line.
    (define (pretty-by write labels?)
      (lambda (x)
        (each (if (labels? x) (text write x) (layout x 0)) nl)))

    ;; --- layout ---

    (define (layout x closing)
      (fn (col width string-width)
        (let ((line (text write-simple x)))
          (if (or (not (or (pair? x) (vector? x)))
                  (<= (+ col (string-width line) closing) width))
              (output-string line)
              (broken x closing)))))

    (define (broken x closing)
      (cond ((vector? x)
             (each "#" (filled (vector->list x) closing)))
            ((and (assq (car x) abbreviations) (pair? (cdr x)) (null? (cddr x)))
             (each (cdr (assq (car x) abbreviations)) (layout (cadr x) closing)))
            ((not (list? x)) (filled x closing))
            ((and (symbol? (car x)) (assq (car x) forms))
             => (lambda (entry) (with-body x (cdr entry) closing)))
            ((symbol? (car x)) (call x closing))
            ((every pair? x) (below x closing))
            (else (filled x closing))))

    ;; The first operands in the line of the name, the others below, indented by two.
    (define (with-body x count closing)
      (fn ((start col))
        (let* ((named-let? (and (eq? (car x) 'let) (pair? (cdr x)) (symbol? (cadr x))))
               (count (min (+ count (if named-let? 1 0)) (length (cdr x)))))
          (let loop ((rest (cdr x)) (i 0) (parts (list (layout (car x) 0) "(")))
            (if (null? rest)
                (each (each-in-list (reverse parts)) ")")
                (loop (cdr rest)
                      (+ i 1)
                      (cons (each (if (< i count) " " (each nl (space-to (+ start 2))))
                                  (layout (car rest) (closing-of rest closing)))
                            parts)))))))

    ;; The number of parentheses after the last element of a list.
    (define (closing-of rest closing)
      (if (null? (cdr rest)) (+ closing 1) 0))

    ;; Aligns the operands below the first one, or below the name if that is long.
    (define (call x closing)
      (fn ((start col) string-width)
        (let* ((name (text write-simple (car x)))
               (indent (if (> (string-width name) 12) 2 (+ (string-width name) 2))))
          (each "(" name
                (if (= indent 2) nl "")
                (let loop ((rest (cdr x)) (first? (not (= indent 2))))
                  (if (null? rest)
                      nothing
                      (each (cond (first? " ")
                                  (else (each fl (space-to (+ start indent)))))
                            (layout (car rest) (closing-of rest closing))
                            (if (null? (cdr rest)) nothing nl)
                            (fn () (loop (cdr rest) #f)))))
                ")"))))

    (define (below x closing)
      (fn ((start col))
        (each "("
              (let loop ((rest x))
                (each (space-to (+ start 1))
                      (layout (car rest) (closing-of rest closing))
                      (if (null? (cdr rest)) nothing (each nl (fn () (loop (cdr rest)))))))
              ")")))

    ;; As many elements on each line as fit.
    (define (filled x closing)
      (fn ((start col))
        (each "("
              (let loop ((rest x) (first? #t))
                (cond ((null? rest) nothing)
                      ((not (pair? rest)) (each " . " (text write-simple rest)))
                      (else
                       (fn (col width string-width)
                         (let* ((line (text write-simple (car rest)))
                                (end (+ col 1 (string-width line)
                                        (if (pair? (cdr rest)) 0 (+ closing 1)))))
                           (each (cond (first? nothing)
                                       ((<= end width) " ")
                                       (else (each nl (space-to (+ start 1)))))
                                 (layout (car rest) 0)
                                 (fn () (loop (cdr rest) #f))))))))
              ")")))

    (define pretty (pretty-by write (lambda (x) (again? x #t))))
    (define pretty-shared (pretty-by write-shared (lambda (x) (again? x #f))))
    (define pretty-simply (pretty-by write-simple (lambda (x) #f)))
    (define pretty-with-color pretty)))
