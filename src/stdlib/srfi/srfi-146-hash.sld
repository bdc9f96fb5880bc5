;;; SRFI 146: mappings by the hash function of their comparator. They are immutable: the
;;; procedures whose names end in ! are the pure ones.

(define-library (srfi 146 hash)
  (export
    ;; constructors
    hashmap hashmap-unfold
    ;; predicates and accessors
    hashmap? (rename mapping-contains? hashmap-contains?) (rename mapping-empty? hashmap-empty?)
    (rename mapping-disjoint? hashmap-disjoint?) (rename mapping-ref hashmap-ref)
    (rename mapping-ref/default hashmap-ref/default)
    (rename mapping-key-comparator hashmap-key-comparator)
    ;; updaters
    (rename mapping-adjoin hashmap-adjoin) (rename mapping-adjoin hashmap-adjoin!)
    (rename mapping-set hashmap-set) (rename mapping-set hashmap-set!)
    (rename mapping-replace hashmap-replace) (rename mapping-replace hashmap-replace!)
    (rename mapping-delete hashmap-delete) (rename mapping-delete hashmap-delete!)
    (rename mapping-delete-all hashmap-delete-all)
    (rename mapping-delete-all hashmap-delete-all!) (rename mapping-intern hashmap-intern)
    (rename mapping-intern hashmap-intern!) (rename mapping-update hashmap-update)
    (rename mapping-update hashmap-update!) (rename mapping-pop hashmap-pop)
    (rename mapping-pop hashmap-pop!) (rename mapping-search hashmap-search)
    (rename mapping-search hashmap-search!)
    (rename mapping-update/default hashmap-update/default)
    (rename mapping-update/default hashmap-update!/default)
    ;; the whole mapping
    (rename mapping-size hashmap-size) (rename mapping-find hashmap-find)
    (rename mapping-count hashmap-count) (rename mapping-any? hashmap-any?)
    (rename mapping-every? hashmap-every?) (rename mapping-keys hashmap-keys)
    (rename mapping-values hashmap-values) (rename mapping-entries hashmap-entries)
    ;; mapping and folding
    hashmap-map (rename mapping-map->list hashmap-map->list)
    (rename mapping-for-each hashmap-for-each) (rename mapping-fold hashmap-fold)
    (rename mapping-filter hashmap-filter) (rename mapping-filter hashmap-filter!)
    (rename mapping-remove hashmap-remove) (rename mapping-remove hashmap-remove!)
    (rename mapping-partition hashmap-partition) (rename mapping-partition hashmap-partition!)
    ;; copying and conversion
    (rename mapping-copy hashmap-copy) (rename mapping->alist hashmap->alist) alist->hashmap
    (rename adjoin-list alist->hashmap!)
    ;; submappings
    (rename mapping=? hashmap=?) (rename mapping<? hashmap<?) (rename mapping>? hashmap>?)
    (rename mapping<=? hashmap<=?) (rename mapping>=? hashmap>=?)
    ;; set operations
    (rename mapping-union hashmap-union) (rename mapping-union hashmap-union!)
    (rename mapping-intersection hashmap-intersection)
    (rename mapping-intersection hashmap-intersection!)
    (rename mapping-difference hashmap-difference)
    (rename mapping-difference hashmap-difference!) (rename mapping-xor hashmap-xor)
    (rename mapping-xor hashmap-xor!)
    ;; comparators
    make-hashmap-comparator hashmap-comparator comparator?)
  (import (scheme base)
          (srfi 128)
          (rename (cairn mappings) (hashed? hashmap?)))
  (begin
    (define (hashmap comparator . keys+values)
      (apply mapping-adjoin (make-empty-hash comparator) keys+values))

    (define (hashmap-unfold stop? mapper successor seed comparator)
      (mapping-unfold-onto (make-empty-hash comparator) stop? mapper successor seed))

    (define (alist->hashmap comparator alist)
      (adjoin-list (make-empty-hash comparator) alist))

    (define (hashmap-map f comparator m)
      (mapping-map-onto (make-empty-hash comparator) f m))

    (define (make-hashmap-comparator comparator)
      (let ((ordered (make-value-comparator hashmap? comparator)))
        (make-comparator hashmap?
                         (comparator-equality-predicate ordered)
                         #f
                         (and (comparator-hashable? ordered)
                              (comparator-hash-function ordered)))))

    (define hashmap-comparator (make-hashmap-comparator (make-default-comparator)))
    (comparator-register-default! hashmap-comparator)))
