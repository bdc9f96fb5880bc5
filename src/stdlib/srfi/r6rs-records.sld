;;; Shared code of R6RS's three libraries of records.
;;;
;;; A record-type descriptor is one of Cairn's record types. R6RS's further information about a
;;; type is in a table with the types as weak keys, and so is the constructor descriptor that
;;; define-record-type creates.

(define-library (cairn r6rs-records)
  (export make-record-type-descriptor record-type-descriptor?
          make-record-constructor-descriptor record-constructor
          record-predicate record-accessor record-mutator
          type-uid type-sealed? type-opaque? own-fields field-mutable?
          constructor-of set-constructor!)
  (import (scheme base)
          (only (cairn base)
                record-type-descriptor? record-type-name record-type-parent
                record-type-field-names
                make-weak-eq-hashtable make-eq-hashtable hashtable-ref hashtable-set!)
          (cairn records))
  (begin
    ;; --- types ---

    (define-record-type info
      (make-info uid sealed? opaque? mutable)
      info?
      (uid info-uid)
      (sealed? info-sealed?)
      (opaque? info-opaque?)
      (mutable info-mutable))

    (define infos (make-weak-eq-hashtable))
    (define constructors (make-weak-eq-hashtable))
    (define nongenerative (make-eq-hashtable))

    ;; A type created by another library is open, and its fields are mutable.
    (define (info-of type)
      (or (hashtable-ref infos type #f)
          (make-info #f #f #f (vector-map (lambda (name) #t) (own-fields type)))))

    (define (type-uid type) (info-uid (info-of type)))
    (define (type-sealed? type) (info-sealed? (info-of type)))
    (define (type-opaque? type)
      (or (info-opaque? (info-of type))
          (let ((parent (record-type-parent type)))
            (and parent (type-opaque? parent)))))
    (define (field-mutable? type i) (vector-ref (info-mutable (info-of type)) i))

    (define (check-type who x)
      (unless (record-type-descriptor? x)
        (error (string-append who ": expected a record-type descriptor, got") x)))

    (define (inherited type)
      (let ((parent (record-type-parent type)))
        (if parent (vector-length (record-type-field-names parent)) 0)))

    (define (own-fields type)
      (vector-copy (record-type-field-names type) (inherited type)))

    (define (check-field field)
      (unless (and (list? field)
                   (= (length field) 2)
                   (memq (car field) '(mutable immutable))
                   (symbol? (cadr field)))
        (error "make-record-type-descriptor: expected a field, got" field)))

    (define (make-record-type-descriptor name parent uid sealed? opaque? fields)
      (unless (symbol? name)
        (error "make-record-type-descriptor: expected a name, got" name))
      (when parent
        (check-type "make-record-type-descriptor" parent)
        (when (type-sealed? parent)
          (error "make-record-type-descriptor: the parent is sealed:" parent)))
      (vector-for-each check-field fields)
      (let ((names (vector-map cadr fields))
            (mutable (vector-map (lambda (field) (eq? (car field) 'mutable)) fields)))
        (define (same? type)
          (and (eq? (record-type-parent type) parent)
               (eq? (type-sealed? type) sealed?)
               (equal? (own-fields type) names)
               (equal? (info-mutable (info-of type)) mutable)))
        (let ((known (and uid (hashtable-ref nongenerative uid #f))))
          (cond ((not known) (new-type name parent uid sealed? opaque? names mutable))
                ((same? known) known)
                (else
                 (error "make-record-type-descriptor: another type has this uid:" uid))))))

    (define (new-type name parent uid sealed? opaque? names mutable)
      (let ((type (%make-record-type name names parent)))
        (hashtable-set! infos type (make-info uid sealed? opaque? mutable))
        (when uid
          (hashtable-set! nongenerative uid type))
        type))

    ;; --- constructors ---

    (define-record-type constructor-descriptor
      (make-descriptor type parent protocol)
      constructor-descriptor?
      (type descriptor-type)
      (parent descriptor-parent)
      (protocol descriptor-protocol))

    (define (constructor-of type)
      (or (hashtable-ref constructors type #f)
          (make-record-constructor-descriptor type #f #f)))
    (define (set-constructor! type descriptor)
      (hashtable-set! constructors type descriptor))

    (define (make-record-constructor-descriptor type parent protocol)
      (check-type "make-record-constructor-descriptor" type)
      (let ((parent-type (record-type-parent type)))
        (make-descriptor type
                         (or parent (and parent-type (constructor-of parent-type)))
                         (or protocol (default-protocol type)))))

    ;; Takes the fields of the parent, followed by its own.
    (define (default-protocol type)
      (let ((count (inherited type)))
        (if (= count 0)
            (lambda (new) new)
            (lambda (parent-new)
              (lambda values
                (let ((rest (list-tail values count)))
                  (apply (apply parent-new (list-copy-to values count)) rest)))))))

    (define (list-copy-to list n)
      (if (= n 0) '() (cons (car list) (list-copy-to (cdr list) (- n 1)))))

    (define (record-constructor descriptor)
      (unless (constructor-descriptor? descriptor)
        (error "record-constructor: expected a constructor descriptor, got" descriptor))
      (let ((type (descriptor-type descriptor)))
        (maker descriptor
               (if (descriptor-parent descriptor)
                   (lambda fields (apply %make-record type fields))
                   (new-record type)))))

    ;; Creates a record of a type without parent from its fields.
    (define (new-record type)
      (case (vector-length (record-type-field-names type))
        ((0) (lambda () (%make-record type)))
        ((1) (lambda (a) (%make-record type a)))
        ((2) (lambda (a b) (%make-record type a b)))
        ((3) (lambda (a b c) (%make-record type a b c)))
        ((4) (lambda (a b c d) (%make-record type a b c d)))
        (else
         (let ((count (vector-length (record-type-field-names type))))
           (lambda fields
             (unless (= (length fields) count)
               (error "record-constructor: wrong number of fields for" type fields))
             (apply %make-record type fields))))))

    ;; The constructor whose fields go to `finish`, those of the parent first.
    (define (maker descriptor finish)
      (let ((parent (descriptor-parent descriptor))
            (protocol (descriptor-protocol descriptor)))
        (protocol
          (if parent
              (lambda parent-arguments
                (lambda own
                  (apply (maker parent (lambda inherited (apply finish (append inherited own))))
                         parent-arguments)))
              finish))))

    ;; --- access ---

    (define (record-predicate type)
      (check-type "record-predicate" type)
      (lambda (x) (%record-is? x type)))

    (define (check-index who type i)
      (check-type who type)
      (unless (and (exact-integer? i) (< -1 i (vector-length (own-fields type))))
        (error (string-append who ": the type has no such field:") type i)))

    (define (procedure-name type i suffix)
      (string->symbol (string-append (symbol->string (record-type-name type)) "-"
                                     (symbol->string (vector-ref (own-fields type) i)) suffix)))

    (define (record-accessor type i)
      (check-index "record-accessor" type i)
      (let ((place (+ (inherited type) i)) (name (procedure-name type i "")))
        (lambda (record) (%record-field-ref record type place name))))

    (define (record-mutator type i)
      (check-index "record-mutator" type i)
      (unless (field-mutable? type i)
        (error "record-mutator: the field is immutable:" (vector-ref (own-fields type) i)))
      (let ((place (+ (inherited type) i)) (name (procedure-name type i "-set!")))
        (lambda (record value) (%record-field-set! record type place value name))))))
