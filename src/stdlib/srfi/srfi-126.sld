;;; SRFI 126: hash tables with the names of R6RS. No table is immutable.

(define-library (srfi 126)
  (export make-eq-hashtable make-eqv-hashtable make-hashtable
          alist->eq-hashtable alist->eqv-hashtable alist->hashtable weakness
          hashtable? hashtable-size hashtable-ref hashtable-set! hashtable-delete!
          hashtable-contains? hashtable-lookup hashtable-update! hashtable-intern!
          hashtable-copy hashtable-clear! hashtable-empty-copy
          hashtable-keys hashtable-values hashtable-entries
          hashtable-key-list hashtable-value-list hashtable-entry-lists
          hashtable-walk hashtable-update-all! hashtable-prune! hashtable-merge!
          hashtable-sum hashtable-map->lset hashtable-find hashtable-empty?
          hashtable-pop! hashtable-inc! hashtable-dec!
          hashtable-equivalence-function hashtable-hash-function hashtable-weakness
          hashtable-mutable?
          hash-salt equal-hash string-hash string-ci-hash symbol-hash)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) equal-hash hash)
          (only (srfi 128) hash-salt string-hash string-ci-hash symbol-hash)
          ;; These refuse to modify an immutable copy.
          (only (rnrs hashtables) hashtable-set! hashtable-delete! hashtable-mutable?)
          (rename (only (rnrs hashtables) hashtable-copy hashtable-clear!)
                  (hashtable-copy copy)
                  (hashtable-clear! clear!))
          (rename (cairn tables)
                  (table? hashtable?)
                  (table-size hashtable-size)
                  (table-contains? hashtable-contains?)
                  (table-equivalence hashtable-equivalence-function)))
  (begin
    ;; --- constructors

    (define-syntax weakness
      (syntax-rules (weak-key weak-value weak-key-and-value
                     ephemeral-key ephemeral-value ephemeral-key-and-value)
        ((_ weak-key) 'weak-key)
        ((_ weak-value) 'weak-value)
        ((_ weak-key-and-value) 'weak-key-and-value)
        ((_ ephemeral-key) 'ephemeral-key)
        ((_ ephemeral-value) 'ephemeral-value)
        ((_ ephemeral-key-and-value) 'ephemeral-key-and-value)))

    (define (make who hash same? capacity weakness)
      (when capacity
        (check-capacity who capacity))
      (make-table same?
                  (if (pair? hash) (car hash) hash)
                  (case weakness
                    ((#f) '())
                    ((weak-key ephemeral-key) '(weak-keys))
                    ((weak-value ephemeral-value) '(weak-values))
                    ((weak-key-and-value ephemeral-key-and-value) '(weak-keys weak-values))
                    (else (error (string-append who ": no such weakness") weakness)))))

    (define (check-capacity who capacity)
      (unless (and (exact-integer? capacity) (not (negative? capacity)))
        (error (string-append who ": expected a capacity, got") capacity)))

    (define make-eq-hashtable
      (case-lambda
        (() (make-eq-hashtable #f #f))
        ((capacity) (make-eq-hashtable capacity #f))
        ((capacity weakness) (make "make-eq-hashtable" #f eq? capacity weakness))))
    (define make-eqv-hashtable
      (case-lambda
        (() (make-eqv-hashtable #f #f))
        ((capacity) (make-eqv-hashtable capacity #f))
        ((capacity weakness) (make "make-eqv-hashtable" #f eqv? capacity weakness))))
    (define make-hashtable
      (case-lambda
        ((hash same?) (make-hashtable hash same? #f #f))
        ((hash same? capacity) (make-hashtable hash same? capacity #f))
        ((hash same? capacity weakness)
         (unless (or (procedure? hash) (pair? hash) (memq same? (list eq? eqv?)))
           (error "make-hashtable: expected a hash function, got" hash))
         (make "make-hashtable" hash same? capacity weakness))))

    ;; An earlier association of a key takes precedence over a later one.
    (define (fill! table alist)
      (for-each (lambda (entry) (hashtable-set! table (car entry) (cdr entry)))
                (reverse alist))
      table)

    (define alist->eq-hashtable
      (case-lambda
        ((alist) (fill! (make-eq-hashtable) alist))
        ((capacity alist) (fill! (make-eq-hashtable capacity) alist))
        ((capacity weakness alist) (fill! (make-eq-hashtable capacity weakness) alist))))
    (define alist->eqv-hashtable
      (case-lambda
        ((alist) (fill! (make-eqv-hashtable) alist))
        ((capacity alist) (fill! (make-eqv-hashtable capacity) alist))
        ((capacity weakness alist) (fill! (make-eqv-hashtable capacity weakness) alist))))
    (define alist->hashtable
      (case-lambda
        ((hash same? alist) (fill! (make-hashtable hash same?) alist))
        ((hash same? capacity alist) (fill! (make-hashtable hash same? capacity) alist))
        ((hash same? capacity weakness alist)
         (fill! (make-hashtable hash same? capacity weakness) alist))))

    ;; --- access

    (define absent (list 'absent))
    (define (no-entry who key) (error (string-append who ": no entry for key") key))

    (define hashtable-ref
      (case-lambda
        ((table key)
         (let ((value (table-ref table key absent)))
           (if (eq? value absent) (no-entry "hashtable-ref" key) value)))
        ((table key default) (table-ref table key default))))

    (define (hashtable-lookup table key)
      (let ((value (table-ref table key absent)))
        (if (eq? value absent)
            (values #f #f)
            (values value #t))))

    (define hashtable-update!
      (case-lambda
        ((table key f)
         (let ((value (table-ref table key absent)))
           (if (eq? value absent)
               (no-entry "hashtable-update!" key)
               (store! table key (f value)))))
        ((table key f default)
         (store! table key (f (table-ref table key default))))))

    (define (store! table key value)
      (hashtable-set! table key value)
      value)

    (define (hashtable-intern! table key default)
      (let ((value (table-ref table key absent)))
        (if (eq? value absent)
            (store! table key (default))
            value)))

    ;; --- whole tables

    ;; The copy is immutable unless the caller asks for another.
    (define hashtable-copy
      (case-lambda
        ((table) (copy table #f))
        ((table mutable?) (copy table mutable?))
        ((table mutable? weakness)
         (let ((new (make "hashtable-copy"
                          (table-hash table)
                          (hashtable-equivalence-function table)
                          #f
                          weakness)))
           (hashtable-merge! new table)
           (if mutable? new (copy new #f))))))

    (define hashtable-clear!
      (case-lambda
        ((table) (clear! table))
        ((table capacity)
         (when capacity
           (check-capacity "hashtable-clear!" capacity))
         (clear! table))))

    (define hashtable-empty-copy
      (case-lambda
        ((table) (table-empty-copy table))
        ((table capacity)
         (unless (boolean? capacity)
           (check-capacity "hashtable-empty-copy" capacity))
         (table-empty-copy table))))

    (define (hashtable-key-list table) (map car (table->alist table)))
    (define (hashtable-value-list table) (map cdr (table->alist table)))
    (define (hashtable-entry-lists table)
      (let ((entries (table->alist table)))
        (values (map car entries) (map cdr entries))))

    (define (hashtable-keys table) (list->vector (hashtable-key-list table)))
    (define (hashtable-values table) (list->vector (hashtable-value-list table)))
    (define (hashtable-entries table)
      (let-values (((keys values-of-keys) (hashtable-entry-lists table)))
        (values (list->vector keys) (list->vector values-of-keys))))

    (define (hashtable-walk table f)
      (for-each (lambda (entry) (f (car entry) (cdr entry))) (table->alist table)))

    (define (hashtable-update-all! table f)
      (hashtable-walk table (lambda (key value) (hashtable-set! table key (f key value)))))

    (define (hashtable-prune! table f)
      (hashtable-walk table
                      (lambda (key value)
                        (when (f key value)
                          (hashtable-delete! table key)))))

    (define (hashtable-merge! table source)
      (hashtable-walk source (lambda (key value) (hashtable-set! table key value)))
      table)

    (define (hashtable-sum table seed f)
      (let loop ((entries (table->alist table)) (acc seed))
        (if (null? entries)
            acc
            (loop (cdr entries) (f (caar entries) (cdar entries) acc)))))

    (define (hashtable-map->lset table f)
      (map (lambda (entry) (f (car entry) (cdr entry))) (table->alist table)))

    (define (hashtable-find table f)
      (let loop ((entries (table->alist table)))
        (cond ((null? entries) (values #f #f #f))
              ((f (caar entries) (cdar entries)) (values (caar entries) (cdar entries) #t))
              (else (loop (cdr entries))))))

    (define (hashtable-empty? table) (zero? (hashtable-size table)))

    (define (hashtable-pop! table)
      (let-values (((key value found?) (hashtable-find table (lambda (key value) #t))))
        (unless found?
          (error "hashtable-pop!: the table is empty" table))
        (hashtable-delete! table key)
        (values key value)))

    (define hashtable-inc!
      (case-lambda
        ((table key) (hashtable-inc! table key 1))
        ((table key n) (hashtable-update! table key (lambda (value) (+ value n)) 0))))
    (define hashtable-dec!
      (case-lambda
        ((table key) (hashtable-inc! table key -1))
        ((table key n) (hashtable-inc! table key (- n)))))

    ;; --- inspection

    (define (hashtable-hash-function table)
      (if (memq (hashtable-equivalence-function table) (list eq? eqv?))
          #f
          (let ((hashing (table-hash table)))
            (if (eq? hashing hash) equal-hash hashing))))

    (define (hashtable-weakness table)
      (case (table-weakness table)
        ((keys) 'weak-key)
        ((values) 'weak-value)
        ((both) 'weak-key-and-value)
        (else #f)))))
