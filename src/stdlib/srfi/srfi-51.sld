;;; SRFI 51: handling rest lists: optional arguments with defaults and checks.

(define-library (srfi 51)
  (export rest-values
          arg-and arg-ands err-and err-ands arg-or arg-ors err-or err-ors)
  (import (scheme base)
          (only (cairn base) every append-reverse))
  (begin
    ;; Reports an error: with the caller's own message if it is a string, otherwise with the
    ;; caller, if any, as the last irritant.
    (define (fail caller message . irritants)
      (cond ((string? caller) (apply error caller irritants))
            ((eq? caller none) (apply error message irritants))
            (else (apply error message (append irritants (list caller))))))

    (define none (list 'none))

    ;; --- rest-values ---

    (define (limit? x)
      (or (boolean? x) (exact-integer? x) (memq x (list + -))))

    ;; (rest-values [caller] rest-list [limit default ...])
    (define (rest-values first . more)
      (if (or (null? more) (limit? (car more)))
          (parse none first more)
          (let ((rest-list (car more)) (options (cdr more)))
            (unless (or (null? options) (limit? (car options)))
              (fail first "bad optional argument" (car options) 'option
                    '(or (boolean? option) (integer? option) (memq option (list + -)))))
            (parse first rest-list options))))

    (define (parse caller rest-list options)
      (unless (list? rest-list)
        (fail caller "bad rest list" rest-list 'rest-list '(list? rest-list)))
      (if (null? options)
          (apply values rest-list)
          (let ((limit (car options)) (defaults (cdr options)))
            (when (exact-integer? limit)
              (check-length caller "too many arguments" rest-list 'rest-list (abs limit))
              (check-length caller "too many defaults" defaults 'default-list (abs limit)))
            (unless (or (eq? limit -)
                        (and (exact-integer? limit) (< limit 0))
                        (every pair? defaults))
              (fail caller "bad default list" defaults 'default-list
                    '(every pair? default-list)))
            (cond ((boolean? limit) (match caller rest-list limit defaults))
                  ((or (eq? limit +) (and (exact-integer? limit) (>= limit 0)))
                   (fill rest-list defaults
                         (lambda (argument default) (check caller argument default))
                         car))
                  (else (fill rest-list defaults values (lambda (default) default)))))))

    (define (check-length caller message list name limit)
      (when (> (length list) limit)
        (fail caller message list name `(<= (length ,name) ,limit))))

    ;; A default is a list of the permitted values, or a pair of the default value and a
    ;; predicate.
    (define (fits? argument default)
      (if (list? default)
          (member argument default)
          ((cdr default) argument)))

    (define (check caller argument default)
      (unless (fits? argument default)
        (if (list? default)
            (fail caller "unmatched argument" argument 'arg `(member arg ,default))
            (fail caller "incorrect argument" argument 'arg (list (cdr default) 'arg)))))

    ;; The arguments, each checked against its default, followed by the values of the remaining
    ;; defaults.
    (define (fill arguments defaults check value)
      (let loop ((rest arguments) (defaults defaults))
        (cond ((null? rest) (apply values (append arguments (map value defaults))))
              ((null? defaults) (apply values arguments))
              (else
               (check (car rest) (car defaults))
               (loop (cdr rest) (cdr defaults))))))

    ;; For each default the first argument that fits, wherever it is, or the default's value.
    ;; Other arguments are an error if the match is strict; otherwise they come last.
    (define (match caller arguments strict? defaults)
      (let loop ((arguments arguments) (defaults defaults) (found '()))
        (cond ((pair? defaults)
               (let-values (((argument others) (take-fitting arguments (car defaults))))
                 (loop others (cdr defaults) (cons argument found))))
              ((and strict? (pair? arguments))
               (fail caller "bad argument" arguments 'rest-list '(null? rest-list)))
              (else (apply values (append-reverse found arguments))))))

    ;; The first argument that fits, and the others; without one, the default's value.
    (define (take-fitting arguments default)
      (let loop ((rest arguments) (before '()))
        (cond ((null? rest) (values (car default) arguments))
              ((fits? (car rest) default)
               (values (car rest) (append-reverse before (cdr rest))))
              (else (loop (cdr rest) (cons (car rest) before))))))

    ;; --- checks of arguments ---

    ;; An expression is a list; so a form without a caller is a variable and lists.
    (define-syntax arg-and
      (syntax-rules ()
        ((_ variable (operator . operands) ...)
         (%arg-and none variable (operator . operands) ...))
        ((_ caller variable (operator . operands) ...)
         (%arg-and caller variable (operator . operands) ...))))

    (define-syntax %arg-and
      (syntax-rules ()
        ((_ caller variable expression ...)
         (and (or expression (fail caller "incorrect argument" variable 'variable 'expression))
              ...))))

    (define-syntax arg-or
      (syntax-rules ()
        ((_ variable (operator . operands) ...)
         (%arg-or none variable (operator . operands) ...))
        ((_ caller variable (operator . operands) ...)
         (%arg-or caller variable (operator . operands) ...))))

    (define-syntax %arg-or
      (syntax-rules ()
        ((_ caller variable expression ...)
         (or (and expression (fail caller "incorrect argument" variable 'variable 'expression))
             ...))))

    ;; A common caller takes precedence over those of the clauses.
    (define-syntax define-clauses
      (syntax-rules ()
        ((_ name all one with-caller)
         (define-syntax name
           (syntax-rules (common)
             ((_ common caller clause (... ...)) (all (with-common with-caller caller clause)
                                                      (... ...)))
             ((_ clause (... ...)) (all (one . clause) (... ...))))))))

    (define-syntax with-common
      (syntax-rules ()
        ((_ with-caller caller (variable (operator . operands) ...))
         (with-caller caller variable (operator . operands) ...))
        ((_ with-caller caller (own variable (operator . operands) ...))
         (with-caller caller variable (operator . operands) ...))))

    (define-clauses arg-ands and arg-and %arg-and)
    (define-clauses arg-ors or arg-or %arg-or)

    (define-syntax err-and
      (syntax-rules ()
        ((_ caller expression ...)
         (and (or expression (fail caller "false expression" 'expression)) ...))))

    (define-syntax err-ands
      (syntax-rules ()
        ((_ (caller expression ...) ...)
         (and (err-and caller expression ...) ...))))

    (define-syntax err-or
      (syntax-rules ()
        ((_ caller expression ...)
         (or (and expression (fail caller "true expression" 'expression)) ...))))

    (define-syntax err-ors
      (syntax-rules ()
        ((_ (caller expression ...) ...)
         (or (err-or caller expression ...) ...))))))
