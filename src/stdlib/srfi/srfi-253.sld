;;; SRFI 253: checks of data by predicates. A failed check is an error that shows the value and
;;; the predicate.

(define-library (srfi 253)
  (export check-arg values-checked lambda-checked case-lambda-checked
          opt-lambda-checked define-optionals-checked
          define-checked define-record-type-checked)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) append-map er-macro-transformer syntax->datum)
          (only (srfi 227) opt-lambda))
  (begin
    (define-syntax check-arg
      (syntax-rules ()
        ((_ predicate value) (check predicate value 'predicate #f))
        ((_ predicate value who . others) (check predicate value 'predicate who))))

    (define (check predicate value name who)
      (unless (predicate value)
        (if who
            (error "check failed:" who name value)
            (error "check failed:" name value)))
      #t)

    ;; The value, checked.
    (define-syntax checked
      (syntax-rules ()
        ((_ predicate expression)
         (let ((value expression))
           (check-arg predicate value)
           value))))

    (define-syntax values-checked
      (syntax-rules ()
        ((_ (predicate ...) expression ...)
         (values (checked predicate expression) ...))))

    ;; --- procedures ---

    (define-syntax lambda-checked
      (syntax-rules ()
        ((_ formals . body) (clause-checked (one-lambda) () () formals body))))

    (define-syntax case-lambda-checked
      (syntax-rules ()
        ((_ . clauses) (clauses-checked () clauses))))

    (define-syntax clauses-checked
      (syntax-rules ()
        ((_ (done ...) ()) (case-lambda done ...))
        ((_ done ((formals . body) . more))
         (clause-checked (one-clause done more) () () formals body))))

    (define-syntax one-lambda
      (syntax-rules ()
        ((_ formals . body) (lambda formals . body))))

    (define-syntax one-clause
      (syntax-rules ()
        ((_ (done ...) more formals . body)
         (clauses-checked (done ... (formals . body)) more))))

    ;; Passes on plain formals, and a body that begins with the checks.
    (define-syntax clause-checked
      (syntax-rules ()
        ((_ next (formal ...) checks ((name predicate) . more) body)
         (clause-checked next (formal ... name) (predicate name . checks) more body))
        ((_ next (formal ...) checks (name . more) body)
         (clause-checked next (formal ... name) checks more body))
        ((_ (next ...) (formal ...) checks rest body)
         (next ... (formal ... . rest) (check-all checks) (let () . body)))))

    ;; The checks have been gathered in reverse.
    (define-syntax check-all
      (syntax-rules ()
        ((_ ()) #t)
        ((_ (predicate name . more))
         (begin (check-all more) (check-arg predicate name)))))

    (define-syntax opt-lambda-checked
      (syntax-rules ()
        ((_ formals . body) (optional-checked () () formals body))))

    (define-syntax optional-checked
      (syntax-rules ()
        ((_ (formal ...) checks ((name default predicate) . more) body)
         (optional-checked (formal ... (name default)) (predicate name . checks) more body))
        ((_ (formal ...) checks ((name default) . more) body)
         (optional-checked (formal ... (name default)) checks more body))
        ((_ (formal ...) checks (name . more) body)
         (optional-checked (formal ... name) checks more body))
        ((_ (formal ...) checks rest body)
         (opt-lambda (formal ... . rest) (check-all checks) (let () . body)))))

    ;; --- definitions ---

    (define-syntax define-optionals-checked
      (syntax-rules ()
        ((_ (name . formals) . body) (define name (opt-lambda-checked formals . body)))
        ((_ name formals . body) (define name (opt-lambda-checked formals . body)))))

    (define-syntax define-checked
      (syntax-rules ()
        ((_ (name . formals) . body) (define name (lambda-checked formals . body)))
        ((_ name predicate value) (define name (checked predicate value)))))

    ;; The record type's constructor, accessors and modifiers have other names; the checking
    ;; procedures call them.
    (define-syntax define-record-type-checked
      (er-macro-transformer
        (lambda (form rename compare)
          (unless (and (list? form) (>= (length form) 4) (pair? (list-ref form 2)))
            (error "define-record-type-checked: expected a type, a constructor and a predicate"
                   (syntax->datum form)))
          (let ((constructor (list-ref form 2))
                (fields (cddr (cddr form))))
            (define (raw name)
              (rename (string->symbol (string-append "raw-" (symbol->string (syntax->datum name))))))
            (define (checked-argument name)
              (let ((field (assq name fields)))
                (unless field
                  (error "define-record-type-checked: no such field" (syntax->datum name)))
                (list name (list-ref field 1))))
            (define (accessor field)
              (let ((get (list-ref field 2)))
                `(,(rename 'define) (,get record)
                  (,(rename 'checked) ,(list-ref field 1) (,(raw get) record)))))
            (define (modifier field)
              (let ((set (list-ref field 3)))
                `(,(rename 'define-checked) (,set record (value ,(list-ref field 1)))
                  (,(raw set) record value))))
            (for-each (lambda (field)
                        (unless (and (list? field) (<= 3 (length field) 4))
                          (error "define-record-type-checked: expected a field, got"
                                 (syntax->datum field))))
                      fields)
            `(,(rename 'begin)
              (,(rename 'define-record-type) ,(list-ref form 1)
               (,(raw (car constructor)) ,@(cdr constructor))
               ,(list-ref form 3)
               ,@(map (lambda (field) (cons (car field) (map raw (cddr field)))) fields))
              (,(rename 'define-checked)
               (,(car constructor) ,@(map checked-argument (cdr constructor)))
               (,(raw (car constructor)) ,@(cdr constructor)))
              ,@(map accessor fields)
              ,@(append-map (lambda (field)
                              (if (= (length field) 4) (list (modifier field)) '()))
                            fields))))))))
