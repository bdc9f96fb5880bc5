;;; R6RS library chapter 6.4: inspection of records and their types.

(define-library (rnrs records inspection)
  (export record? (rename rtd-of record-rtd) record-type-name record-type-parent
          record-type-uid record-type-generative? record-type-sealed? record-type-opaque?
          (rename own-fields record-type-field-names) record-field-mutable?)
  (import (scheme base)
          (rename (only (cairn base) record? record-rtd record-type-name record-type-parent)
                  (record? any-record?))
          (only (cairn r6rs-records)
                type-uid type-sealed? type-opaque? own-fields field-mutable?))
  (begin
    (define (record? x)
      (and (any-record? x) (not (type-opaque? (record-rtd x)))))

    (define (rtd-of record)
      (unless (record? record)
        (error "record-rtd: expected a record that is not opaque, got" record))
      (record-rtd record))

    (define (record-type-uid type) (type-uid type))
    (define (record-type-generative? type) (not (type-uid type)))
    (define (record-type-sealed? type) (type-sealed? type))
    (define (record-type-opaque? type) (type-opaque? type))
    (define (record-field-mutable? type i) (field-mutable? type i))))
