;;; SRFI 250: hash tables in the order of insertion. They are not the tables of the other libraries.
;;;
;;; The associations are in two vectors, of keys and of values, in the order of insertion; an index maps
;;; each key to its place. A deleted association leaves a hole, which is closed when the vectors are full.
;;; A cursor is a place, or -1 at the end. Procedures that take keys and values check that each key has one
;;; before they change anything.

(define-library (srfi 250)
  (export
    make-hash-table (rename prefilled hash-table) hash-table-unfold alist->hash-table
    hash-table? hash-table-contains? hash-table-empty? hash-table-mutable?
    hash-table-ref hash-table-ref/default hash-table-comparator
    hash-table-add! hash-table-replace! hash-table-set! hash-table-delete! hash-table-intern!
    hash-table-update! hash-table-update!/default hash-table-pop! hash-table-clear!
    hash-table-size hash-table= hash-table-find hash-table-count
    hash-table-keys hash-table-values hash-table-entries
    hash-table-cursor-first hash-table-cursor-last hash-table-cursor-for-key
    hash-table-cursor-next hash-table-cursor-previous hash-table-cursor-key
    hash-table-cursor-value hash-table-cursor-key+value hash-table-cursor-value-set!
    hash-table-cursor-at-end?
    hash-table-map hash-table-map! hash-table-for-each hash-table-map->list
    hash-table-fold hash-table-fold-left hash-table-fold-right hash-table-prune!
    hash-table-copy hash-table-empty-copy hash-table->alist
    hash-table-union! hash-table-intersection! hash-table-difference! hash-table-xor!)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 128) comparator? comparator-hashable?)
          (cairn tables)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type <hash-table>
      (make comparator mutable? index size end keys vals)
      hash-table?
      (comparator comparator-of)
      (mutable? mutable-table?)
      (index index)
      (size size set-size!)
      (end end set-end!)                ; the place after the last association
      (keys keys set-keys!)
      (vals vals set-vals!))

    (define hole (list 'hole))

    (define (fail who what . irritants)
      (apply error (string-append who ": " what) irritants))

    (define (check who table)
      (unless (hash-table? table) (fail who "expected a hash table, got" table)))

    (define (check-mutable who table)
      (check who table)
      (unless (mutable-table? table) (fail who "the hash table is immutable:" table)))

    (define (check-pairs who keys+values)
      (let loop ((rest keys+values))
        (unless (null? rest)
          (when (null? (cdr rest)) (fail who "no value for the last key" (car rest)))
          (loop (cddr rest)))))

    ;; --- places

    ;; The place of a key, or -1.
    (define (place table key) (table-ref (index table) key -1))

    (define (new-table who comparator capacity)
      (unless (and (comparator? comparator) (comparator-hashable? comparator))
        (fail who "expected a comparator with a hash function, got" comparator))
      (unless (and (exact-integer? capacity) (>= capacity 0))
        (fail who "expected a capacity, got" capacity))
      (make comparator #t (make-comparator-table comparator '()) 0 0
            (make-vector capacity hole) (make-vector capacity #f)))

    ;; Moves the associations to the beginning of vectors of this length.
    (define (move! table length)
      (let ((from-keys (keys table)) (from-vals (vals table)) (last (end table))
            (to-keys (make-vector length hole)) (to-vals (make-vector length #f)))
        (let loop ((from 0) (to 0))
          (cond ((= from last)
                 (set-keys! table to-keys)
                 (set-vals! table to-vals)
                 (set-end! table to))
                ((eq? (vector-ref from-keys from) hole) (loop (+ from 1) to))
                (else
                 (let ((key (vector-ref from-keys from)))
                   (vector-set! to-keys to key)
                   (vector-set! to-vals to (vector-ref from-vals from))
                   (unless (= from to) (table-set! (index table) key to))
                   (loop (+ from 1) (+ to 1))))))))

    (define (append! table key value)
      (when (= (end table) (vector-length (keys table)))
        (move! table (+ 8 (quotient (* 3 (size table)) 2))))
      (let ((at (end table)))
        (table-set! (index table) key at)
        (vector-set! (keys table) at key)
        (vector-set! (vals table) at value)
        (set-end! table (+ at 1))
        (set-size! table (+ (size table) 1))))

    (define (put! table key value)
      (let ((at (place table key)))
        (if (< at 0)
            (append! table key value)
            (vector-set! (vals table) at value))))

    (define (remove-at! table at)
      (table-delete! (index table) (vector-ref (keys table) at))
      (vector-set! (keys table) at hole)
      (vector-set! (vals table) at #f)
      (set-size! table (- (size table) 1))
      (let loop ((last (end table)))
        (if (and (> last 0) (eq? (vector-ref (keys table) (- last 1)) hole))
            (loop (- last 1))
            (set-end! table last))))

    (define (remove! table key)
      (let ((at (place table key)))
        (and (>= at 0)
             (begin (remove-at! table at) #t))))

    ;; The first place from this one on, or this one backwards, that is no hole; or -1.
    (define (forwards table at)
      (cond ((>= at (end table)) -1)
            ((eq? (vector-ref (keys table) at) hole) (forwards table (+ at 1)))
            (else at)))
    (define (backwards table at)
      (cond ((< at 0) -1)
            ((eq? (vector-ref (keys table) at) hole) (backwards table (- at 1)))
            (else at)))

    ;; --- constructors

    (define make-hash-table
      (case-lambda
        ((comparator) (new-table "make-hash-table" comparator 0))
        ((comparator capacity) (new-table "make-hash-table" comparator capacity))))

    (define (prefilled comparator . keys+values)
      (let ((table (new-table "hash-table" comparator 0)))
        (check-pairs "hash-table" keys+values)
        (put-all! table keys+values)
        table))

    (define (put-all! table keys+values)
      (unless (null? keys+values)
        (put! table (car keys+values) (cadr keys+values))
        (put-all! table (cddr keys+values))))

    (define hash-table-unfold
      (case-lambda
        ((stop? mapper successor seed comparator)
         (hash-table-unfold stop? mapper successor seed comparator 0))
        ((stop? mapper successor seed comparator capacity)
         (%check-procedure 'hash-table-unfold stop?)
         (%check-procedure 'hash-table-unfold mapper)
         (%check-procedure 'hash-table-unfold successor)
         (let ((table (new-table "hash-table-unfold" comparator capacity)))
           (let loop ((seed seed))
             (if (stop? seed)
                 table
                 (let-values (((key value) (mapper seed)))
                   (put! table key value)
                   (loop (successor seed)))))))))

    (define alist->hash-table
      (case-lambda
        ((alist comparator) (alist->hash-table alist comparator 0))
        ((alist comparator capacity)
         (let ((table (new-table "alist->hash-table" comparator capacity)))
           (for-each (lambda (entry) (put! table (car entry) (cdr entry))) (reverse alist))
           table))))

    ;; --- predicates and accessors

    (define (hash-table-contains? table key)
      (check "hash-table-contains?" table)
      (>= (place table key) 0))

    (define (hash-table-empty? table)
      (check "hash-table-empty?" table)
      (zero? (size table)))

    (define (hash-table-mutable? table)
      (check "hash-table-mutable?" table)
      (mutable-table? table))

    (define (hash-table-size table)
      (check "hash-table-size" table)
      (size table))

    (define (hash-table-comparator table)
      (check "hash-table-comparator" table)
      (comparator-of table))

    (define (reference who table key failure success)
      (check who table)
      (let ((at (place table key)))
        (cond ((>= at 0) (success (vector-ref (vals table) at)))
              (failure (failure))
              (else (fail who "no association for key" key)))))

    (define hash-table-ref
      (case-lambda
        ((table key) (reference "hash-table-ref" table key #f values))
        ((table key failure) (hash-table-ref table key failure values))
        ((table key failure success)
         (when failure (%check-procedure 'hash-table-ref failure))
         (%check-procedure 'hash-table-ref success)
         (reference "hash-table-ref" table key failure success))))

    (define (hash-table-ref/default table key default)
      (check "hash-table-ref/default" table)
      (let ((at (place table key)))
        (if (< at 0) default (vector-ref (vals table) at))))

    ;; --- mutators

    ;; (define-setter (name table key value) body): a procedure of a table, and of keys and values in turn.
    (define-syntax define-setter
      (syntax-rules ()
        ((_ (name table key value) body)
         (define (name table . keys+values)
           (check-mutable (symbol->string 'name) table)
           (check-pairs (symbol->string 'name) keys+values)
           (let loop ((rest keys+values))
             (unless (null? rest)
               (let ((key (car rest)) (value (cadr rest))) body)
               (loop (cddr rest))))))))

    (define-setter (hash-table-set! table key value) (put! table key value))

    (define-setter (hash-table-add! table key value)
      (if (< (place table key) 0)
          (append! table key value)
          (fail "hash-table-add!" "the key has an association:" key)))

    (define-setter (hash-table-replace! table key value)
      (let ((at (place table key)))
        (if (< at 0)
            (fail "hash-table-replace!" "no association for key" key)
            (vector-set! (vals table) at value))))

    (define (hash-table-delete! table . keys)
      (check-mutable "hash-table-delete!" table)
      (let loop ((keys keys) (deleted 0))
        (cond ((null? keys) deleted)
              ((remove! table (car keys)) (loop (cdr keys) (+ deleted 1)))
              (else (loop (cdr keys) deleted)))))

    (define (hash-table-intern! table key failure)
      (check-mutable "hash-table-intern!" table)
      (%check-procedure 'hash-table-intern! failure)
      (reference "hash-table-intern!" table key
                 (lambda ()
                   (let ((value (failure)))
                     (put! table key value)
                     value))
                 values))

    (define hash-table-update!
      (case-lambda
        ((table key updater) (hash-table-update! table key updater #f values))
        ((table key updater failure) (hash-table-update! table key updater failure values))
        ((table key updater failure success)
         (check-mutable "hash-table-update!" table)
         (%check-procedure 'hash-table-update! updater)
         (put! table key (updater (reference "hash-table-update!" table key failure success))))))

    (define (hash-table-update!/default table key updater default)
      (check-mutable "hash-table-update!/default" table)
      (%check-procedure 'hash-table-update!/default updater)
      (put! table key (updater (hash-table-ref/default table key default))))

    (define (hash-table-pop! table)
      (check-mutable "hash-table-pop!" table)
      (when (zero? (size table)) (fail "hash-table-pop!" "the hash table is empty:" table))
      (let* ((at (- (end table) 1))
             (key (vector-ref (keys table) at))
             (value (vector-ref (vals table) at)))
        (remove-at! table at)
        (values key value)))

    (define (hash-table-clear! table)
      (check-mutable "hash-table-clear!" table)
      (table-clear! (index table))
      (vector-fill! (keys table) hole)
      (vector-fill! (vals table) #f)
      (set-size! table 0)
      (set-end! table 0))

    ;; --- cursors

    (define (hash-table-cursor-first table)
      (check "hash-table-cursor-first" table)
      (forwards table 0))

    (define (hash-table-cursor-last table)
      (check "hash-table-cursor-last" table)
      (backwards table (- (end table) 1)))

    (define (hash-table-cursor-for-key table key)
      (check "hash-table-cursor-for-key" table)
      (place table key))

    (define (check-cursor who table at)
      (check who table)
      (unless (and (exact-integer? at) (< -1 at (end table))
                   (not (eq? (vector-ref (keys table) at) hole)))
        (fail who "not a cursor of an association of the hash table:" at)))

    ;; (define-by-cursor (name table at argument ...) body): a procedure that checks its cursor.
    (define-syntax define-by-cursor
      (syntax-rules ()
        ((_ (name table at argument ...) body)
         (define (name table at argument ...)
           (check-cursor (symbol->string 'name) table at)
           body))))

    (define-by-cursor (hash-table-cursor-next table at) (forwards table (+ at 1)))
    (define-by-cursor (hash-table-cursor-previous table at) (backwards table (- at 1)))
    (define-by-cursor (hash-table-cursor-key table at) (vector-ref (keys table) at))
    (define-by-cursor (hash-table-cursor-value table at) (vector-ref (vals table) at))
    (define-by-cursor (hash-table-cursor-key+value table at)
      (values (vector-ref (keys table) at) (vector-ref (vals table) at)))
    (define-by-cursor (hash-table-cursor-value-set! table at value)
      (begin
        (check-mutable "hash-table-cursor-value-set!" table)
        (vector-set! (vals table) at value)))

    (define (hash-table-cursor-at-end? table at)
      (check "hash-table-cursor-at-end?" table)
      (eqv? at -1))

    ;; --- the whole table

    ;; What proc makes of the accumulator and each association in order.
    (define (fold-forwards proc seed table)
      (let loop ((at (forwards table 0)) (result seed))
        (if (< at 0)
            result
            (let ((next (proc result (vector-ref (keys table) at) (vector-ref (vals table) at))))
              (loop (forwards table (+ at 1)) next)))))

    (define (fold-backwards proc seed table)
      (let loop ((at (backwards table (- (end table) 1))) (result seed))
        (if (< at 0)
            result
            (let ((next (proc (vector-ref (keys table) at) (vector-ref (vals table) at) result)))
              (loop (backwards table (- at 1)) next)))))

    (define (check-walk name proc table)
      (%check-procedure name proc)
      (check (symbol->string name) table))

    (define (hash-table-fold proc seed table)
      (check-walk 'hash-table-fold proc table)
      (fold-forwards (lambda (result key value) (proc key value result)) seed table))

    (define (hash-table-fold-left proc seed table)
      (check-walk 'hash-table-fold-left proc table)
      (fold-forwards proc seed table))

    (define (hash-table-fold-right proc seed table)
      (check-walk 'hash-table-fold-right proc table)
      (fold-backwards proc seed table))

    (define (hash-table= same? a b)
      (check-walk 'hash-table= same? a)
      (check "hash-table=" b)
      (and (= (size a) (size b))
           (let loop ((at (forwards a 0)))
             (or (< at 0)
                 (let ((there (place b (vector-ref (keys a) at))))
                   (and (>= there 0)
                        (same? (vector-ref (vals a) at) (vector-ref (vals b) there))
                        (loop (forwards a (+ at 1)))))))))

    (define (hash-table-find proc table failure)
      (check-walk 'hash-table-find proc table)
      (let loop ((at (forwards table 0)))
        (if (< at 0)
            (failure)
            (or (proc (vector-ref (keys table) at) (vector-ref (vals table) at))
                (loop (forwards table (+ at 1)))))))

    (define (hash-table-count pred table)
      (check-walk 'hash-table-count pred table)
      (fold-forwards (lambda (n key value) (if (pred key value) (+ n 1) n)) 0 table))

    (define (key-list table) (fold-backwards (lambda (key value list) (cons key list)) '() table))
    (define (value-list table) (fold-backwards (lambda (key value list) (cons value list)) '() table))

    (define (hash-table-keys table)
      (check "hash-table-keys" table)
      (list->vector (key-list table)))

    (define (hash-table-values table)
      (check "hash-table-values" table)
      (list->vector (value-list table)))

    (define (hash-table-entries table)
      (check "hash-table-entries" table)
      (values (list->vector (key-list table)) (list->vector (value-list table))))

    (define (hash-table-map proc table)
      (check-walk 'hash-table-map proc table)
      (let ((new (hash-table-empty-copy table)))
        (fold-forwards (lambda (result key value) (put! new key (proc key value))) #f table)
        new))

    (define (hash-table-map! proc table)
      (check-walk 'hash-table-map! proc table)
      (check-mutable "hash-table-map!" table)
      (let loop ((at (forwards table 0)))
        (if (< at 0)
            table
            (begin
              (vector-set! (vals table) at
                           (proc (vector-ref (keys table) at) (vector-ref (vals table) at)))
              (loop (forwards table (+ at 1)))))))

    (define (hash-table-for-each proc table)
      (check-walk 'hash-table-for-each proc table)
      (fold-forwards (lambda (result key value) (proc key value) result) #f table))

    (define (hash-table-map->list proc table)
      (check-walk 'hash-table-map->list proc table)
      (reverse (fold-forwards (lambda (list key value) (cons (proc key value) list)) '() table)))

    (define (remove-if! pred table)
      (let loop ((at (forwards table 0)) (removed 0))
        (cond ((< at 0) removed)
              ((pred (vector-ref (keys table) at) (vector-ref (vals table) at))
               (remove-at! table at)
               (loop (forwards table (+ at 1)) (+ removed 1)))
              (else (loop (forwards table (+ at 1)) removed)))))

    (define (hash-table-prune! pred table)
      (check-walk 'hash-table-prune! pred table)
      (check-mutable "hash-table-prune!" table)
      (remove-if! pred table))

    ;; --- copies

    (define hash-table-copy
      (case-lambda
        ((table) (hash-table-copy table #f))
        ((table mutable?)
         (check "hash-table-copy" table)
         (make (comparator-of table) (and mutable? #t) (table-copy (index table))
               (size table) (end table) (vector-copy (keys table)) (vector-copy (vals table))))))

    (define (hash-table-empty-copy table)
      (check "hash-table-empty-copy" table)
      (new-table "hash-table-empty-copy" (comparator-of table) (size table)))

    (define (hash-table->alist table)
      (check "hash-table->alist" table)
      (fold-forwards (lambda (alist key value) (cons (cons key value) alist)) '() table))

    ;; --- sets

    (define (check-sets who a b)
      (check-mutable who a)
      (check who b))

    (define (in? table) (lambda (key value) (>= (place table key) 0)))

    (define (hash-table-union! a b)
      (check-sets "hash-table-union!" a b)
      (fold-forwards (lambda (result key value)
                       (when (< (place a key) 0) (append! a key value)))
                     #f b)
      a)

    (define (hash-table-intersection! a b)
      (check-sets "hash-table-intersection!" a b)
      (let ((in-b? (in? b)))
        (remove-if! (lambda (key value) (not (in-b? key value))) a)
        a))

    (define (hash-table-difference! a b)
      (check-sets "hash-table-difference!" a b)
      (remove-if! (in? b) a)
      a)

    (define (hash-table-xor! a b)
      (check-sets "hash-table-xor!" a b)
      (fold-forwards (lambda (result key value)
                       (unless (remove! a key) (append! a key value)))
                     #f
                     (if (eq? a b) (hash-table-copy b) b))
      a)))
