;;; A pattern matcher with the interface of Wright and Cartwright (Pattern Matching for Scheme),
;;; as in (chibi match).
;;;
;;; Words of patterns, such as ?, $ or ..., are recognised by their names, whatever they mean
;;; where the pattern is used.

(define-library (cairn match)
  (export match match-lambda match-lambda* match-let match-let* match-letrec match-letrec*
          match-define)
  (import (scheme base)
          (only (cairn base) er-macro-transformer syntax->datum)
          (cairn records)
          (cairn match compiler))
  (begin
    ;; --- parsing ---

    (define (name-of x)
      (let ((name (if (pair? x) #f (syntax->datum x))))
        (and (symbol? name) name)))

    (define (keyword? x names)
      (memq (name-of x) names))

    (define (wrong what pattern)
      (error (string-append "match: " what) (syntax->datum pattern)))

    ;; How often an ellipsis lets its pattern match: a list of the least and the greatest
    ;; number, and of the remaining forms; #f if the forms do not begin with an ellipsis.
    (define (ellipsis forms)
      (case (and (pair? forms) (name-of (car forms)))
        ((... ___) (list 0 #f (cdr forms)))
        ((**1 ..1) (list 1 #f (cdr forms)))
        ((=.. ..=)
         (unless (pair? (cdr forms))
           (wrong "a number must follow the ellipsis in" forms))
         (list (cadr forms) (cadr forms) (cddr forms)))
        ((*.. ..*)
         (unless (and (pair? (cdr forms)) (pair? (cddr forms)))
           (wrong "two numbers must follow the ellipsis in" forms))
         (list (cadr forms) (list-ref forms 2) (list-tail forms 3)))
        (else #f)))

    (define (parse pattern rename)
      (define (parse-one p) (parse p rename))
      (define (parse-all ps) (map parse-one ps))
      (cond ((name-of pattern)
             (cond ((keyword? pattern '(_)) '(any))
                   ((ellipsis (list pattern 0 0)) (wrong "an ellipsis has no pattern before it:" pattern))
                   (else (list 'bind pattern))))
            ((pair? pattern)
             (or (and (list? pattern) (parse-special pattern rename parse-one parse-all))
                 (parse-list pattern rename parse-one)))
            ((vector? pattern) (parse-vector (vector->list pattern) rename parse-one))
            (else (datum-pattern rename pattern))))

    ;; The pattern denoted by a list that begins with a word of the language; #f for other
    ;; lists.
    (define (parse-special pattern rename parse-one parse-all)
      (define size (length pattern))
      (define (check right?)
        (unless right?
          (wrong "ill-formed pattern" pattern)))
      (case (name-of (car pattern))
        ((quote)
         (check (= size 2))
         (datum-pattern rename (syntax->datum (cadr pattern))))
        ((quasiquote)
         (check (= size 2))
         (parse-template (cadr pattern) 1 rename parse-one))
        ((and) (cons 'and (parse-all (cdr pattern))))
        ((or) (cons 'or (parse-all (cdr pattern))))
        ((not)
         (check (>= size 2))
         (list 'not (cons 'or (parse-all (cdr pattern)))))
        ((?)
         (check (>= size 2))
         `(test ,(lambda (x) `(,(cadr pattern) ,x))
                ,@(map (lambda (p) (part p (lambda (x) x))) (parse-all (cddr pattern)))))
        ((=)
         (check (= size 3))
         (list 'apply (cadr pattern) (parse-one (list-ref pattern 2))))
        ((get! set!)
         (check (and (= size 2) (name-of (cadr pattern))))
         (list (if (keyword? (car pattern) '(get!)) 'getter 'setter) (cadr pattern)))
        (($ struct)
         (check (>= size 2))
         (let ((counter -1))
           (record-pattern rename (cadr pattern)
             (map (lambda (p)
                    (set! counter (+ counter 1))
                    (cons counter p))
                  (parse-all (cddr pattern))))))
        ((@ object)
         (check (>= size 2))
         (record-pattern rename (cadr pattern)
           (map (lambda (field)
                  (check (and (list? field) (= (length field) 2) (name-of (car field))))
                  (cons `(,(rename 'field-place) ,(cadr pattern)
                          (,(rename 'quote) ,(syntax->datum (car field))))
                        (parse-one (cadr field))))
                (cddr pattern))))
        (else
         (and (= size 3)
              (keyword? (cadr pattern) '(***))
              (list 'path (parse-one (car pattern)) (parse-one (list-ref pattern 2)))))))

    ;; A record of a type with these fields, pairs of the code of a place and a pattern.
    (define (record-pattern rename type fields)
      `(test ,(lambda (x) `(,(rename '%record-is?) ,x ,type))
             ,@(map (lambda (field)
                      (part (cdr field)
                            (lambda (x)
                              `(,(rename '%record-field-ref) ,x ,type ,(car field)
                                (,(rename 'quote) match)))
                            (lambda (x value)
                              `(,(rename '%record-field-set!) ,x ,type ,(car field) ,value
                                (,(rename 'quote) match)))))
                    fields)))

    (define (parse-list pattern rename parse-one)
      (let ((repeated (ellipsis (cdr pattern))))
        (if repeated
            (let ((rest (list-ref repeated 2)))
              `(repeat ,(parse-one (car pattern)) ,(car repeated) ,(cadr repeated)
                       ,(pairs-of rest) ,(parse-rest rest rename parse-one)))
            (pair-pattern rename
                          (parse-one (car pattern))
                          (parse-rest (cdr pattern) rename parse-one)))))

    ;; The end of a list pattern. It cannot begin with a word of the language, unless it is the
    ;; last part after a dot, which the reader makes part of the list.
    (define (parse-rest rest rename parse-one)
      (cond ((not (pair? rest)) (parse-one rest))
            ((ellipsis rest) (wrong "an ellipsis has no pattern before it:" rest))
            ((dotted-special? rest) (parse-one rest))
            (else (parse-list rest rename parse-one))))

    ;; Whether (a . (quote b)), for instance, was meant.
    (define (dotted-special? rest)
      (and (list? rest)
           (case (name-of (car rest))
             ((quote quasiquote get! set!) (= (length rest) 2))
             ((? $ @ =) (>= (length rest) 2))
             (else #f))))

    (define (pairs-of x)
      (if (and (pair? x) (not (dotted-special? x))) (+ 1 (pairs-of (cdr x))) 0))

    (define (parse-vector patterns rename parse-one)
      (let loop ((before '()) (rest patterns))
        (if (null? rest)
            (vector-pattern rename (reverse before) #f '())
            (let ((repeated (ellipsis (cdr rest))))
              (cond ((not repeated) (loop (cons (parse-one (car rest)) before) (cdr rest)))
                    ((let again ((after (list-ref repeated 2)))
                       (and (pair? after) (or (ellipsis after) (again (cdr after)))))
                     (wrong "more than one ellipsis in" (list->vector patterns)))
                    (else
                     (vector-pattern rename
                                     (reverse before)
                                     (list (parse-one (car rest)) (car repeated) (cadr repeated))
                                     (map parse-one (list-ref repeated 2)))))))))

    ;; A quasi-quoted pattern, at a depth of quasi-quotation.
    (define (parse-template template depth rename parse-one)
      (define (parse-inner t) (parse-template t depth rename parse-one))
      (define (form? name)
        (and (pair? template) (keyword? (car template) (list name)) (list? template)
             (= (length template) 2)))
      (define (deeper depth)
        (pair-pattern rename
                      (datum-pattern rename (name-of (car template)))
                      (parse-template (cdr template) depth rename parse-one)))
      (cond ((and (form? 'unquote) (= depth 1)) (parse-one (cadr template)))
            ((or (form? 'unquote) (form? 'unquote-splicing)) (deeper (- depth 1)))
            ((form? 'quasiquote) (deeper (+ depth 1)))
            ((pair? template)
             (let ((first (car template)) (repeated (ellipsis (cdr template))))
               (cond (repeated
                      (let ((rest (list-ref repeated 2)))
                        `(repeat ,(parse-inner first) ,(car repeated) ,(cadr repeated)
                                 ,(template-pairs rest) ,(parse-inner rest))))
                     ((and (= depth 1) (pair? first) (keyword? (car first) '(unquote-splicing)))
                      (splice (parse-one (cadr first)) (cdr template) parse-inner))
                     (else
                      (pair-pattern rename (parse-inner first) (parse-inner (cdr template)))))))
            ((vector? template)
             (parse-vector (vector->list template) rename parse-inner))
            (else (datum-pattern rename (syntax->datum template)))))

    (define (template-pairs x)
      (if (and (pair? x) (not (keyword? (car x) '(unquote)))) (+ 1 (template-pairs (cdr x))) 0))

    ;; The pattern of a list at the front of another.
    (define (splice pattern rest parse-inner)
      (cond ((null? rest) pattern)
            ((eq? (car pattern) 'bind)
             `(repeat ,pattern 0 #f ,(template-pairs rest) ,(parse-inner rest)))
            ((and (eq? (car pattern) 'repeat) (list-shape? (list-ref pattern 5)))
             `(repeat ,(list-ref pattern 1) ,(list-ref pattern 2) ,(list-ref pattern 3)
                      ,(template-pairs rest) ,(parse-inner rest)))
            (else (error "match: expected a variable or an ellipsis after ,@"))))

    ;; --- syntax ---

    ;; The code of a match of `value`, an identifier. `settable?` says whether it is a variable
    ;; of the program, into which (set! name) may store.
    (define (match-code value settable? clauses rename)
      (let ((c (make-compiler rename)))
        (define (clause form)
          (unless (and (list? form) (>= (length form) 2))
            (wrong "expected a clause, (pattern body ...), got" form))
          (let ((pattern (parse (car form) rename)))
            (if (failure-form? (cadr form))
                (make-clause pattern
                             (lambda (fail)
                               `(,(rename 'let) ((,(cadr (cadr form)) (,(rename 'lambda) () ,fail)))
                                 (,(rename 'let) () ,@(cddr form)))))
                (make-clause pattern
                             (lambda (fail) `(,(rename 'let) () ,@(cdr form)))))))
        (compile-clauses c
                         (clause-value value (and settable? (rename 'set!)))
                         (map clause clauses)
                         `(,(rename 'error) "match: no pattern matches" ,value))))

    (define (failure-form? x)
      (and (list? x) (= (length x) 2) (keyword? (car x) '(=>)) (name-of (cadr x))))

    (define-syntax match
      (er-macro-transformer
        (lambda (form rename compare)
          (unless (and (list? form) (>= (length form) 2))
            (wrong "expected an expression and clauses, got" form))
          (if (name-of (cadr form))
              (match-code (cadr form) #t (cddr form) rename)
              `(,(rename 'let) ((,(rename 'value) ,(cadr form)))
                ,(match-code (rename 'value) #f (cddr form) rename))))))

    (define-syntax match-lambda
      (syntax-rules ()
        ((_ clause ...) (lambda (value) (match value clause ...)))))

    (define-syntax match-lambda*
      (syntax-rules ()
        ((_ clause ...) (lambda values (match values clause ...)))))

    (define-syntax match-let
      (syntax-rules ()
        ((_ ((pattern expression) ...) . body)
         (match-let-values () ((pattern expression) ...) body))
        ((_ name ((pattern expression) ...) . body)
         (match-named-let name () ((pattern expression) ...) body))))

    ;; The expressions first, then the patterns.
    (define-syntax match-let-values
      (syntax-rules ()
        ((_ ((value expression pattern) ...) () body)
         (let ((value expression) ...)
           (match-let* ((pattern value) ...) . body)))
        ((_ (done ...) ((pattern expression) . rest) body)
         (match-let-values (done ... (value expression pattern)) rest body))))

    (define-syntax match-named-let
      (syntax-rules ()
        ((_ name ((value expression pattern) ...) () body)
         ((letrec ((name (lambda (value ...)
                           (match-let* ((pattern value) ...) . body))))
            name)
          expression ...))
        ((_ name (done ...) ((pattern expression) . rest) body)
         (match-named-let name (done ... (value expression pattern)) rest body))))

    (define-syntax match-let*
      (syntax-rules ()
        ((_ () . body) (let () . body))
        ((_ ((pattern expression) . rest) . body)
         (match expression (pattern (match-let* rest . body))))))

    (define-syntax match-letrec
      (syntax-rules ()
        ((_ ((pattern expression) ...) . body)
         (let ()
           (match-define pattern expression) ...
           (let () . body)))))

    (define-syntax match-letrec*
      (syntax-rules ()
        ((_ bindings . body) (match-letrec bindings . body))))

    (define-syntax match-define
      (er-macro-transformer
        (lambda (form rename compare)
          (unless (and (list? form) (= (length form) 3))
            (wrong "expected (match-define pattern expression), got" form))
          (let ((variables (pattern-variables (parse (cadr form) rename))))
            `(,(rename 'define-values) ,variables
              (,(rename 'match) ,(list-ref form 2)
               (,(cadr form) (,(rename 'values) ,@variables))))))))))
