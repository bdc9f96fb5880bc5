;;; SRFI 99: ERR5RS records, with inheritance, built on Cairn's own.
;;;
;;; A type knows the names of all its fields, those of its parent first. Which of its own fields
;;; are mutable is stored with it, as a vector; all fields of a type without this information,
;;; from R7RS's define-record-type, are assumed to be mutable.

(define-library (srfi 99)
  (export make-rtd rtd? rtd-constructor rtd-predicate rtd-accessor rtd-mutator
          record? record-rtd rtd-name rtd-parent rtd-field-names rtd-all-field-names
          rtd-field-mutable? define-record-type)
  (import (except (scheme base) define-record-type)
          (scheme case-lambda)
          (only (cairn base) datum->syntax syntax->datum)
          (rename (only (cairn base)
                        record? record-rtd record-type-descriptor? record-type-name
                        record-type-parent record-type-field-names)
                  (record-type-descriptor? rtd?)
                  (record-type-name rtd-name)
                  (record-type-parent rtd-parent)
                  (record-type-field-names rtd-all-field-names))
          (only (cairn base) er-macro-transformer append-map)
          (cairn records))
  (begin
    (define (check-rtd name x)
      (unless (rtd? x)
        (error (string-append name ": expected a record type, got") x)))

    ;; --- types ---

    (define make-rtd
      (case-lambda
        ((name fields) (make-rtd name fields #f))
        ((name fields parent)
         (when parent
           (check-rtd "make-rtd" parent))
         (unless (and (symbol? name) (vector? fields))
           (error "make-rtd: expected a name and a vector of fields, got" name fields))
         (let* ((names (vector-map field-name fields))
                (rtd (%make-record-type name names parent)))
           (check-different "make-rtd" (vector->list names))
           (%record-type-set-extra! rtd (vector-map mutable-spec? fields))
           rtd))))

    ;; A specifier of a field: its name, or (mutable name) or (immutable name).
    (define (field-name spec)
      (cond ((symbol? spec) spec)
            ((and (list? spec)
                  (= (length spec) 2)
                  (memq (car spec) '(mutable immutable))
                  (symbol? (cadr spec)))
             (cadr spec))
            (else (error "make-rtd: expected a field, got" spec))))

    (define (mutable-spec? spec)
      (not (and (pair? spec) (eq? (car spec) 'immutable))))

    (define (check-different name symbols)
      (let loop ((rest symbols))
        (when (pair? rest)
          (when (memq (car rest) (cdr rest))
            (error (string-append name ": a field is there twice:") (car rest)))
          (loop (cdr rest)))))

    ;; The number of fields that a type inherits.
    (define (inherited rtd)
      (let ((parent (rtd-parent rtd)))
        (if parent (vector-length (rtd-all-field-names parent)) 0)))

    (define (rtd-field-names rtd)
      (vector-copy (rtd-all-field-names rtd) (inherited rtd)))

    ;; The index of a field among all: the last one of the name, which shadows the others.
    (define (field-index name rtd field)
      (check-rtd name rtd)
      (let ((names (rtd-all-field-names rtd)))
        (let loop ((i (- (vector-length names) 1)))
          (cond ((< i 0) (error (string-append name ": no such field:") field))
                ((eq? (vector-ref names i) field) i)
                (else (loop (- i 1)))))))

    (define (rtd-field-mutable? rtd field)
      (let loop ((rtd rtd) (i (field-index "rtd-field-mutable?" rtd field)))
        (let ((inherited (inherited rtd)) (mutable (%record-type-extra rtd)))
          (cond ((< i inherited) (loop (rtd-parent rtd) i))
                (mutable (vector-ref mutable (- i inherited)))
                (else #t)))))

    ;; --- procedures of a type ---

    (define rtd-constructor
      (case-lambda
        ((rtd)
         (check-rtd "rtd-constructor" rtd)
         (case (vector-length (rtd-all-field-names rtd))
           ((0) (lambda () (%make-record rtd)))
           ((1) (lambda (a) (%make-record rtd a)))
           ((2) (lambda (a b) (%make-record rtd a b)))
           ((3) (lambda (a b c) (%make-record rtd a b c)))
           ((4) (lambda (a b c d) (%make-record rtd a b c d)))
           (else (lambda arguments (apply %make-record rtd arguments)))))
        ((rtd fields)
         (check-rtd "rtd-constructor" rtd)
         (check-different "rtd-constructor" (vector->list fields))
         (let ((places (map (lambda (field) (field-index "rtd-constructor" rtd field))
                            (vector->list fields)))
               (size (vector-length (rtd-all-field-names rtd))))
           (lambda arguments
             (unless (= (length arguments) (length places))
               (error "rtd-constructor: wrong number of arguments for" rtd arguments))
             (let ((values (make-vector size #f)))
               (for-each (lambda (i x) (vector-set! values i x)) places arguments)
               (apply %make-record rtd (vector->list values))))))))

    (define (rtd-predicate rtd)
      (check-rtd "rtd-predicate" rtd)
      (lambda (x) (%record-is? x rtd)))

    ;; The name of an accessor or mutator in errors.
    (define (procedure-name rtd field suffix)
      (string->symbol (string-append (symbol->string (rtd-name rtd)) "-" (symbol->string field)
                                     suffix)))

    (define (rtd-accessor rtd field)
      (let ((i (field-index "rtd-accessor" rtd field)) (name (procedure-name rtd field "")))
        (lambda (record) (%record-field-ref record rtd i name))))

    (define (rtd-mutator rtd field)
      (let ((i (field-index "rtd-mutator" rtd field))
            (name (procedure-name rtd field "-set!")))
        (unless (rtd-field-mutable? rtd field)
          (error "rtd-mutator: the field is immutable:" field))
        (lambda (record value) (%record-field-set! record rtd i value name))))

    ;; --- definitions ---

    ;; (define-record-type type constructor predicate field ...). Names that are left to the
    ;; definition are derived from the type's and the field's.
    (define-syntax define-record-type
      (er-macro-transformer
        (lambda (form rename compare)
          (unless (and (list? form) (>= (length form) 4))
            (error "define-record-type: expected a type, constructor and predicate" form))
          (let* ((type-spec (list-ref form 1))
                 (type (if (pair? type-spec) (car type-spec) type-spec))
                 (parent (if (pair? type-spec) (cadr type-spec) #f))
                 (constructor (list-ref form 2))
                 (predicate (list-ref form 3))
                 (fields (map (lambda (field) (field-spec type field)) (cddr (cddr form))))
                 (name (lambda (wanted . parts)
                         (if (eq? wanted #t) (concatenated type parts) wanted))))
            (define (definition name procedure . arguments)
              `(,(rename 'define) ,name (,(rename procedure) ,type ,@arguments)))
            (define (quoted x) (list (rename 'quote) x))
            `(,(rename 'begin)
              (,(rename 'define) ,type
               (,(rename 'make-rtd)
                ,(quoted type)
                ,(quoted (list->vector
                           (map (lambda (field)
                                  (list (if (list-ref field 2) 'mutable 'immutable) (car field)))
                                fields)))
                ,parent))
              ,@(cond ((not constructor) '())
                      ((pair? constructor)
                       (list (definition (car constructor) 'rtd-constructor
                                         (quoted (list->vector (cdr constructor))))))
                      (else
                       (list (definition (name constructor "make-" type) 'rtd-constructor))))
              ,@(if predicate
                    (list (definition (name predicate type "?") 'rtd-predicate))
                    '())
              ,@(append-map
                  (lambda (field)
                    (let ((accessor (list-ref field 1)) (mutator (list-ref field 2)))
                      (cons (definition accessor 'rtd-accessor (quoted (car field)))
                            (if mutator
                                (list (definition mutator 'rtd-mutator (quoted (car field))))
                                '()))))
                  fields))))))

    ;; A field as its name, accessor, and mutator or #f.
    (define (field-spec type field)
      (cond ((not (pair? field)) (list field (concatenated type (list type "-" field)) #f))
            ((null? (cdr field))
             (list (car field)
                   (concatenated type (list type "-" (car field)))
                   (concatenated type (list type "-" (car field) "-set!"))))
            ((null? (cddr field)) (list (car field) (cadr field) #f))
            (else field)))

    ;; The identifier whose name is composed of the parts, strings and identifiers, with the
    ;; meaning it would have where the type's name is.
    (define (concatenated type parts)
      (define (text part)
        (if (string? part) part (symbol->string (syntax->datum part))))
      (datum->syntax type (string->symbol (apply string-append (map text parts)))))))
