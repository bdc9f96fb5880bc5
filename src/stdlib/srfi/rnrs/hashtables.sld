;;; R6RS library chapter 13: hash tables. An immutable copy is a table that the procedures here
;;; refuse to modify.

(define-library (rnrs hashtables)
  (export make-eq-hashtable make-eqv-hashtable make-hashtable
          hashtable? hashtable-size hashtable-ref hashtable-set! hashtable-delete!
          hashtable-contains? hashtable-update! hashtable-copy hashtable-clear!
          hashtable-keys hashtable-entries
          hashtable-equivalence-function hashtable-hash-function hashtable-mutable?
          equal-hash string-hash string-ci-hash symbol-hash)
  (import (scheme base)
          (scheme case-lambda)
          (rename (only (cairn base)
                        make-eq-hashtable make-eqv-hashtable make-equal-hashtable
                        make-hash-table make-weak-eq-hashtable hashtable? hashtable-size
                        hashtable-ref hashtable-set! hashtable-delete! hashtable-contains?
                        hashtable-update! hashtable-copy hashtable-clear! hashtable-keys
                        hashtable-entries hash-table-equivalence
                        equal-hash string-hash string-ci-hash symbol-hash)
                  (hashtable-set! set!*) (hashtable-delete! delete!*)
                  (hashtable-update! update!*) (hashtable-clear! clear!*)
                  (hashtable-copy copy)))
  (begin
    ;; Information that only these procedures have about a table: whether it is constant, and
    ;; its procedures.
    (define constant (make-weak-eq-hashtable))
    (define procedures (make-weak-eq-hashtable))

    (define make-hashtable
      (case-lambda
        ((hash same?) (make-hashtable hash same? 0))
        ((hash same? capacity)
         (unless (and (procedure? hash) (procedure? same?))
           (error "make-hashtable: expected procedures, got" hash same?))
         (let ((table (make-hash-table same? hash)))
           (set!* procedures table (cons same? hash))
           table))))

    (define (check-mutable who table)
      (when (and (hashtable? table) (hashtable-contains? constant table))
        (error (string-append who ": the table is constant:") table)))

    (define-syntax define-mutators
      (syntax-rules ()
        ((_ (name procedure) ...)
         (begin
           (define (name table . arguments)
             (check-mutable (symbol->string 'name) table)
             (apply procedure table arguments))
           ...))))

    (define-mutators
      (hashtable-set! set!*)
      (hashtable-delete! delete!*)
      (hashtable-update! update!*)
      (hashtable-clear! clear!*))

    (define hashtable-copy
      (case-lambda
        ((table) (hashtable-copy table #f))
        ((table mutable?)
         (let ((new (copy table)))
           (unless mutable?
             (set!* constant new #t))
           (when (hashtable-contains? procedures table)
             (set!* procedures new (hashtable-ref procedures table #f)))
           new))))

    (define (hashtable-mutable? table)
      (not (hashtable-contains? constant table)))

    (define (hashtable-equivalence-function table)
      (let ((entry (hashtable-ref procedures table #f)))
        (if entry
            (car entry)
            (case (hash-table-equivalence table)
              ((eq?) eq?)
              ((eqv?) eqv?)
              ((string=?) string=?)
              (else equal?)))))

    ;; #f for tables that use eq? or eqv?.
    (define (hashtable-hash-function table)
      (let ((entry (hashtable-ref procedures table #f)))
        (cond (entry (cdr entry))
              ((memq (hash-table-equivalence table) '(eq? eqv?)) #f)
              ((eq? (hash-table-equivalence table) 'string=?) string-hash)
              (else equal-hash))))))
