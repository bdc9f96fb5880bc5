;;; R6RS library chapter 6.2: records, by definitions. The name of a record type is a variable
;;; bound to its descriptor.

(define-library (rnrs records syntactic)
  (export define-record-type record-type-descriptor record-constructor-descriptor
          fields mutable immutable parent protocol sealed opaque nongenerative parent-rtd)
  (import (except (scheme base) define-record-type)
          (only (cairn base) append-map er-macro-transformer generate-uninterned-symbol
                syntax->datum)
          (cairn r6rs-records))
  (begin
    (define-syntax define-auxiliary
      (syntax-rules ()
        ((_ name ...)
         (begin (define-syntax name (syntax-rules ())) ...))))
    (define-auxiliary fields mutable immutable parent protocol sealed opaque nongenerative
      parent-rtd)

    (define-syntax record-type-descriptor
      (syntax-rules () ((_ name) name)))
    (define-syntax record-constructor-descriptor
      (syntax-rules () ((_ name) (constructor-of name))))

    (define (wrong what form)
      (error (string-append "define-record-type: " what) (syntax->datum form)))

    (define (text x) (symbol->string (syntax->datum x)))
    (define (joined . parts)
      (string->symbol (apply string-append parts)))

    ;; (name mutable? accessor mutator) of a field.
    (define (field-parts type field)
      (define (accessor name) (joined (text type) "-" (text name)))
      (define (mutator name) (joined (text type) "-" (text name) "-set!"))
      (cond ((not (pair? field)) (list field #f (accessor field) #f))
            ((not (and (list? field) (<= 2 (length field) 4)))
             (wrong "expected a field, got" field))
            ((eq? (syntax->datum (car field)) 'immutable)
             (list (cadr field) #f
                   (if (pair? (cddr field)) (car (cddr field)) (accessor (cadr field)))
                   #f))
            ((= (length field) 3) (wrong "a mutable field has two procedures:" field))
            (else
             (list (cadr field) #t
                   (if (pair? (cddr field)) (car (cddr field)) (accessor (cadr field)))
                   (if (pair? (cddr field)) (cadr (cddr field)) (mutator (cadr field)))))))

    (define-syntax define-record-type
      (er-macro-transformer
        (lambda (form rename compare)
          (unless (and (list? form) (pair? (cdr form)))
            (wrong "expected a name and clauses, got" form))
          (let* ((names (cadr form))
                 (clauses (cddr form))
                 (name (if (pair? names) (car names) names))
                 (constructor (if (pair? names) (cadr names) (joined "make-" (text name))))
                 (predicate (if (pair? names) (car (cddr names)) (joined (text name) "?"))))
            (define (clause key)
              (let loop ((rest clauses))
                (cond ((null? rest) #f)
                      ((eq? (syntax->datum (car (car rest))) key) (cdr (car rest)))
                      (else (loop (cdr rest))))))
            (define (value key default)
              (let ((found (clause key)))
                (if (pair? found) (car found) default)))
            (define (quoted x) (list (rename 'quote) x))
            (define parts
              (map (lambda (field) (field-parts name field)) (or (clause 'fields) '())))
            (define parent
              (cond ((clause 'parent) => car)
                    ((clause 'parent-rtd) => car)
                    (else #f)))
            (define parent-constructor
              (cond ((clause 'parent) `(,(rename 'constructor-of) ,parent))
                    ((clause 'parent-rtd) => cadr)
                    (else #f)))
            (define uid
              (let ((found (clause 'nongenerative)))
                (cond ((not found) #f)
                      ((pair? found) (quoted (car found)))
                      (else (quoted (generate-uninterned-symbol))))))
            (define (procedures)
              (let loop ((rest parts) (i 0) (definitions '()))
                (if (null? rest)
                    (reverse definitions)
                    (let ((accessor (list-ref (car rest) 2))
                          (mutator (list-ref (car rest) 3)))
                      (loop (cdr rest)
                            (+ i 1)
                            (append
                              (if mutator
                                  `((,(rename 'define) ,mutator
                                     (,(rename 'record-mutator) ,name ,i)))
                                  '())
                              `((,(rename 'define) ,accessor
                                 (,(rename 'record-accessor) ,name ,i)))
                              definitions))))))
            (for-each (lambda (clause)
                        (unless (and (pair? clause)
                                     (memq (syntax->datum (car clause))
                                           '(fields parent protocol sealed opaque nongenerative
                                             parent-rtd)))
                          (wrong "expected a clause, got" clause)))
                      clauses)
            `(,(rename 'begin)
              (,(rename 'define) ,name
               (,(rename 'make-record-type-descriptor)
                ,(quoted name) ,parent ,uid ,(value 'sealed #f) ,(value 'opaque #f)
                ,(quoted (list->vector
                           (map (lambda (part)
                                  (list (if (cadr part) 'mutable 'immutable) (car part)))
                                parts)))))
              (,(rename 'define) ,(rename 'descriptor)
               (,(rename 'make-record-constructor-descriptor)
                ,name ,parent-constructor ,(value 'protocol #f)))
              (,(rename 'set-constructor!) ,name ,(rename 'descriptor))
              (,(rename 'define) ,constructor
               (,(rename 'record-constructor) ,(rename 'descriptor)))
              (,(rename 'define) ,predicate (,(rename 'record-predicate) ,name))
              ,@(procedures))))))))
