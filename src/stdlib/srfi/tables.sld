;;; Hash tables for the SRFIs: those of (cairn base) for the equivalences that they support, and
;;; custom tables for all others.
;;;
;;; A custom table has buckets by index. The index of a key is an object that is equal? for
;;; equivalent keys: the hash, or for the default comparator, if possible, the key itself. A
;;; bucket is a nonempty association list.

(define-library (cairn tables)
  (export make-table make-comparator-table hash-for table? table-equivalence table-hash
          table-ref table-contains? table-set! table-delete! table-size table-clear!
          table->alist table-copy table-empty-copy table-weakness)
  (import (scheme base)
          (scheme char)
          (cairn comparators)
          (only (cairn base)
                hash string-hash string-ci-hash hash-by-identity filter-map
                make-hash-table hash-table? hash-table-ref/default hash-table-set!
                hash-table-contains? hash-table-delete! hash-table-size hash-table-clear!
                hash-table->alist hash-table-fold hash-table-copy hash-table-equivalence
                hash-table-weakness))
  (begin
    (define-record-type custom-table
      (make-custom same? hash index buckets size)
      custom?
      (same? custom-same?)
      (hash custom-hash)
      (index custom-index)
      (buckets custom-buckets)
      (size custom-size set-custom-size!))

    (define (custom same? hash index)
      (make-custom same? hash index (make-hash-table equal?) 0))

    (define known (list eq? eqv? equal? string=? symbol=? char=? boolean=?))

    ;; The hash function for an equivalence if the program provides none, or #f.
    (define (hash-for same?)
      (cond ((eq? same? string-ci=?) string-ci-hash)
            ((eq? same? =) number-hash)
            ((eq? same? char-ci=?) char-ci-hash)
            ((eq? same? default=?) default-hash)
            (else #f)))

    ;; A table for an equivalence, a hash function or #f, and options, which are symbols. Only
    ;; the tables of (cairn base) can be weak.
    (define (make-table same? hash options)
      (cond ((memq same? known)
             (apply make-hash-table same? (filter-map weakness options)))
            ((eq? same? default=?) (custom same? default-hash default-index))
            ((or hash (hash-for same?)) => (lambda (hash) (custom same? hash hash)))
            (else (error "no hash function is known for the equivalence" same?))))

    (define (weakness option)
      (case option
        ((weak-keys ephemeral-keys) 'weak-keys)
        ((weak-values ephemeral-values) 'weak-values)
        (else #f)))

    (define (make-comparator-table comparator options)
      (make-table (comparator-equality-predicate comparator)
                  (comparator-hash-function comparator)
                  options))

    (define (table? x) (or (hash-table? x) (custom? x)))

    (define (table-equivalence table)
      (if (custom? table)
          (custom-same? table)
          (case (hash-table-equivalence table)
            ((eq?) eq?)
            ((eqv?) eqv?)
            ((string=?) string=?)
            (else equal?))))

    (define (table-hash table)
      (if (custom? table)
          (custom-hash table)
          (case (hash-table-equivalence table)
            ((string=?) string-hash)
            ((eq? eqv?) hash-by-identity)
            (else hash))))

    (define (table-weakness table)
      (and (hash-table? table) (hash-table-weakness table)))

    ;; --- entries

    (define (bucket table index)
      (hash-table-ref/default (custom-buckets table) index '()))

    ;; The entry of a key in a bucket, or #f.
    (define (entry table key bucket)
      (let ((same? (custom-same? table)))
        (let search ((rest bucket))
          (and (pair? rest)
               (let ((entry (car rest)))
                 (if (or (eq? (car entry) key) (same? (car entry) key))
                     entry
                     (search (cdr rest))))))))

    (define (custom-entry table key)
      (entry table key (bucket table ((custom-index table) key))))

    (define (table-ref table key default)
      (if (custom? table)
          (let ((entry (custom-entry table key)))
            (if entry (cdr entry) default))
          (hash-table-ref/default table key default)))

    (define (table-contains? table key)
      (if (custom? table)
          (and (custom-entry table key) #t)
          (hash-table-contains? table key)))

    (define (table-set! table key value)
      (if (custom? table)
          (let* ((index ((custom-index table) key))
                 (bucket (bucket table index))
                 (entry (entry table key bucket)))
            (if entry
                (set-cdr! entry value)
                (begin
                  (hash-table-set! (custom-buckets table) index (cons (cons key value) bucket))
                  (set-custom-size! table (+ (custom-size table) 1)))))
          (hash-table-set! table key value)))

    ;; Whether there was an entry.
    (define (table-delete! table key)
      (if (custom? table)
          (let* ((index ((custom-index table) key))
                 (bucket (bucket table index))
                 (entry (entry table key bucket)))
            (when entry
              (let ((rest (without entry bucket)))
                (if (null? rest)
                    (hash-table-delete! (custom-buckets table) index)
                    (hash-table-set! (custom-buckets table) index rest)))
              (set-custom-size! table (- (custom-size table) 1)))
            (and entry #t))
          (positive? (hash-table-delete! table key))))

    (define (without entry bucket)
      (if (eq? (car bucket) entry)
          (cdr bucket)
          (cons (car bucket) (without entry (cdr bucket)))))

    (define (table-size table)
      (if (custom? table) (custom-size table) (hash-table-size table)))

    (define (table-clear! table)
      (if (custom? table)
          (begin
            (hash-table-clear! (custom-buckets table))
            (set-custom-size! table 0))
          (hash-table-clear! table)))

    ;; A fresh list of fresh pairs.
    (define (table->alist table)
      (if (custom? table)
          (hash-table-fold (lambda (index bucket entries) (copies bucket entries))
                           '()
                           (custom-buckets table))
          (hash-table->alist table)))

    (define (copies bucket tail)
      (if (null? bucket)
          tail
          (cons (cons (caar bucket) (cdar bucket)) (copies (cdr bucket) tail))))

    ;; --- copies

    (define (table-copy table)
      (if (custom? table)
          (let ((copy (table-empty-copy table)))
            (for-each (lambda (entry) (table-set! copy (car entry) (cdr entry)))
                      (table->alist table))
            copy)
          (hash-table-copy table)))

    (define (table-empty-copy table)
      (if (custom? table)
          (custom (custom-same? table) (custom-hash table) (custom-index table))
          (apply make-hash-table
                 (table-equivalence table)
                 (case (hash-table-weakness table)
                   ((keys) '(weak-keys))
                   ((values) '(weak-values))
                   ((both) '(weak-keys weak-values))
                   (else '())))))))
