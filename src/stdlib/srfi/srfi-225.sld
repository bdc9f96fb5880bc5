;;; SRFI 225: dictionaries. A dictionary type object says how dictionaries of a type are searched and changed.
;;;
;;; A changed association list has the new association at its beginning, where it hides the old one. The objects for lists
;;; are also called eqv-alist-dto and equal-alist-dto.

(define-library (srfi 225)
  (export
    ;; predicates and look-up
    dictionary? dict-empty? dict-contains? dict=? dict-pure? dict-ref dict-ref/default
    dict-comparator
    ;; updates
    dict-set! dict-adjoin! dict-delete! dict-delete-all! dict-replace! dict-intern!
    dict-update! dict-update/default! dict-pop! dict-map dict-filter dict-remove
    dict-find-update!
    ;; the whole dictionary
    dict-size dict-count dict-any dict-every dict-keys dict-values dict-entries dict-fold
    dict-map->list dict->alist dict-for-each dict->generator
    dict-set!-accumulator dict-adjoin!-accumulator
    ;; type objects
    dto? make-dto dto make-alist-dto dto-ref
    srfi-69-dto hash-table-dto srfi-126-dto mapping-dto hash-mapping-dto
    alist-eqv-dto alist-equal-dto
    (rename alist-eqv-dto eqv-alist-dto) (rename alist-equal-dto equal-alist-dto)
    ;; errors
    dictionary-error dictionary-error? dictionary-message dictionary-irritants
    ;; names of procedures
    dictionary?-id dict-empty?-id dict-contains?-id dict=?-id dict-pure?-id dict-ref-id
    dict-ref/default-id dict-comparator-id dict-set!-id dict-adjoin!-id dict-delete!-id
    dict-delete-all!-id dict-replace!-id dict-intern!-id dict-update!-id
    dict-update/default!-id dict-pop!-id dict-map-id dict-filter-id dict-remove-id
    dict-find-update!-id dict-size-id dict-count-id dict-any-id dict-every-id dict-keys-id
    dict-values-id dict-entries-id dict-fold-id dict-map->list-id dict->alist-id
    dict-for-each-id dict->generator-id dict-set!-accumulator-id dict-adjoin!-accumulator-id)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 128) make-comparator comparator-ordered? <=? >=?)
          (prefix (srfi 125) table:)
          (prefix (srfi 126) r6:)
          (srfi 146)
          (srfi 146 hash)
          (only (cairn checks) %check-procedure))
  (begin
    ;; --- errors

    (define-record-type dictionary-error
      (make-error message irritants)
      dictionary-error?
      (message dictionary-message)
      (irritants dictionary-irritants))
    (define (dictionary-error message . irritants) (make-error message irritants))

    ;; --- type objects

    ;; A type object has a vector of procedures; a proc-id is an index.
    (define-record-type dictionary-type
      (make-type procedures)
      dto?
      (procedures procedures))

    (define defaults '#())

    (define (define-default! name default)
      (let ((id (vector-length defaults)))
        (set! defaults
              (vector-append defaults
                             (vector (or default
                                         (lambda (dto . arguments)
                                           (raise (dictionary-error
                                                   (string-append (symbol->string name)
                                                                  ": this type of dictionary has no such procedure")
                                                   dto)))))))
        id))

    (define (make-dto . ids+procedures)
      (let ((all (vector-copy defaults)))
        (let loop ((rest ids+procedures))
          (cond ((null? rest) (make-type all))
                ((null? (cdr rest)) (error "make-dto: no procedure for the last id" (car rest)))
                (else
                 (%check-procedure 'make-dto (cadr rest))
                 (vector-set! all (car rest) (cadr rest))
                 (loop (cddr rest)))))))

    (define-syntax dto
      (syntax-rules ()
        ((_ (id procedure) ...) (apply make-dto (append (list id procedure) ...)))))

    (define (dto-ref dto id) (vector-ref (procedures dto) id))

    ;; Defines procedures that call those of the type object, and their ids. A default may use any of them.
    (define-syntax define-generic
      (syntax-rules ()
        ((_ (name id default) ...)
         (begin
           (define-values (id ...) (values (define-default! 'name default) ...))
           (define (name dto . arguments)
             (apply (dto-ref dto id) dto arguments))
           ...))))

    (define (no-value who key) (error (string-append who ": no value for the key") key))

    (define-generic
      ;; Those without a default are needed for all the others.
      (dictionary? dictionary?-id #f)
      (dict-find-update! dict-find-update!-id #f)
      (dict-comparator dict-comparator-id #f)
      (dict-map dict-map-id #f)
      (dict-pure? dict-pure?-id #f)
      (dict-size dict-size-id #f)

      (dict-empty? dict-empty?-id (lambda (dto dict) (zero? (dict-size dto dict))))
      (dict-contains? dict-contains?-id
        (lambda (dto dict key) (dict-ref dto dict key (lambda () #f) (lambda (value) #t))))
      (dict=? dict=?-id
        ;; An association may hide others with its key.
        (lambda (dto same? a b)
          (and (dict-every dto
                           (lambda (key value)
                             (dict-ref dto b key
                                       (lambda () #f)
                                       (lambda (other) (same? (dict-ref dto a key) other))))
                           a)
               (dict-every dto (lambda (key value) (dict-contains? dto a key)) b))))
      (dict-ref dict-ref-id
        (case-lambda
          ((dto dict key) (dict-ref dto dict key (lambda () (no-value "dict-ref" key))))
          ((dto dict key failure) (dict-ref dto dict key failure values))
          ((dto dict key failure success)
           (dict-find-update! dto
                              dict
                              key
                              (lambda (insert ignore) (failure))
                              (lambda (key value update delete) (success value))))))
      (dict-ref/default dict-ref/default-id
        (lambda (dto dict key default) (dict-ref dto dict key (lambda () default))))

      (dict-set! dict-set!-id
        (lambda (dto dict . keys+values)
          (fold-pairs "dict-set!"
                      (lambda (dict key value)
                        (dict-find-update! dto
                                           dict
                                           key
                                           (lambda (insert ignore) (insert value))
                                           (lambda (key old update delete) (update key value))))
                      dict
                      keys+values)))
      (dict-adjoin! dict-adjoin!-id
        (lambda (dto dict . keys+values)
          (fold-pairs "dict-adjoin!"
                      (lambda (dict key value)
                        (dict-find-update! dto
                                           dict
                                           key
                                           (lambda (insert ignore) (insert value))
                                           (lambda (key old update delete) dict)))
                      dict
                      keys+values)))
      (dict-delete! dict-delete!-id (lambda (dto dict . keys) (dict-delete-all! dto dict keys)))
      (dict-delete-all! dict-delete-all!-id
        (lambda (dto dict keys)
          (if (null? keys)
              dict
              (dict-delete-all! dto
                                (dict-find-update! dto
                                                   dict
                                                   (car keys)
                                                   (lambda (insert ignore) (ignore))
                                                   (lambda (key value update delete) (delete)))
                                (cdr keys)))))
      (dict-replace! dict-replace!-id
        (lambda (dto dict key value)
          (dict-find-update! dto
                             dict
                             key
                             (lambda (insert ignore) (ignore))
                             (lambda (key old update delete) (update key value)))))
      (dict-intern! dict-intern!-id
        (lambda (dto dict key failure)
          (dict-find-update! dto
                             dict
                             key
                             (lambda (insert ignore)
                               (let ((value (failure))) (values (insert value) value)))
                             (lambda (key value update delete) (values dict value)))))
      (dict-update! dict-update!-id
        (case-lambda
          ((dto dict key updater)
           (dict-update! dto dict key updater (lambda () (no-value "dict-update!" key))))
          ((dto dict key updater failure) (dict-update! dto dict key updater failure values))
          ((dto dict key updater failure success)
           (dict-find-update! dto
                              dict
                              key
                              (lambda (insert ignore) (insert (updater (failure))))
                              (lambda (key value update delete)
                                (update key (updater (success value))))))))
      (dict-update/default! dict-update/default!-id
        (lambda (dto dict key updater default)
          (dict-update! dto dict key updater (lambda () default))))
      (dict-pop! dict-pop!-id
        (lambda (dto dict)
          (let ((first (call-with-current-continuation
                        (lambda (return)
                          (dict-for-each dto (lambda (key value) (return (cons key value))) dict)
                          #f))))
            (unless first (error "dict-pop!: the dictionary is empty" dict))
            (values (dict-delete! dto dict (car first)) (car first) (cdr first)))))
      (dict-filter dict-filter-id
        (lambda (dto pred dict)
          (%check-procedure 'dict-filter pred)
          (dict-remove dto (lambda (key value) (not (pred key value))) dict)))

      (dict-remove dict-remove-id
        (lambda (dto pred dict)
          (%check-procedure 'dict-remove pred)
          (dict-delete-all! dto
                            dict
                            (dict-fold dto
                                       (lambda (key value keys) (if (pred key value) (cons key keys) keys))
                                       '()
                                       dict))))

      (dict-for-each dict-for-each-id
        (lambda (dto proc dict . bounds)
          (%check-procedure 'dict-for-each proc)
          (let ((proc (within dto dict proc bounds)))
            (dict-map dto (lambda (key value) (proc key value) value) dict)
            #t)))
      (dict-fold dict-fold-id
        (lambda (dto proc knil dict)
          (%check-procedure 'dict-fold proc)
          (dict-for-each dto (lambda (key value) (set! knil (proc key value knil))) dict)
          knil))
      (dict-count dict-count-id
        (lambda (dto pred dict)
          (%check-procedure 'dict-count pred)
          (dict-fold dto (lambda (key value n) (if (pred key value) (+ n 1) n)) 0 dict)))
      (dict-any dict-any-id
        (lambda (dto pred dict)
          (%check-procedure 'dict-any pred)
          (call-with-current-continuation
           (lambda (return)
             (dict-for-each dto
                            (lambda (key value)
                              (let ((found (pred key value)))
                                (when found (return found))))
                            dict)
             #f))))
      (dict-every dict-every-id
        (lambda (dto pred dict)
          (%check-procedure 'dict-every pred)
          (call-with-current-continuation
           (lambda (return)
             (dict-fold dto
                        (lambda (key value last) (or (pred key value) (return #f)))
                        #t
                        dict)))))
      (dict-map->list dict-map->list-id
        (lambda (dto proc dict)
          (%check-procedure 'dict-map->list proc)
          (reverse (dict-fold dto (lambda (key value list) (cons (proc key value) list)) '() dict))))
      (dict-keys dict-keys-id
        (lambda (dto dict) (dict-map->list dto (lambda (key value) key) dict)))
      (dict-values dict-values-id
        (lambda (dto dict) (dict-map->list dto (lambda (key value) value) dict)))
      (dict-entries dict-entries-id
        (lambda (dto dict)
          (let ((all (dict->alist dto dict))) (values (map car all) (map cdr all)))))
      (dict->alist dict->alist-id (lambda (dto dict) (dict-map->list dto cons dict)))
      (dict->generator dict->generator-id
        (lambda (dto dict . bounds)
          (let ((rest '()))
            (apply dict-for-each
                   dto
                   (lambda (key value) (set! rest (cons (cons key value) rest)))
                   dict
                   bounds)
            (set! rest (reverse rest))
            (lambda ()
              (if (null? rest)
                  (eof-object)
                  (let ((entry (car rest)))
                    (set! rest (cdr rest))
                    entry))))))
      (dict-set!-accumulator dict-set!-accumulator-id
        (lambda (dto dict) (accumulator dict-set! dto dict)))
      (dict-adjoin!-accumulator dict-adjoin!-accumulator-id
        (lambda (dto dict) (accumulator dict-adjoin! dto dict))))

    ;; A procedure for those associations of an ordered dictionary whose keys are between the bounds: a list of a least key
    ;; and perhaps a greatest one.
    (define (within dto dict proc bounds)
      (if (null? bounds)
          proc
          (let ((comparator (dict-comparator dto dict)))
            (unless (and comparator (comparator-ordered? comparator))
              (raise (dictionary-error "dict-for-each: this type of dictionary has no order" dict)))
            (lambda (key value)
              (when (and (>=? comparator key (car bounds))
                         (or (null? (cdr bounds)) (<=? comparator key (cadr bounds))))
                (proc key value))))))

    (define (accumulator add dto dict)
      (lambda (entry)
        (if (eof-object? entry)
            dict
            (set! dict (add dto dict (car entry) (cdr entry))))))

    (define (fold-pairs who f dict keys+values)
      (cond ((null? keys+values) dict)
            ((null? (cdr keys+values))
             (error (string-append who ": no value for the last key") (car keys+values)))
            (else
             (fold-pairs who
                         f
                         (f dict (car keys+values) (cadr keys+values))
                         (cddr keys+values)))))

    ;; --- the types that there are

    ;; A type whose `ref` calls one of two procedures, the second with key and value; `set` and `delete` return what the
    ;; dictionary is then, and so do `map` and `remove`.
    (define (type type? pure? ref set delete each map remove size comparator)
      (dto (dictionary?-id (lambda (dto x) (type? x)))
           (dict-pure?-id (lambda (dto dict) pure?))
           (dict-find-update!-id
             (lambda (dto dict key failure success)
               (ref dict
                    key
                    (lambda ()
                      (failure (lambda (value) (set dict key value)) (lambda () dict)))
                    (lambda (key value)
                      (success key
                               value
                               (lambda (new-key value)
                                 (set (if (eqv? key new-key) dict (delete dict key)) new-key value))
                               (lambda () (delete dict key)))))))
           (dict-for-each-id
             (lambda (dto proc dict . bounds)
               (%check-procedure 'dict-for-each proc)
               (each (within dto dict proc bounds) dict)
               #t))
           (dict-map-id (lambda (dto proc dict) (%check-procedure 'dict-map proc) (map proc dict)))
           (dict-remove-id
             (lambda (dto pred dict) (%check-procedure 'dict-remove pred) (remove pred dict)))
           (dict-size-id (lambda (dto dict) (size dict)))
           (dict-comparator-id (lambda (dto dict) (comparator dict)))))

    (define (any? x) #t)

    (define (make-alist-dto same?)
      (%check-procedure 'make-alist-dto same?)
      (type (lambda (x) (or (null? x) (and (pair? x) (pair? (car x)))))
            #t
            (lambda (list key failure success)
              (let loop ((rest list))
                (cond ((null? rest) (failure))
                      ((same? key (caar rest)) (success (caar rest) (cdar rest)))
                      (else (loop (cdr rest))))))
            (lambda (list key value) (cons (cons key value) list))
            (lambda (list key)
              (let loop ((rest list))
                (if (same? key (caar rest)) (cdr rest) (cons (car rest) (loop (cdr rest))))))
            (lambda (proc list) (for-each (lambda (entry) (proc (car entry) (cdr entry))) list))
            (lambda (proc list)
              (map (lambda (entry) (cons (car entry) (proc (car entry) (cdr entry)))) list))
            (lambda (pred list)
              (let loop ((rest list))
                (cond ((null? rest) '())
                      ((pred (caar rest) (cdar rest)) (loop (cdr rest)))
                      (else (cons (car rest) (loop (cdr rest)))))))
            length
            (lambda (list) (make-comparator any? same? #f #f))))
    (define alist-eqv-dto (make-alist-dto eqv?))
    (define alist-equal-dto (make-alist-dto equal?))

    (define hash-table-dto
      (type table:hash-table?
            #f
            (lambda (table key failure success)
              (table:hash-table-ref table key failure (lambda (value) (success key value))))
            (lambda (table key value) (table:hash-table-set! table key value) table)
            (lambda (table key) (table:hash-table-delete! table key) table)
            table:hash-table-for-each
            (lambda (proc table) (table:hash-table-map! proc table) table)
            (lambda (pred table) (table:hash-table-prune! pred table) table)
            table:hash-table-size
            (lambda (table)
              (make-comparator any?
                               (table:hash-table-equivalence-function table)
                               #f
                               (table:hash-table-hash-function table)))))
    ;; The tables of both SRFIs are the same.
    (define srfi-69-dto hash-table-dto)

    (define srfi-126-dto
      (let ((none (list 'none)))
        (type r6:hashtable?
              #f
              (lambda (table key failure success)
                (let ((value (r6:hashtable-ref table key none)))
                  (if (eq? value none) (failure) (success key value))))
              (lambda (table key value) (r6:hashtable-set! table key value) table)
              (lambda (table key) (r6:hashtable-delete! table key) table)
              (lambda (proc table) (r6:hashtable-walk table proc))
              (lambda (proc table) (r6:hashtable-update-all! table proc) table)
              (lambda (pred table) (r6:hashtable-prune! table pred) table)
              r6:hashtable-size
              (lambda (table)
                (make-comparator any?
                                 (r6:hashtable-equivalence-function table)
                                 #f
                                 (r6:hashtable-hash-function table))))))

    (define mapping-dto
      (type mapping?
            #t
            (lambda (m key failure success)
              (mapping-ref m key failure (lambda (value) (success key value))))
            mapping-set
            mapping-delete
            mapping-for-each
            (lambda (proc m)
              (mapping-map (lambda (key value) (values key (proc key value)))
                           (mapping-key-comparator m)
                           m))
            mapping-remove
            mapping-size
            mapping-key-comparator))

    (define hash-mapping-dto
      (type hashmap?
            #t
            (lambda (m key failure success)
              (hashmap-ref m key failure (lambda (value) (success key value))))
            hashmap-set
            hashmap-delete
            hashmap-for-each
            (lambda (proc m)
              (hashmap-map (lambda (key value) (values key (proc key value)))
                           (hashmap-key-comparator m)
                           m))
            hashmap-remove
            hashmap-size
            hashmap-key-comparator))))
