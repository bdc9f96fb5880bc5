;;; R6RS library chapter 13: hash tables. An immutable copy is a table that the procedures here
;;; refuse to modify.

(define-library (rnrs hashtables)
  (export make-eq-hashtable make-eqv-hashtable make-hashtable
          (rename table? hashtable?)
          hashtable-size hashtable-ref hashtable-set! hashtable-delete!
          hashtable-contains? hashtable-update! hashtable-copy hashtable-clear!
          hashtable-keys hashtable-entries
          hashtable-equivalence-function hashtable-hash-function hashtable-mutable?
          equal-hash string-hash string-ci-hash symbol-hash)
  (import (scheme base)
          (scheme case-lambda)
          (cairn tables)
          (only (cairn checks) %check-procedure)
          (rename (only (cairn base)
                        make-eq-hashtable make-eqv-hashtable make-weak-eq-hashtable
                        hashtable-ref hashtable-set! hashtable-contains?
                        equal-hash string-hash string-ci-hash symbol-hash)
                  (hashtable-ref note-ref) (hashtable-set! note-set!)
                  (hashtable-contains? noted?)))
  (begin
    ;; Facts about a table that only these procedures know: whether it is constant, and the
    ;; procedures that the program gave.
    (define constant (make-weak-eq-hashtable))
    (define procedures (make-weak-eq-hashtable))

    (define make-hashtable
      (case-lambda
        ((hash same?) (make-hashtable hash same? 0))
        ((hash same? capacity)
         (%check-procedure 'make-hashtable hash)
         (%check-procedure 'make-hashtable same?)
         (unless (and (exact-integer? capacity) (not (negative? capacity)))
           (error "make-hashtable: expected a capacity, got" capacity))
         (let ((table (make-table same? hash '())))
           (note-set! procedures table (cons same? hash))
           table))))

    (define (check who table)
      (unless (table? table)
        (error (string-append (symbol->string who) ": expected a hashtable, got") table)))

    (define (check-mutable who table)
      (check who table)
      (when (noted? constant table)
        (error (string-append (symbol->string who) ": the table is constant:") table)))

    ;; (define-table (name table argument ...) check body ...): a procedure whose first argument
    ;; is a table, as `check` tests.
    (define-syntax define-table
      (syntax-rules ()
        ((_ (name table . arguments) check body ...)
         (define (name table . arguments)
           (check 'name table)
           body ...))))

    (define-table (hashtable-size table) check (table-size table))
    (define-table (hashtable-ref table key default) check (table-ref table key default))
    (define-table (hashtable-contains? table key) check (table-contains? table key))

    (define-table (hashtable-set! table key value) check-mutable (table-set! table key value))
    (define-table (hashtable-delete! table key) check-mutable (table-delete! table key))
    (define-table (hashtable-update! table key change default) check-mutable
      (%check-procedure 'hashtable-update! change)
      (table-set! table key (change (table-ref table key default))))

    (define hashtable-clear!
      (case-lambda
        ((table) (check-mutable 'hashtable-clear! table) (table-clear! table))
        ((table capacity) (hashtable-clear! table))))

    (define hashtable-copy
      (case-lambda
        ((table) (hashtable-copy table #f))
        ((table mutable?)
         (check 'hashtable-copy table)
         (let ((new (table-copy table)))
           (unless mutable?
             (note-set! constant new #t))
           (when (noted? procedures table)
             (note-set! procedures new (note-ref procedures table #f)))
           new))))

    (define-table (hashtable-keys table) check
      (list->vector (map car (table->alist table))))
    (define-table (hashtable-entries table) check
      (let ((entries (table->alist table)))
        (values (list->vector (map car entries)) (list->vector (map cdr entries)))))

    (define-table (hashtable-mutable? table) check
      (not (noted? constant table)))

    (define-table (hashtable-equivalence-function table) check
      (let ((given (note-ref procedures table #f)))
        (if given (car given) (table-equivalence table))))

    ;; #f for tables that use eq? or eqv?.
    (define-table (hashtable-hash-function table) check
      (let ((given (note-ref procedures table #f))
            (same? (table-equivalence table)))
        (cond (given (cdr given))
              ((or (eq? same? eq?) (eq? same? eqv?)) #f)
              ((eq? same? string=?) string-hash)
              (else equal-hash))))))
