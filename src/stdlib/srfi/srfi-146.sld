;;; SRFI 146: mappings with ordered keys. They are immutable: the procedures whose names end in
;;; ! are the pure ones.

(define-library (srfi 146)
  (export
    ;; constructors
    mapping mapping-unfold (rename mapping mapping/ordered)
    (rename mapping-unfold mapping-unfold/ordered)
    ;; predicates and accessors
    mapping? mapping-contains? mapping-empty? mapping-disjoint? mapping-ref mapping-ref/default
    mapping-key-comparator
    ;; updaters
    mapping-adjoin (rename mapping-adjoin mapping-adjoin!) mapping-set
    (rename mapping-set mapping-set!) mapping-replace (rename mapping-replace mapping-replace!)
    mapping-delete (rename mapping-delete mapping-delete!) mapping-delete-all
    (rename mapping-delete-all mapping-delete-all!) mapping-intern
    (rename mapping-intern mapping-intern!) mapping-update
    (rename mapping-update mapping-update!) mapping-pop (rename mapping-pop mapping-pop!)
    mapping-search (rename mapping-search mapping-search!) mapping-update/default
    (rename mapping-update/default mapping-update!/default)
    ;; the whole mapping
    mapping-size mapping-find mapping-count mapping-any? mapping-every? mapping-keys
    mapping-values mapping-entries
    ;; mapping and folding
    mapping-map mapping-map->list mapping-for-each mapping-fold mapping-filter
    (rename mapping-filter mapping-filter!) mapping-remove
    (rename mapping-remove mapping-remove!) mapping-partition
    (rename mapping-partition mapping-partition!)
    ;; copying and conversion
    mapping-copy mapping->alist alist->mapping (rename adjoin-list alist->mapping!)
    (rename alist->mapping alist->mapping/ordered) (rename adjoin-list alist->mapping/ordered!)
    ;; submappings
    mapping=? mapping<? mapping>? mapping<=? mapping>=?
    ;; set operations
    mapping-union (rename mapping-union mapping-union!) mapping-intersection
    (rename mapping-intersection mapping-intersection!) mapping-difference
    (rename mapping-difference mapping-difference!) mapping-xor
    (rename mapping-xor mapping-xor!)
    ;; ordered keys
    mapping-min-key mapping-max-key mapping-min-value mapping-max-value mapping-min-entry
    mapping-max-entry mapping-key-predecessor mapping-key-successor mapping-range=
    (rename mapping-range= mapping-range=!) mapping-range<
    (rename mapping-range< mapping-range<!) mapping-range>
    (rename mapping-range> mapping-range>!) mapping-range<=
    (rename mapping-range<= mapping-range<=!) mapping-range>=
    (rename mapping-range>= mapping-range>=!) mapping-split mapping-catenate
    (rename mapping-catenate mapping-catenate!) mapping-map/monotone
    (rename mapping-map/monotone mapping-map/monotone!) mapping-fold/reverse
    ;; comparators
    make-mapping-comparator mapping-comparator comparator?)
  (import (scheme base)
          (srfi 128)
          (rename (cairn mappings) (ordered? mapping?)))
  (begin
    (define (mapping comparator . keys+values)
      (apply mapping-adjoin (make-empty comparator) keys+values))

    (define (mapping-unfold stop? mapper successor seed comparator)
      (mapping-unfold-onto (make-empty comparator) stop? mapper successor seed))

    (define (alist->mapping comparator alist)
      (adjoin-list (make-empty comparator) alist))

    (define (mapping-map f comparator m)
      (mapping-map-onto (make-empty comparator) f m))

    (define (make-mapping-comparator comparator)
      (make-value-comparator mapping? comparator))

    (define mapping-comparator (make-mapping-comparator (make-default-comparator)))
    (comparator-register-default! mapping-comparator)))
