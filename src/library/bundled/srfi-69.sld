;;; SRFI 69: basic hash tables.
;;;
;;; Tables of eq?, eqv?, equal? and string=? are those of (cairn base). A table of
;;; another equivalence is a record: its procedures, the number of its keys, and a
;;; table from hashes to association lists.

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
          (scheme char)
          (only (cairn base) hash string-hash string-ci-hash hash-by-identity)
          (prefix (only (cairn base)
                        make-hash-table hash-table? hash-table-ref/default hash-table-set!
                        hash-table-delete! hash-table-size hash-table->alist
                        hash-table-copy hash-table-equivalence)
                  base:))
  (begin
    (define-record-type custom-table
      (make-custom same? hash buckets size)
      custom?
      (same? custom-same?)
      (hash custom-hash)
      (buckets custom-buckets)
      (size custom-size set-custom-size!))

    ;; The hash function for an equivalence when the program gives none.
    (define (default-hash same?)
      (cond ((eq? same? string-ci=?) string-ci-hash)
            ((eq? same? =) (lambda (n . bound) (hash (inexact n))))
            ((eq? same? char-ci=?) (lambda (c . bound) (hash (char-foldcase c))))
            (else (lambda (key . bound) 0))))

    (define known (list eq? eqv? equal? string=? symbol=? char=? boolean=?))

    (define make-hash-table
      (case-lambda
        (() (base:make-hash-table))
        ((same?)
         (if (memq same? known)
             (base:make-hash-table same?)
             (make-hash-table same? (default-hash same?))))
        ((same? hash . more)
         (if (memq same? known)
             (base:make-hash-table same?)
             (make-custom same? hash (base:make-hash-table eqv?) 0)))))

    (define (hash-table? x) (or (base:hash-table? x) (custom? x)))

    (define (hash-table-equivalence-function table)
      (if (custom? table)
          (custom-same? table)
          (case (base:hash-table-equivalence table)
            ((eq?) eq?)
            ((eqv?) eqv?)
            ((string=?) string=?)
            (else equal?))))

    (define (hash-table-hash-function table)
      (if (custom? table)
          (custom-hash table)
          (case (base:hash-table-equivalence table)
            ((string=?) string-hash)
            ((eq? eqv?) hash-by-identity)
            (else hash))))

    ;; The number of the bucket in which a key of a custom table is, and the entry.
    (define (bucket-number table key) ((custom-hash table) key))
    (define (bucket table number) (base:hash-table-ref/default (custom-buckets table) number '()))
    (define (custom-entry table key)
      (assoc key (bucket table (bucket-number table key)) (custom-same? table)))

    (define absent (list 'absent))

    (define (hash-table-ref/default table key default)
      (if (custom? table)
          (let ((entry (custom-entry table key)))
            (if entry (cdr entry) default))
          (base:hash-table-ref/default table key default)))

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

    (define (hash-table-exists? table key)
      (not (eq? (hash-table-ref/default table key absent) absent)))

    (define (hash-table-set! table key value)
      (if (custom? table)
          (let* ((number (bucket-number table key))
                 (entries (bucket table number))
                 (entry (assoc key entries (custom-same? table))))
            (if entry
                (set-cdr! entry value)
                (begin
                  (base:hash-table-set! (custom-buckets table) number (cons (cons key value) entries))
                  (set-custom-size! table (+ (custom-size table) 1)))))
          (base:hash-table-set! table key value)))

    (define (hash-table-delete! table key)
      (if (custom? table)
          (let* ((number (bucket-number table key))
                 (entries (bucket table number))
                 (entry (assoc key entries (custom-same? table))))
            (when entry
              (base:hash-table-set! (custom-buckets table) number (without entry entries))
              (set-custom-size! table (- (custom-size table) 1))))
          (base:hash-table-delete! table key)))

    (define (without entry entries)
      (if (eq? (car entries) entry)
          (cdr entries)
          (cons (car entries) (without entry (cdr entries)))))

    (define hash-table-update!
      (case-lambda
        ((table key f)
         (hash-table-set! table key (f (hash-table-ref table key))))
        ((table key f fail)
         (hash-table-set! table key (f (hash-table-ref table key fail))))))

    (define (hash-table-update!/default table key f default)
      (hash-table-set! table key (f (hash-table-ref/default table key default))))

    (define (hash-table-size table)
      (if (custom? table) (custom-size table) (base:hash-table-size table)))

    (define (hash-table->alist table)
      (if (custom? table)
          (apply append
                 (map (lambda (numbered)
                        (map (lambda (entry) (cons (car entry) (cdr entry))) (cdr numbered)))
                      (base:hash-table->alist (custom-buckets table))))
          (base:hash-table->alist table)))

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

    (define (hash-table-copy table . options)
      (if (custom? table)
          (hash-table-merge! (make-hash-table (custom-same? table) (custom-hash table)) table)
          (base:hash-table-copy table)))

    (define (hash-table-merge! table other)
      (hash-table-walk other (lambda (key value) (hash-table-set! table key value)))
      table)))
