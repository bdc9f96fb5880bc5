;;; Persistent mappings of two kinds: (srfi 146), whose keys are ordered by a comparator, and
;;; (srfi 146 hash), which needs its hash function.
;;;
;;; Both are trees. In a hash mapping the keys of the tree are hashes, and its values are
;;; nonempty association lists of the associations whose keys have that hash. Code that depends
;;; on the kind is in the section of primitives. The procedures have the names of the first
;;; kind.

(define-library (cairn mappings)
  (export make-empty make-empty-hash ordered? hashed? fill adjoin-list make-value-comparator
          mapping-unfold-onto
          mapping-contains? mapping-empty? mapping-disjoint?
          mapping-ref mapping-ref/default mapping-key-comparator
          mapping-adjoin mapping-set mapping-replace mapping-delete mapping-delete-all
          mapping-intern mapping-update mapping-update/default mapping-pop mapping-search
          mapping-size mapping-find mapping-count mapping-any? mapping-every?
          mapping-keys mapping-values mapping-entries
          mapping-map-onto mapping-map->list mapping-for-each mapping-fold
          mapping-filter mapping-remove mapping-partition
          mapping-copy mapping->alist
          mapping=? mapping<? mapping>? mapping<=? mapping>=?
          mapping-union mapping-intersection mapping-difference mapping-xor
          mapping-min-key mapping-max-key mapping-min-value mapping-max-value
          mapping-min-entry mapping-max-entry mapping-key-predecessor mapping-key-successor
          mapping-range= mapping-range< mapping-range> mapping-range<= mapping-range>=
          mapping-split mapping-catenate mapping-map/monotone mapping-fold/reverse)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) bitwise-and find)
          (srfi 128)
          (cairn relations)
          (cairn trees)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type mapping
      (make-mapping comparator hashed? tree size)
      mapping?
      (comparator mapping-key-comparator)
      (hashed? mapping-hashed?)
      (tree mapping-tree)
      (size mapping-size))

    (define (ordered? x) (and (mapping? x) (not (mapping-hashed? x))))
    (define (hashed? x) (and (mapping? x) (mapping-hashed? x)))

    (define (make-empty comparator)
      (unless (comparator-ordered? comparator)
        (error "mapping: the comparator has no ordering predicate" comparator))
      (make-mapping comparator #f #f 0))

    (define (make-empty-hash comparator)
      (unless (comparator-hashable? comparator)
        (error "hashmap: the comparator has no hash function" comparator))
      (make-mapping comparator #t #f 0))

    ;; --- primitives

    (define (with-tree m tree size)
      (make-mapping (mapping-key-comparator m) (mapping-hashed? m) tree size))
    (define (with-ordered-tree m tree)
      (with-tree m tree (tree-size tree)))
    (define (empty-like m) (with-tree m #f 0))

    (define (less? m) (comparator-ordering-predicate (mapping-key-comparator m)))
    (define (hash m key) (comparator-hash (mapping-key-comparator m) key))

    (define (bucket m hash)
      (let ((node (tree-find < (mapping-tree m) hash)))
        (if node (node-value node) '())))

    (define (bucket-entry m key bucket)
      (let ((same? (comparator-equality-predicate (mapping-key-comparator m))))
        (find (lambda (entry) (same? (car entry) key)) bucket)))

    ;; The association of a key, or #f: a node or a pair.
    (define (association m key)
      (if (mapping-hashed? m)
          (bucket-entry m key (bucket m (hash m key)))
          (tree-find (less? m) (mapping-tree m) key)))
    (define (association-key x) (if (pair? x) (car x) (node-key x)))
    (define (association-value x) (if (pair? x) (cdr x) (node-value x)))

    ;; The mapping with an association, which replaces one of the same key.
    (define (put m key value)
      (if (mapping-hashed? m)
          (let* ((hash (hash m key))
                 (bucket (bucket m hash))
                 (entry (bucket-entry m key bucket))
                 (rest (if entry (without entry bucket) bucket)))
            (with-tree m
                       (tree-insert < (mapping-tree m) hash (cons (cons key value) rest))
                       (if entry (mapping-size m) (+ (mapping-size m) 1))))
          (with-ordered-tree m (tree-insert (less? m) (mapping-tree m) key value))))

    (define (cut m key)
      (cond ((not (association m key)) m)
            ((mapping-hashed? m)
             (let* ((hash (hash m key))
                    (bucket (bucket m hash))
                    (rest (without (bucket-entry m key bucket) bucket)))
               (with-tree m
                          (if (null? rest)
                              (tree-delete < (mapping-tree m) hash)
                              (tree-insert < (mapping-tree m) hash rest))
                          (- (mapping-size m) 1))))
            (else (with-ordered-tree m (tree-delete (less? m) (mapping-tree m) key)))))

    (define (without entry bucket)
      (if (eq? entry (car bucket))
          (cdr bucket)
          (cons (car bucket) (without entry (cdr bucket)))))

    ;; The value for the least key comes first, or last.
    (define (mapping-fold f seed m)
      (%check-procedure 'mapping-fold f)
      (tree-fold (if (mapping-hashed? m) (on-buckets f) f) seed (mapping-tree m)))
    (define (mapping-fold/reverse f seed m)
      (%check-procedure 'mapping-fold/reverse f)
      (tree-fold-right (if (mapping-hashed? m) (on-buckets f) f) seed (mapping-tree m)))

    (define (on-buckets f)
      (lambda (hash bucket acc)
        (let loop ((bucket bucket) (acc acc))
          (if (null? bucket)
              acc
              (loop (cdr bucket) (f (caar bucket) (cdar bucket) acc))))))

    ;; The first true result of f on key and value, or #f.
    (define (any f m)
      (tree-any (if (mapping-hashed? m)
                    (lambda (hash bucket)
                      (let loop ((bucket bucket))
                        (and (pair? bucket)
                             (or (f (caar bucket) (cdar bucket)) (loop (cdr bucket))))))
                    f)
                (mapping-tree m)))

    ;; --- building

    ;; Adds alternating keys and values by one of the procedures below.
    (define (fill who add m keys+values)
      (cond ((null? keys+values) m)
            ((null? (cdr keys+values))
             (error (string-append who ": no value for the last key") (car keys+values)))
            (else
             (fill who
                   add
                   (add m (car keys+values) (cadr keys+values))
                   (cddr keys+values)))))

    (define (adjoin m key value)
      (if (association m key) m (put m key value)))

    (define (adjoin-list m alist)
      (if (null? alist)
          m
          (adjoin-list (adjoin m (caar alist) (cdar alist)) (cdr alist))))

    (define (mapping-unfold-onto m stop? mapper successor seed)
      (if (stop? seed)
          m
          (let-values (((key value) (mapper seed)))
            (mapping-unfold-onto (adjoin m key value) stop? mapper successor (successor seed)))))

    ;; --- predicates and accessors

    (define (mapping-contains? m key) (and (association m key) #t))
    (define (mapping-empty? m) (zero? (mapping-size m)))
    (define (mapping-disjoint? a b)
      (not (any (lambda (key value) (mapping-contains? b key)) a)))

    (define (no-entry who key) (error (string-append who ": no entry for key") key))

    (define mapping-ref
      (case-lambda
        ((m key) (mapping-ref m key (lambda () (no-entry "mapping-ref" key))))
        ((m key failure)
         (let ((found (association m key)))
           (if found (association-value found) (failure))))
        ((m key failure success)
         (let ((found (association m key)))
           (if found (success (association-value found)) (failure))))))

    (define (mapping-ref/default m key default)
      (let ((found (association m key)))
        (if found (association-value found) default)))

    ;; --- updaters

    (define (mapping-adjoin m . keys+values) (fill "mapping-adjoin" adjoin m keys+values))

    (define mapping-set
      (case-lambda
        ((m key value) (put m key value))
        ((m . keys+values) (fill "mapping-set" put m keys+values))))

    (define (mapping-replace m key value)
      (if (association m key) (put m key value) m))

    (define (mapping-delete m . keys) (mapping-delete-all m keys))
    (define (mapping-delete-all m keys)
      (if (null? keys)
          m
          (mapping-delete-all (cut m (car keys)) (cdr keys))))

    (define (mapping-intern m key failure)
      (let ((found (association m key)))
        (if found
            (values m (association-value found))
            (let ((value (failure)))
              (values (put m key value) value)))))

    (define mapping-update
      (case-lambda
        ((m key updater)
         (mapping-update m key updater (lambda () (no-entry "mapping-update" key))))
        ((m key updater failure)
         (put m key (updater (mapping-ref m key failure))))
        ((m key updater failure success)
         (put m key (updater (mapping-ref m key failure success))))))
    (define (mapping-update/default m key updater default)
      (put m key (updater (mapping-ref/default m key default))))

    (define mapping-pop
      (case-lambda
        ((m) (mapping-pop m (lambda () (error "mapping-pop: the mapping is empty" m))))
        ((m failure)
         (let ((first (any cons m)))
           (if first
               (values (cut m (car first)) (car first) (cdr first))
               (failure))))))

    (define (mapping-search m key failure success)
      (let ((found (association m key)))
        (if found
            (success (association-key found)
                     (association-value found)
                     (lambda (new-key new-value obj)
                       (values (put (cut m key) new-key new-value) obj))
                     (lambda (obj) (values (cut m key) obj)))
            (failure (lambda (value obj) (values (put m key value) obj))
                     (lambda (obj) (values m obj))))))

    ;; --- the whole mapping

    (define (mapping-find pred m failure)
      (let ((found (any (lambda (key value) (and (pred key value) (cons key value))) m)))
        (if found
            (values (car found) (cdr found))
            (failure))))

    (define (mapping-count pred m)
      (%check-procedure 'mapping-count pred)
      (mapping-fold (lambda (key value n) (if (pred key value) (+ n 1) n)) 0 m))
    (define (mapping-any? pred m)
      (%check-procedure 'mapping-any? pred)
      (any (lambda (key value) (and (pred key value) #t)) m))
    (define (mapping-every? pred m)
      (%check-procedure 'mapping-every? pred)
      (not (any (lambda (key value) (not (pred key value))) m)))

    (define (mapping-map->list f m)
      (reverse (mapping-fold (lambda (key value acc) (cons (f key value) acc)) '() m)))
    (define (mapping-keys m) (mapping-map->list (lambda (key value) key) m))
    (define (mapping-values m) (mapping-map->list (lambda (key value) value) m))
    (define (mapping-entries m) (values (mapping-keys m) (mapping-values m)))
    (define (mapping->alist m) (mapping-map->list cons m))
    (define (mapping-copy m) (with-tree m (mapping-tree m) (mapping-size m)))

    ;; Adds the results of f for the associations of m to another mapping.
    (define (mapping-map-onto result f m)
      (mapping-fold (lambda (key value acc)
                      (let-values (((key value) (f key value)))
                        (adjoin acc key value)))
                    result
                    m))

    (define (mapping-for-each f m)
      (%check-procedure 'mapping-for-each f)
      (mapping-fold (lambda (key value acc) (f key value) acc) #t m))

    (define (mapping-filter pred m)
      (%check-procedure 'mapping-filter pred)
      (mapping-fold (lambda (key value acc) (if (pred key value) (put acc key value) acc))
                    (empty-like m)
                    m))
    (define (mapping-remove pred m)
      (%check-procedure 'mapping-remove pred)
      (mapping-filter (lambda (key value) (not (pred key value))) m))
    (define (mapping-partition pred m)
      (%check-procedure 'mapping-partition pred)
      (let ((in (mapping-filter pred m)))
        (values in (mapping-difference m in))))

    ;; --- submappings

    ;; Whether each association of a is one of b, too.
    (define (part? comparator a b)
      (let ((same? (comparator-equality-predicate comparator)))
        (and (<= (mapping-size a) (mapping-size b))
             (mapping-every? (lambda (key value)
                               (let ((found (association b key)))
                                 (and found (same? value (association-value found)))))
                             a))))

    ;; Mappings with different comparators are different.
    (define-relation (mapping=? comparator) (a b)
      (and (eq? (mapping-key-comparator a) (mapping-key-comparator b))
           (= (mapping-size a) (mapping-size b))
           (part? comparator a b)))
    (define-relation (mapping<=? comparator) (a b) (part? comparator a b))
    (define-relation (mapping>=? comparator) (a b) (part? comparator b a))
    (define-relation (mapping<? comparator) (a b)
      (and (< (mapping-size a) (mapping-size b)) (part? comparator a b)))
    (define-relation (mapping>? comparator) (a b)
      (and (> (mapping-size a) (mapping-size b)) (part? comparator b a)))

    ;; --- set operations

    (define (fold-mappings combine m more)
      (if (null? more)
          m
          (fold-mappings combine (combine m (car more)) (cdr more))))

    (define (mapping-union m . more)
      (fold-mappings (lambda (a b)
                       (mapping-fold (lambda (key value acc) (adjoin acc key value)) a b))
                     m
                     more))
    (define (mapping-intersection m . more)
      (fold-mappings (lambda (a b)
                       (mapping-filter (lambda (key value) (mapping-contains? b key)) a))
                     m
                     more))
    (define (mapping-difference m . more)
      (fold-mappings (lambda (a b) (mapping-fold (lambda (key value acc) (cut acc key)) a b))
                     m
                     more))
    (define (mapping-xor a b)
      (mapping-fold (lambda (key value acc)
                      (if (mapping-contains? a key) (cut acc key) (put acc key value)))
                    a
                    b))

    ;; --- ordered keys

    (define (end who tree-end m)
      (or (tree-end (mapping-tree m))
          (error (string-append who ": the mapping is empty") m)))

    (define (mapping-min-key m) (node-key (end "mapping-min-key" tree-min m)))
    (define (mapping-max-key m) (node-key (end "mapping-max-key" tree-max m)))
    (define (mapping-min-value m) (node-value (end "mapping-min-value" tree-min m)))
    (define (mapping-max-value m) (node-value (end "mapping-max-value" tree-max m)))
    (define (mapping-min-entry m)
      (let ((node (end "mapping-min-entry" tree-min m)))
        (values (node-key node) (node-value node))))
    (define (mapping-max-entry m)
      (let ((node (end "mapping-max-entry" tree-max m)))
        (values (node-key node) (node-value node))))

    (define (mapping-key-predecessor m key failure)
      (let ((node (tree-below (less? m) (mapping-tree m) key)))
        (if node (node-key node) (failure))))
    (define (mapping-key-successor m key failure)
      (let ((node (tree-above (less? m) (mapping-tree m) key)))
        (if node (node-key node) (failure))))

    ;; Five mappings: of the keys <, <=, =, >= and > one.
    (define (mapping-split m key)
      (let-values (((below same above) (tree-split (less? m) (mapping-tree m) key)))
        (define (make tree) (with-ordered-tree m tree))
        (define (joined left right)
          (if same
              (tree-join (node-key same) (node-value same) left right)
              (tree-join2 left right)))
        (values (make below)
                (make (joined below #f))
                (make (joined #f #f))
                (make (joined #f above))
                (make above))))

    (define-syntax define-range
      (syntax-rules ()
        ((_ (name m key) below at-most same at-least above result)
         (define (name m key)
           (let-values (((below at-most same at-least above) (mapping-split m key)))
             result)))))

    (define-range (mapping-range< m key) below at-most same at-least above below)
    (define-range (mapping-range<= m key) below at-most same at-least above at-most)
    (define-range (mapping-range= m key) below at-most same at-least above same)
    (define-range (mapping-range>= m key) below at-most same at-least above at-least)
    (define-range (mapping-range> m key) below at-most same at-least above above)

    (define (mapping-catenate comparator a key value b)
      (let ((m (make-empty comparator)))
        (with-ordered-tree m (tree-join key value (mapping-tree a) (mapping-tree b)))))

    (define (mapping-map/monotone f comparator m)
      (with-ordered-tree (make-empty comparator) (tree-map f (mapping-tree m))))

    ;; --- comparators

    ;; A comparator of mappings of one kind whose values are compared by another comparator. The
    ;; mappings are ordered by their keys, and if these are the same, by their values.
    (define (make-value-comparator kind? comparator)
      (make-comparator
       kind?
       (lambda (a b) (mapping=? comparator a b))
       (and (comparator-ordered? comparator)
            (lambda (a b)
              (let ((keys (mapping-key-comparator a)))
                (let-values (((keys-a values-a) (mapping-entries a))
                             ((keys-b values-b) (mapping-entries b)))
                  (let ((order (lexicographic keys keys-a keys-b)))
                    (negative? (if (zero? order)
                                   (lexicographic comparator values-a values-b)
                                   order)))))))
       (and (comparator-hashable? comparator)
            (lambda (m)
              (mapping-fold (lambda (key value acc)
                              (bitwise-and (+ acc
                                              (hash m key)
                                              (* 31 (comparator-hash comparator value)))
                                           #xffffffffffff))
                            (mapping-size m)
                            m)))))

    (define (lexicographic comparator a b)
      (cond ((null? a) (if (null? b) 0 -1))
            ((null? b) 1)
            ((=? comparator (car a) (car b)) (lexicographic comparator (cdr a) (cdr b)))
            ((<? comparator (car a) (car b)) -1)
            (else 1)))))
