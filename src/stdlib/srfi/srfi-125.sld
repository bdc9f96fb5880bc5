;;; SRFI 125: intermediate hash tables.
;;;
;;; No table is immutable. Where the SRFI has, or once had, an older order of arguments, both
;;; are accepted.

(define-library (srfi 125)
  (export
    ;; constructors and predicates
    make-hash-table hash-table hash-table-unfold alist->hash-table
    hash-table? hash-table-contains? (rename hash-table-contains? hash-table-exists?)
    hash-table-empty? hash-table=? hash-table-mutable?
    ;; accessors and mutators
    hash-table-ref hash-table-ref/default
    hash-table-set! hash-table-delete! hash-table-intern! hash-table-update!
    hash-table-update!/default hash-table-pop! hash-table-clear!
    ;; the whole table
    hash-table-size hash-table-keys hash-table-values hash-table-entries
    hash-table-find hash-table-count
    hash-table-map hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list
    hash-table-fold hash-table-prune!
    hash-table-copy hash-table-empty-copy hash-table->alist
    ;; sets
    hash-table-union! (rename hash-table-union! hash-table-merge!)
    hash-table-intersection! hash-table-difference! hash-table-xor!
    ;; hash functions and reflectivity
    hash string-hash string-ci-hash hash-by-identity
    hash-table-equivalence-function hash-table-hash-function)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) hash-by-identity)
          (rename (only (srfi 128) comparator? =? default-hash string-hash string-ci-hash)
                  (default-hash hash))
          (rename (cairn tables)
                  (table? hash-table?)
                  (table-contains? hash-table-contains?)
                  (table-ref hash-table-ref/default)
                  (table-size hash-table-size)
                  (table-clear! hash-table-clear!)
                  (table->alist hash-table->alist)
                  (table-empty-copy hash-table-empty-copy)
                  (table-equivalence hash-table-equivalence-function)
                  (table-hash hash-table-hash-function))
          (only (cairn checks) %check-procedure))
  (begin
    ;; --- constructors

    (define (make-hash-table same? . options)
      (cond ((comparator? same?) (make-comparator-table same? options))
            ((not (procedure? same?))
             (error "make-hash-table: expected a comparator or an equivalence, got" same?))
            ((and (pair? options) (procedure? (car options)))
             (make-table same? (car options) (cdr options)))
            (else (make-table same? #f options))))

    (define (hash-table comparator . keys+values)
      (let ((table (make-hash-table comparator)))
        (set-all! "hash-table" table keys+values)
        table))

    (define (hash-table-unfold stop? mapper successor seed . options)
      (let ((table (apply make-hash-table options)))
        (let loop ((seed seed))
          (if (stop? seed)
              table
              (let-values (((key value) (mapper seed)))
                (table-set! table key value)
                (loop (successor seed)))))))

    (define (alist->hash-table alist . options)
      (let ((table (apply make-hash-table options)))
        (for-each (lambda (entry)
                    (unless (hash-table-contains? table (car entry))
                      (table-set! table (car entry) (cdr entry))))
                  alist)
        table))

    ;; --- predicates

    (define (hash-table-empty? table) (zero? (hash-table-size table)))

    (define (hash-table-mutable? table)
      (hash-table-size table)           ; an error if it is no table
      #t)

    (define (hash-table=? comparator a b)
      (and (= (hash-table-size a) (hash-table-size b))
           (let loop ((entries (hash-table->alist a)))
             (or (null? entries)
                 (let ((value (hash-table-ref/default b (caar entries) absent)))
                   (and (not (eq? value absent))
                        (=? comparator (cdar entries) value)
                        (loop (cdr entries))))))))

    ;; --- accessors and mutators

    (define absent (list 'absent))

    (define (no-entry who key)
      (error (string-append who ": no entry for key") key))

    (define hash-table-ref
      (case-lambda
        ((table key)
         (let ((value (hash-table-ref/default table key absent)))
           (if (eq? value absent) (no-entry "hash-table-ref" key) value)))
        ((table key failure)
         (let ((value (hash-table-ref/default table key absent)))
           (if (eq? value absent) (failure) value)))
        ((table key failure success)
         (let ((value (hash-table-ref/default table key absent)))
           (if (eq? value absent) (failure) (success value))))))

    (define hash-table-set!
      (case-lambda
        ((table key value) (table-set! table key value))
        ((table . keys+values) (set-all! "hash-table-set!" table keys+values))))

    (define (set-all! who table keys+values)
      (unless (null? keys+values)
        (when (null? (cdr keys+values))
          (error (string-append who ": no value for the last key") (car keys+values)))
        (table-set! table (car keys+values) (cadr keys+values))
        (set-all! who table (cddr keys+values))))

    (define (hash-table-delete! table . keys)
      (let loop ((keys keys) (deleted 0))
        (cond ((null? keys) deleted)
              ((table-delete! table (car keys)) (loop (cdr keys) (+ deleted 1)))
              (else (loop (cdr keys) deleted)))))

    (define (hash-table-intern! table key failure)
      (hash-table-ref table
                      key
                      (lambda ()
                        (let ((value (failure)))
                          (table-set! table key value)
                          value))))

    (define hash-table-update!
      (case-lambda
        ((table key updater)
         (hash-table-update! table key updater (lambda () (no-entry "hash-table-update!" key))))
        ((table key updater failure)
         (table-set! table key (updater (hash-table-ref table key failure))))
        ((table key updater failure success)
         (table-set! table key (updater (hash-table-ref table key failure success))))))

    (define (hash-table-update!/default table key updater default)
      (table-set! table key (updater (hash-table-ref/default table key default))))

    (define (hash-table-pop! table)
      (let ((entries (hash-table->alist table)))
        (when (null? entries)
          (error "hash-table-pop!: the table is empty" table))
        (table-delete! table (caar entries))
        (values (caar entries) (cdar entries))))

    ;; --- the whole table

    (define (hash-table-keys table) (map car (hash-table->alist table)))
    (define (hash-table-values table) (map cdr (hash-table->alist table)))

    (define (hash-table-entries table)
      (let ((entries (hash-table->alist table)))
        (values (map car entries) (map cdr entries))))

    (define (hash-table-find f table failure)
      (if (and (hash-table? f) (procedure? table))
          (hash-table-find table f failure)
          (let loop ((entries (hash-table->alist table)))
            (if (null? entries)
                (failure)
                (or (f (caar entries) (cdar entries))
                    (loop (cdr entries)))))))

    (define (hash-table-count f table)
      (if (and (hash-table? f) (procedure? table))
          (hash-table-count table f)
          (begin
            (%check-procedure 'hash-table-count f)
            (hash-table-fold (lambda (key value n) (if (f key value) (+ n 1) n)) 0 table))))

    (define (hash-table-fold f seed table)
      (if (and (hash-table? f) (procedure? seed))
          (hash-table-fold seed table f)
          (let loop ((entries (hash-table->alist table)) (acc (begin (%check-procedure 'hash-table-fold f) seed)))
            (if (null? entries)
                acc
                (loop (cdr entries) (f (caar entries) (cdar entries) acc))))))

    (define (hash-table-for-each f table)
      (if (and (hash-table? f) (procedure? table))
          (hash-table-for-each table f)
          (begin
            (%check-procedure 'hash-table-for-each f)
            (for-each (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))))
    (define (hash-table-walk table f) (hash-table-for-each f table))

    (define (hash-table-map f comparator table)
      (let ((result (make-hash-table comparator)))
        (hash-table-for-each (lambda (key value) (table-set! result key (f value))) table)
        result))

    (define (hash-table-map! f table)
      (%check-procedure 'hash-table-map! f)
      (hash-table-for-each (lambda (key value) (table-set! table key (f key value))) table))

    (define (hash-table-map->list f table)
      (map (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))

    (define (hash-table-prune! f table)
      (hash-table-for-each (lambda (key value)
                             (when (f key value)
                               (table-delete! table key)))
                           table))

    (define (hash-table-copy table . mutable?) (table-copy table))

    ;; --- sets

    (define (hash-table-union! a b)
      (hash-table-for-each (lambda (key value)
                             (unless (hash-table-contains? a key)
                               (table-set! a key value)))
                           b)
      a)

    (define (hash-table-intersection! a b)
      (hash-table-prune! (lambda (key value) (not (hash-table-contains? b key))) a)
      a)

    (define (hash-table-difference! a b)
      (hash-table-prune! (lambda (key value) (hash-table-contains? b key)) a)
      a)

    (define (hash-table-xor! a b)
      (hash-table-for-each (lambda (key value)
                             (unless (table-delete! a key)
                               (table-set! a key value)))
                           b)
      a)))
