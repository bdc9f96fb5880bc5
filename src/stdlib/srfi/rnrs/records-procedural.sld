;;; R6RS library chapter 6.3: records, by procedures.

(define-library (rnrs records procedural)
  (export make-record-type-descriptor record-type-descriptor?
          make-record-constructor-descriptor record-constructor
          record-predicate record-accessor record-mutator)
  (import (cairn r6rs-records)))
