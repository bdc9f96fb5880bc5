;;; SRFI 69: basic hash tables.

(define-library (srfi 69)
  (export make-hash-table hash-table? alist->hash-table
          hash-table-equivalence-function hash-table-hash-function
          hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete!
          hash-table-exists? hash-table-update! hash-table-update!/default
          hash-table-size hash-table-keys hash-table-values hash-table-walk
          hash-table-fold hash-table->alist hash-table-copy hash-table-merge!
          hash string-hash string-ci-hash hash-by-identity)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) hash string-hash string-ci-hash hash-by-identity)
          (rename (cairn tables)
                  (table? hash-table?)
                  (table-equivalence hash-table-equivalence-function)
                  (table-hash hash-table-hash-function)
                  (table-ref hash-table-ref/default)
                  (table-contains? hash-table-exists?)
                  (table-set! hash-table-set!)
                  (table-delete! hash-table-delete!)
                  (table-size hash-table-size)
                  (table->alist hash-table->alist)))
  (begin
    ;; With an equivalence whose hash function is unknown, all keys have the same hash.
    (define make-hash-table
      (case-lambda
        (() (make-table equal? #f '()))
        ((same?) (make-table same? (or (hash-for same?) constant-hash) '()))
        ((same? hash . more) (make-table same? hash more))))
    (define (constant-hash key . bound) 0)

    (define absent (list 'absent))

    (define hash-table-ref
      (case-lambda
        ((table key)
         (hash-table-ref table key (lambda () (error "hash-table-ref: no entry for key" key))))
        ((table key fail)
         (let ((value (hash-table-ref/default table key absent)))
           (if (eq? value absent) (fail) value)))
        ((table key fail succeed)
         (let ((value (hash-table-ref/default table key absent)))
           (if (eq? value absent) (fail) (succeed value))))))

    (define hash-table-update!
      (case-lambda
        ((table key f)
         (hash-table-set! table key (f (hash-table-ref table key))))
        ((table key f fail)
         (hash-table-set! table key (f (hash-table-ref table key fail))))))

    (define (hash-table-update!/default table key f default)
      (hash-table-set! table key (f (hash-table-ref/default table key default))))

    (define (hash-table-keys table) (map car (hash-table->alist table)))
    (define (hash-table-values table) (map cdr (hash-table->alist table)))

    (define (hash-table-walk table f)
      (for-each (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))

    (define (hash-table-fold table f seed)
      (let loop ((entries (hash-table->alist table)) (acc seed))
        (if (pair? entries)
            (loop (cdr entries) (f (caar entries) (cdar entries) acc))
            acc)))

    (define (alist->hash-table alist . options)
      (let ((table (apply make-hash-table options)))
        (for-each (lambda (entry)
                    (unless (hash-table-exists? table (car entry))
                      (hash-table-set! table (car entry) (cdr entry))))
                  alist)
        table))

    (define (hash-table-copy table . options) (table-copy table))

    (define (hash-table-merge! table other)
      (hash-table-walk other (lambda (key value) (hash-table-set! table key value)))
      table)))
