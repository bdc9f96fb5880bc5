;;; SRFI 166: pretty printing. Data that fit on a line are written on one line. Otherwise a form
;;; that begins with the name of a known form has its body indented by two columns; the operands
;;; of other forms are below each other; and data that are not forms are tables, with cells of one width.

(define-library (srfi 166 pretty)
  (export pretty pretty-shared pretty-simply pretty-with-color)
  (import (scheme base)
          (scheme write)
          (only (cairn base)
                fold string-prefix? vector-any make-eq-hashtable hashtable-ref hashtable-set!)
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

    ;; --- one line ---

    ;; The prefix of a quoted datum, or #f.
    (define (prefix x)
      (let ((entry (and (pair? x) (assq (car x) abbreviations))))
        (and entry (pair? (cdr x)) (null? (cddr x)) (cdr entry))))

    ;; A datum as one line, or #f if it takes more than `room` columns. Ends in circular data too.
    (define (line-of x room string-width)
      (call/cc
        (lambda (return)
          (define port (open-output-string))
          (define (put text)
            (set! room (- room (string-width text)))
            (when (< room 0)
              (return #f))
            (write-string text port))
          (define (show x)
            (cond ((prefix x) => (lambda (text) (put text) (show (cadr x))))
                  ((vector? x) (put "#") (show-all (vector->list x)))
                  ((pair? x) (show-all x))
                  (else (put (text write-simple x)))))
          (define (show-all x)
            (put "(")
            (when (pair? x)
              (show (car x))
              (let loop ((rest (cdr x)))
                (cond ((pair? rest) (put " ") (show (car rest)) (loop (cdr rest)))
                      ((not (null? rest)) (put " . ") (show rest)))))
            (put ")"))
          (show x)
          (get-output-string port))))

    ;; --- layout ---

    (define (layout x closing)
      (fn (col width string-width)
        (cond ((not (or (pair? x) (vector? x))) (output-string (text write-simple x)))
              ((line-of x (- width col closing) string-width) => output-string)
              (else (broken x closing)))))

    (define (broken x closing)
      (cond ((vector? x)
             (fn ((start col))
               (each "#" (table (vector->list x) start closing))))
            ((prefix x) => (lambda (text) (each text (layout (cadr x) closing))))
            ((not (list? x)) (filled x closing))
            ((body-after (car x)) => (lambda (count) (with-body x count closing)))
            ((symbol? (car x)) (call x closing))
            (else (fn ((start col)) (table x start closing)))))

    ;; The number of operands before the body, if a form with this name has one.
    (define (body-after name)
      (cond ((not (symbol? name)) #f)
            ((assq name forms) => cdr)
            ((let ((text (symbol->string name)))
               (or (string-prefix? "call-with-" text) (string-prefix? "with-" text)))
             1)
            (else #f)))

    ;; The first operands in the line of the name, the others below, indented by two. The clause that ends
    ;; a `do` may also be below, indented by four.
    (define (with-body x count closing)
      (fn ((start col))
        (let* ((named-let? (and (eq? (car x) 'let) (pair? (cdr x)) (symbol? (cadr x))))
               (count (min (+ count (if named-let? 1 0)) (length (cdr x)))))
          (define (beside operand closing)
            (fn (width string-width)
              (if (or (not (eq? (car x) 'do))
                      (line-of (list 'do (cadr x) operand)
                               (- (+ width 1) start closing)
                               string-width))
                  " "
                  (each nl (space-to (+ start 4))))))
          (let loop ((rest (cdr x)) (i 0) (parts (list (layout (car x) 0) "(")))
            (if (null? rest)
                (each (each-in-list (reverse parts)) ")")
                (let ((closing (closing-of rest closing)))
                  (loop (cdr rest)
                        (+ i 1)
                        (cons (each (cond ((>= i count) (each nl (space-to (+ start 2))))
                                          ((= i 0) " ")
                                          (else (beside (car rest) closing)))
                                    (layout (car rest) closing))
                              parts))))))))

    ;; The number of parentheses after the last element of a list.
    (define (closing-of rest closing)
      (if (null? (cdr rest)) (+ closing 1) 0))

    ;; Aligns the operands with the first one, which follows the name if it fits there, else below it.
    (define (call x closing)
      (fn ((start col) width string-width)
        (let* ((name (text write-simple (car x)))
               (beside (+ start (string-width name) 2))
               (fits? (or (null? (cdr x))
                          (line-of (cadr x)
                                   (- width beside (closing-of (cdr x) closing))
                                   string-width)))
               (indent (if fits? beside (+ start 1))))
          (each "(" name
                (if fits? "" nl)
                (let loop ((rest (cdr x)) (first? fits?))
                  (if (null? rest)
                      nothing
                      (each (if first? " " (each fl (space-to indent)))
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

    ;; A table, if two of the widest elements fit on a line after `start`, where the datum begins.
    (define (table x start closing)
      (fn (width string-width)
        (let* ((half (quotient (- width start) 2))
               (lines (map (lambda (element) (line-of element (- half 1) string-width)) x)))
          (if (memq #f lines)
              (below x closing)
              (cells lines (- width start))))))

    ;; Cells as wide as the widest line, as many on a line as fit.
    (define (cells lines room)
      (fn ((open col) string-width)
        (let* ((size (+ 1 (fold max 0 (map string-width lines))))
               (count (quotient room size)))
          (define (gap line)
            (make-string (- size (string-width line)) #\space))
          (each "("
                (let loop ((rest lines) (i 1))
                  (cond ((null? rest) nothing)
                        ((null? (cdr rest)) (car rest))
                        ((= i count)
                         (each (car rest) nl (space-to (+ open 1)) (fn () (loop (cdr rest) 1))))
                        (else
                         (each (car rest) (gap (car rest)) (fn () (loop (cdr rest) (+ i 1)))))))
                ")"))))

    ;; As many elements of a dotted list on each line as fit.
    (define (filled x closing)
      (fn ((start col))
        (each "("
              (let loop ((rest x) (first? #t))
                (cond ((null? rest) nothing)
                      ((not (pair? rest)) (each " . " (layout rest (+ closing 1))))
                      (else
                       (fn (col width string-width)
                         (let ((room (- width col 1 (if (pair? (cdr rest)) 0 (+ closing 1)))))
                           (each (cond (first? nothing)
                                       ((line-of (car rest) room string-width) " ")
                                       (else (each nl (space-to (+ start 1)))))
                                 (layout (car rest) 0)
                                 (fn () (loop (cdr rest) #f))))))))
              ")")))

    (define pretty (pretty-by write (lambda (x) (again? x #t))))
    (define pretty-shared (pretty-by write-shared (lambda (x) (again? x #f))))
    (define pretty-simply (pretty-by write-simple (lambda (x) #f)))
    (define pretty-with-color pretty)))
