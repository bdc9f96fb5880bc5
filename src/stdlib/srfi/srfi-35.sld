;;; SRFI 35: conditions. The types are those of (cairn conditions), shared with R6RS's
;;; conditions; errors that Cairn raises are conditions with an error and a message.

(define-library (srfi 35)
  (export make-condition-type condition-type? make-condition condition? condition-has-type?
          condition-ref make-compound-condition extract-condition
          define-condition-type condition
          &condition &message message-condition? condition-message
          &serious serious-condition? &error error?)
  (import (rename (scheme base) (error raise-error))
          (rename (except (cairn conditions) make-condition-type)
                  (condition combine))
          (rename (only (cairn conditions) make-condition-type)
                  (make-condition-type make-type))
          (only (cairn base) record-rtd)
          (cairn records))
  (begin
    (define (make-condition-type name parent fields)
      (unless (and (symbol? name) (condition-type? parent) (list? fields))
        (raise-error "make-condition-type: expected a name, a condition type and fields, got"
                     name parent fields))
      (make-type name parent fields))

    ;; The condition of a type with fields and values in turn.
    (define (make-condition type . fields+values)
      (unless (condition-type? type)
        (raise-error "make-condition: expected a condition type, got" type))
      (apply %make-record type
             (map (lambda (field)
                    (let ((found (memq field fields+values)))
                      (unless found
                        (raise-error "make-condition: no value for the field" field))
                      (cadr found)))
                  (condition-type-fields type))))

    ;; The part of a type. What Cairn raises has an error, also where R6RS speaks of a violation.
    (define (part c type)
      (or (component-of-type c type)
          (and (eq? type &error) (error-object? c) (make-condition &error))))

    (define (condition-has-type? c type)
      (and (part c type) #t))

    (define (condition-ref c field)
      (let loop ((components (simple-conditions c)))
        (if (null? components)
            (raise-error "condition-ref: the condition has no such field:" field)
            (or-field (car components) field (lambda () (loop (cdr components)))))))

    ;; The value of a field of a simple condition, or the result of (otherwise).
    (define (or-field component field otherwise)
      (let ((type (record-rtd component)))
        (let loop ((fields (condition-type-fields type)) (i 0))
          (cond ((null? fields) (otherwise))
                ((eq? (car fields) field) (%record-field-ref component type i 'condition-ref))
                (else (loop (cdr fields) (+ i 1)))))))

    (define (make-compound-condition c . more)
      (apply combine c more))

    (define (extract-condition c type)
      (or (part c type)
          (raise-error "extract-condition: the condition has no part of the type" type)))

    (define-syntax define-condition-type
      (syntax-rules ()
        ((_ name parent predicate (field accessor) ...)
         (begin
           (define name (make-condition-type 'name parent '(field ...)))
           (define (predicate x)
             (and (condition? x) (condition-has-type? x name)))
           (define (accessor c)
             (condition-ref (extract-condition c name) 'field))
           ...))))

    ;; The parts share the values of common fields.
    (define-syntax condition
      (syntax-rules ()
        ((_ (type (field value) ...) ...)
         (condition-of-parts (list type ...) (append (append (list 'field value) ...) ...)))))

    (define (condition-of-parts types fields+values)
      (apply combine (map (lambda (type) (apply make-condition type fields+values)) types)))

    (define-syntax define-part
      (syntax-rules ()
        ((_ predicate type)
         (define (predicate x) (and (condition? x) (condition-has-type? x type))))))

    (define-part message-condition? &message)
    (define-part serious-condition? &serious)
    (define-part error? &error)

    (define (condition-message c)
      (condition-ref (extract-condition c &message) 'message))))
