;;; Conditions as R6RS (library chapter 7) and SRFI 35 have them.
;;;
;;; A condition type is a record type, a simple condition a record, and a compound condition a
;;; record of a list of simple ones. The conditions that Cairn itself raises count as compound
;;; ones: of an error or a violation, its message and its irritants, and the failing procedure
;;; if the message begins with its name and a colon. A wrong use of a bundled library is a
;;; violation, as that of a builtin is. R6RS's `error` and `assertion-violation`
;;; also raise such conditions, so that handlers and reports understand them; their arguments
;;; are kept in a table with weak keys.

(define-library (cairn conditions)
  (export condition simple-conditions condition? condition-predicate condition-accessor
          condition-type? make-condition-type condition-type-fields component-of-type
          make-error-condition
          &condition &message &warning &serious &error &violation &assertion &irritants &who
          &non-continuable &implementation-restriction &lexical &syntax &undefined)
  (import (scheme base)
          (only (cairn base) append-map condition-kind find string-index
                make-weak-eq-hashtable hashtable-ref hashtable-set!
                record-type-descriptor? record-type-field-names record-type-parent)
          (rename (only (cairn base) condition?) (condition? native?))
          (cairn errors)
          (cairn records)
          (only (srfi 99) make-rtd rtd-constructor))
  (begin
    ;; --- types ---

    (define &condition (make-rtd '&condition #()))

    (define (make-condition-type name parent fields)
      (make-rtd name (list->vector (map (lambda (field) (list 'immutable field)) fields)) parent))

    (define-syntax define-types
      (syntax-rules ()
        ((_ (name parent field ...) ...)
         (begin (define name (make-condition-type 'name parent '(field ...))) ...))))

    (define-types
      (&message &condition message)
      (&warning &condition)
      (&serious &condition)
      (&error &serious)
      (&violation &serious)
      (&assertion &violation)
      (&irritants &condition irritants)
      (&who &condition who)
      (&non-continuable &violation)
      (&implementation-restriction &violation)
      (&lexical &violation)
      (&syntax &violation form subform)
      (&undefined &violation))

    (define (simple? x) (%record-is? x &condition))

    ;; Whether x is a record type that is, or descends from, &condition.
    (define (condition-type? x)
      (and (record-type-descriptor? x)
           (let loop ((type x))
             (and type (or (eq? type &condition) (loop (record-type-parent type)))))))

    (define (condition-type-fields type)
      (vector->list (record-type-field-names type)))

    ;; --- conditions ---

    (define-record-type compound-condition
      (make-compound components)
      compound?
      (components components))

    (define (condition? x)
      (or (simple? x) (compound? x) (native? x)))

    (define (condition . conditions)
      (let ((components (append-map simple-conditions conditions)))
        (if (and (pair? components) (null? (cdr components)))
            (car components)
            (make-compound components))))

    (define (simple-conditions c)
      (cond ((simple? c) (list c))
            ((compound? c) (components c))
            ((native? c) (components-of-native c))
            (else (error "simple-conditions: expected a condition, got" c))))

    (define (component-of-type c type)
      (find (lambda (component) (%record-is? component type)) (simple-conditions c)))

    (define (condition-predicate type)
      (lambda (x)
        (and (condition? x) (component-of-type x type) #t)))

    (define (condition-accessor type get)
      (lambda (c)
        (let ((component (and (condition? c) (component-of-type c type))))
          (unless component
            (error "a condition without the part that is asked for:" c type))
          (get component))))

    ;; --- Cairn's own conditions ---

    ;; The arguments of R6RS's `error`: whether it is an assertion, who, and the message.
    (define given (make-weak-eq-hashtable))

    (define (make-error-condition assertion? who message irritants)
      (let ((c (%make-condition
                 'general
                 (if who
                     (string-append (if (symbol? who) (symbol->string who) who) ": " message)
                     message)
                 irritants)))
        (hashtable-set! given c (list assertion? who message))
        c))

    (define make-message (rtd-constructor &message))
    (define make-irritants (rtd-constructor &irritants))
    (define make-who (rtd-constructor &who))

    (define (type-of-kind kind)
      (case kind
        ((general file limit) &error)
        ((read) &lexical)
        ((unbound) &undefined)
        ((syntax) &syntax)
        (else &assertion)))

    ;; The type of a native condition whose kind does not tell it: R6RS has types of its own for a
    ;; handler that returns from `raise`, and for results that are no fixnums.
    (define special-types
      (list (cons "handler returned from non-continuable raise" &non-continuable)
            (cons "handler returned from an error" &non-continuable)
            (cons "variable used before its initialisation:" &assertion)
            (cons "the result is not a fixnum" &implementation-restriction)
            (cons "the result is no fixnum, of" &implementation-restriction)))

    ;; Whether a native condition was raised by Cairn, not by a program that calls `error`.
    (define (cairns-own? c)
      (or (not (eq? (condition-kind c) 'general)) (%from-library? c)))

    (define (type-of-native c message)
      (cond ((assoc message special-types) => cdr)
            ((and (cairns-own? c) (eq? (condition-kind c) 'general)) &assertion)
            (else (type-of-kind (condition-kind c)))))

    (define (components-of-native c)
      (let ((entry (hashtable-ref given c #f))
            (irritants (make-irritants (error-object-irritants c))))
        (if entry
            (parts (list (make-kind (if (car entry) &assertion &error)))
                   (cadr entry) (car (cddr entry)) irritants)
            (let* ((message (error-object-message c))
                   (colon (and (string? message)
                               (cairns-own? c)
                               (name-end message)))
                   (rest (if colon
                             (substring message (+ colon 2) (string-length message))
                             message)))
              (parts (make-kinds (type-of-native c rest) (error-object-irritants c))
                     (and colon (string->symbol (substring message 0 colon)))
                     rest
                     irritants)))))

    (define (make-kind type)
      ((rtd-constructor type)))

    ;; A syntax violation has the form that is wrong, and the part of it. Text that is no datum is
    ;; an error too: the program may have got it from anywhere.
    (define (make-kinds type irritants)
      (cond ((eq? type &syntax)
             (let ((form (and (pair? irritants) (car irritants)))
                   (subform (and (pair? irritants) (pair? (cdr irritants)) (cadr irritants))))
               (list ((rtd-constructor &syntax) form subform))))
            ((eq? type &lexical) (list (make-kind &lexical) (make-kind &error)))
            (else (list (make-kind type)))))

    (define (parts kinds who message irritants)
      `(,@kinds ,@(if who (list (make-who who)) '()) ,(make-message message) ,irritants))

    ;; The end of a name at the beginning of a message, if a colon and a space follow.
    (define (name-end message)
      (let ((colon (string-index message (lambda (char) (char=? char #\:)))))
        (and colon
             (> colon 0)
             (< (+ colon 1) (string-length message))
             (char=? (string-ref message (+ colon 1)) #\space)
             (not (string-index (substring message 0 colon) (lambda (char) (char=? char #\space))))
             colon)))))
