;;; SRFI 113: sets and bags.
;;;
;;; Both are collections: tables from an element to an entry, which holds the element that was
;;; first adjoined and a positive count. In a set each count is 1; so all operations except
;;; adjoining are the same for both. The procedures whose names end in ! modify their first
;;; collection and return it.

(define-library (srfi 113)
  (export
    ;; sets
    set set? set-unfold list->set
    (rename collection-contains? set-contains?) (rename collection-empty? set-empty?)
    (rename collection-disjoint? set-disjoint?) (rename collection-member set-member)
    (rename collection-element-comparator set-element-comparator)
    (rename collection-adjoin set-adjoin) (rename collection-adjoin! set-adjoin!)
    (rename collection-replace set-replace) (rename collection-replace! set-replace!)
    (rename collection-delete set-delete) (rename collection-delete! set-delete!)
    (rename collection-delete-all set-delete-all)
    (rename collection-delete-all! set-delete-all!) (rename collection-search! set-search!)
    (rename collection-size set-size) (rename collection-find set-find)
    (rename collection-count set-count) (rename collection-any? set-any?)
    (rename collection-every? set-every?) (rename collection-map set-map)
    (rename collection-for-each set-for-each) (rename collection-fold set-fold)
    (rename collection-filter set-filter) (rename collection-filter! set-filter!)
    (rename collection-remove set-remove) (rename collection-remove! set-remove!)
    (rename collection-partition set-partition) (rename collection-partition! set-partition!)
    (rename collection-copy set-copy) (rename collection->list set->list)
    (rename collection=? set=?) (rename collection<? set<?) (rename collection>? set>?)
    (rename collection<=? set<=?) (rename collection>=? set>=?)
    (rename collection-union set-union) (rename collection-union! set-union!)
    (rename collection-intersection set-intersection)
    (rename collection-intersection! set-intersection!)
    (rename collection-difference set-difference)
    (rename collection-difference! set-difference!) (rename collection-xor set-xor)
    (rename collection-xor! set-xor!) (rename collection-adjoin-list! list->set!)
    ;; bags
    bag bag? bag-unfold list->bag
    (rename collection-contains? bag-contains?) (rename collection-empty? bag-empty?)
    (rename collection-disjoint? bag-disjoint?) (rename collection-member bag-member)
    (rename collection-element-comparator bag-element-comparator)
    (rename collection-adjoin bag-adjoin) (rename collection-adjoin! bag-adjoin!)
    (rename collection-replace bag-replace) (rename collection-replace! bag-replace!)
    (rename collection-delete bag-delete) (rename collection-delete! bag-delete!)
    (rename collection-delete-all bag-delete-all)
    (rename collection-delete-all! bag-delete-all!) (rename collection-search! bag-search!)
    (rename collection-size bag-size) (rename collection-find bag-find)
    (rename collection-count bag-count) (rename collection-any? bag-any?)
    (rename collection-every? bag-every?) (rename collection-map bag-map)
    (rename collection-for-each bag-for-each) (rename collection-fold bag-fold)
    (rename collection-filter bag-filter) (rename collection-filter! bag-filter!)
    (rename collection-remove bag-remove) (rename collection-remove! bag-remove!)
    (rename collection-partition bag-partition) (rename collection-partition! bag-partition!)
    (rename collection-copy bag-copy) (rename collection->list bag->list)
    (rename collection=? bag=?) (rename collection<? bag<?) (rename collection>? bag>?)
    (rename collection<=? bag<=?) (rename collection>=? bag>=?)
    (rename collection-union bag-union) (rename collection-union! bag-union!)
    (rename collection-intersection bag-intersection)
    (rename collection-intersection! bag-intersection!)
    (rename collection-difference bag-difference)
    (rename collection-difference! bag-difference!) (rename collection-xor bag-xor)
    (rename collection-xor! bag-xor!) (rename collection-adjoin-list! list->bag!)
    bag-sum bag-sum! bag-product bag-product! bag-unique-size bag-element-count
    bag-for-each-unique bag-fold-unique bag-increment! bag-decrement!
    bag->set set->bag set->bag! bag->alist alist->bag
    ;; comparators
    set-comparator bag-comparator)
  (import (scheme base)
          (srfi 128)
          (only (cairn base) bitwise-and)
          (cairn relations)
          (cairn tables)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type collection
      (make-collection bag? comparator table)
      collection?
      (bag? collection-bag?)
      (comparator comparator-of)
      (table collection-table))

    (define (collection-element-comparator c) (comparator-of c))

    (define (set? x) (and (collection? x) (not (collection-bag? x))))
    (define (bag? x) (and (collection? x) (collection-bag? x)))

    (define (make-empty bag? comparator)
      (make-collection bag? comparator (make-comparator-table comparator '())))
    (define (empty-like c)
      (make-collection (collection-bag? c)
                       (comparator-of c)
                       (table-empty-copy (collection-table c))))

    ;; --- entries

    (define (entry c element) (table-ref (collection-table c) element #f))
    (define (element-count c element)
      (let ((entry (entry c element)))
        (if entry (cdr entry) 0)))

    ;; Sets the count of an element; an element with count 0 is removed.
    (define (set-count! c element count)
      (let ((entry (entry c element)))
        (cond ((not (positive? count)) (table-delete! (collection-table c) element))
              (entry (set-cdr! entry count))
              (else (table-set! (collection-table c) element (cons element count))))))

    (define (adjoin! c element)
      (let ((entry (entry c element)))
        (cond ((not entry) (set-count! c element 1))
              ((collection-bag? c) (set-cdr! entry (+ (cdr entry) 1))))))

    ;; The entries, which still belong to the collection.
    (define (entries c) (map cdr (table->alist (collection-table c))))

    (define (for-each-entry f c)
      (for-each (lambda (entry) (f (car entry) (cdr entry))) (entries c)))

    ;; --- constructors

    (define (set comparator . elements) (list->set comparator elements))
    (define (bag comparator . elements) (list->bag comparator elements))
    (define (list->set comparator elements)
      (collection-adjoin-list! (make-empty #f comparator) elements))
    (define (list->bag comparator elements)
      (collection-adjoin-list! (make-empty #t comparator) elements))

    (define (unfold! c stop? mapper successor seed)
      (if (stop? seed)
          c
          (begin
            (adjoin! c (mapper seed))
            (unfold! c stop? mapper successor (successor seed)))))
    ;; The comparator comes first; it may also come last, as in SRFI 125 and 146.
    (define (unfolder bag?)
      (lambda (a b c d e)
        (if (comparator? a)
            (unfold! (make-empty bag? a) b c d e)
            (unfold! (make-empty bag? e) a b c d))))
    (define set-unfold (unfolder #f))
    (define bag-unfold (unfolder #t))

    ;; --- predicates and accessors

    (define (collection-contains? c element) (and (entry c element) #t))
    (define (collection-empty? c) (zero? (table-size (collection-table c))))
    (define (collection-disjoint? a b)
      (check-same-comparator a b)
      (not (any-entry (lambda (element count) (entry b element)) a)))

    (define (collection-member c element default)
      (let ((entry (entry c element)))
        (if entry (car entry) default)))

    ;; The first true result of f on element and count, or #f.
    (define (any-entry f c)
      (let loop ((entries (entries c)))
        (and (pair? entries)
             (or (f (caar entries) (cdar entries)) (loop (cdr entries))))))

    ;; --- updaters

    (define (collection-adjoin! c . elements) (collection-adjoin-list! c elements))
    (define (collection-adjoin-list! c elements)
      (for-each (lambda (element) (adjoin! c element)) elements)
      c)
    (define (collection-adjoin c . elements)
      (collection-adjoin-list! (collection-copy c) elements))

    ;; The key in the table must also become the new element.
    (define (collection-replace! c element)
      (let ((count (element-count c element)))
        (when (positive? count)
          (set-count! c element 0)
          (set-count! c element count))
        c))
    (define (collection-replace c element)
      (collection-replace! (collection-copy c) element))

    (define (collection-delete! c . elements) (collection-delete-all! c elements))
    (define (collection-delete c . elements)
      (collection-delete-all! (collection-copy c) elements))
    (define (collection-delete-all! c elements)
      (for-each (lambda (element) (set-count! c element 0)) elements)
      c)
    (define (collection-delete-all c elements)
      (collection-delete-all! (collection-copy c) elements))

    (define (collection-search! c element failure success)
      (define (remove-one!)
        (set-count! c element (- (element-count c element) 1)))
      (let ((entry (entry c element)))
        (if entry
            (success (car entry)
                     (lambda (new-element obj)
                       (remove-one!)
                       (adjoin! c new-element)
                       (values c obj))
                     (lambda (obj)
                       (remove-one!)
                       (values c obj)))
            (failure (lambda (obj)
                       (adjoin! c element)
                       (values c obj))
                     (lambda (obj) (values c obj))))))

    ;; --- the whole collection

    (define (collection-size c)
      (if (collection-bag? c)
          (apply + (map cdr (entries c)))
          (bag-unique-size c)))
    (define (bag-unique-size c) (table-size (collection-table c)))

    (define (collection-find pred c failure)
      (let ((found (any-entry (lambda (element count) (and (pred element) (list element))) c)))
        (if found (car found) (failure))))
    (define (collection-count pred c)
      (%check-procedure 'set-count pred)
      (bag-fold-unique (lambda (element count n) (if (pred element) (+ n count) n)) 0 c))
    (define (collection-any? pred c)
      (%check-procedure 'set-any? pred)
      (any-entry (lambda (element count) (and (pred element) #t)) c))
    (define (collection-every? pred c)
      (%check-procedure 'set-every? pred)
      (not (any-entry (lambda (element count) (not (pred element))) c)))

    ;; --- mapping and folding

    (define (collection-map comparator f c)
      (let ((result (make-empty (collection-bag? c) comparator)))
        (collection-for-each (lambda (element) (adjoin! result (f element))) c)
        result))

    (define (collection-for-each f c)
      (%check-procedure 'set-for-each f)
      (for-each-entry (lambda (element count)
                        (do ((n count (- n 1)))
                            ((zero? n))
                          (f element)))
                      c))

    (define (collection-fold f seed c)
      (%check-procedure 'set-fold f)
      (bag-fold-unique (lambda (element count acc)
                         (do ((n count (- n 1))
                              (acc acc (f element acc)))
                             ((zero? n) acc)))
                       seed
                       c))

    (define (collection-filter! pred c)
      (%check-procedure 'set-filter! pred)
      (for-each-entry (lambda (element count)
                        (unless (pred element)
                          (set-count! c element 0)))
                      c)
      c)
    (define (collection-filter pred c) (collection-filter! pred (collection-copy c)))
    (define (collection-remove! pred c)
      (%check-procedure 'set-remove! pred)
      (collection-filter! (lambda (element) (not (pred element))) c))
    (define (collection-remove pred c) (collection-remove! pred (collection-copy c)))

    (define (collection-partition! pred c)
      (%check-procedure 'set-partition! pred)
      (let ((out (empty-like c)))
        (for-each-entry (lambda (element count)
                          (unless (pred element)
                            (set-count! c element 0)
                            (set-count! out element count)))
                        c)
        (values c out)))
    (define (collection-partition pred c) (collection-partition! pred (collection-copy c)))

    ;; --- copying and conversion

    (define (collection-copy c)
      (add-counts! (empty-like c) c))

    (define (add-counts! to from)
      (for-each-entry (lambda (element count)
                        (set-count! to element (+ (element-count to element) count)))
                      from)
      to)

    (define (collection->list c) (collection-fold cons '() c))

    ;; --- subsets

    (define (check-same-comparator a b)
      (unless (eq? (comparator-of a) (comparator-of b))
        (error "sets or bags with different comparators" a b)))

    (define (part? a b)
      (check-same-comparator a b)
      (not (any-entry (lambda (element count) (> count (element-count b element))) a)))
    (define-relation (collection=?) (a b) (and (part? a b) (part? b a)))
    (define-relation (collection<=?) (a b) (part? a b))
    (define-relation (collection>=?) (a b) (part? b a))
    (define-relation (collection<?) (a b) (and (part? a b) (not (part? b a))))
    (define-relation (collection>?) (a b) (and (part? b a) (not (part? a b))))

    ;; --- set operations

    ;; Changes a so that the count of each element of b is the result of f for both counts.
    (define (combine! f a b)
      (check-same-comparator a b)
      (for-each-entry (lambda (element count)
                        (set-count! a element (f (element-count a element) count)))
                      b)
      a)

    (define (combine-all! f c more)
      (for-each (lambda (other) (combine! f c other)) more)
      c)

    (define (collection-union! c . more) (combine-all! max c more))
    (define (collection-difference! c . more) (combine-all! - c more))
    (define (collection-xor! a b)
      (combine! (lambda (m n) (abs (- m n))) a b))

    (define (collection-intersection! c . more)
      (for-each (lambda (other)
                  (check-same-comparator c other)
                  (for-each-entry (lambda (element count)
                                    (set-count! c
                                                element
                                                (min count (element-count other element))))
                                  c))
                more)
      c)

    (define (collection-union c . more)
      (apply collection-union! (collection-copy c) more))
    (define (collection-difference c . more)
      (apply collection-difference! (collection-copy c) more))
    (define (collection-intersection c . more)
      (apply collection-intersection! (collection-copy c) more))
    (define (collection-xor a b)
      (collection-xor! (collection-copy a) b))

    ;; --- bags

    (define (check-bag who c)
      (unless (bag? c)
        (error (string-append who ": expected a bag, got") c)))
    (define (check-count who n)
      (unless (and (exact-integer? n) (not (negative? n)))
        (error (string-append who ": expected a count, got") n)))

    (define (bag-sum! c . more)
      (check-bag "bag-sum!" c)
      (combine-all! + c more))
    (define (bag-sum c . more)
      (apply bag-sum! (collection-copy c) more))

    (define (bag-product! n c)
      (check-count "bag-product!" n)
      (check-bag "bag-product!" c)
      (for-each-entry (lambda (element count) (set-count! c element (* n count))) c)
      c)
    (define (bag-product n c) (bag-product! n (collection-copy c)))

    (define (bag-element-count c element) (element-count c element))

    (define (bag-for-each-unique f c)
      (%check-procedure 'bag-for-each-unique f)
      (for-each-entry f c))
    (define (bag-fold-unique f seed c)
      (%check-procedure 'bag-fold-unique f)
      (let loop ((entries (entries c)) (acc seed))
        (if (null? entries)
            acc
            (loop (cdr entries) (f (caar entries) (cdar entries) acc)))))

    (define (bag-increment! c element n)
      (check-bag "bag-increment!" c)
      (set-count! c element (+ (element-count c element) n))
      c)
    (define (bag-decrement! c element n)
      (bag-increment! c element (- n)))

    (define (bag->set c)
      (check-bag "bag->set" c)
      (let ((result (make-empty #f (comparator-of c))))
        (for-each-entry (lambda (element count) (adjoin! result element)) c)
        result))
    (define (set->bag c)
      (add-counts! (make-empty #t (comparator-of c)) c))
    (define (set->bag! c other)
      (check-bag "set->bag!" c)
      (check-same-comparator c other)
      (add-counts! c other))

    (define (bag->alist c)
      (bag-fold-unique (lambda (element count acc) (cons (cons element count) acc)) '() c))
    (define (alist->bag comparator alist)
      (let ((result (make-empty #t comparator)))
        (for-each (lambda (entry)
                    (check-count "alist->bag" (cdr entry))
                    (bag-increment! result (car entry) (cdr entry)))
                  alist)
        result))

    ;; --- comparators

    (define (hash c)
      (bag-fold-unique (lambda (element count acc)
                         (bitwise-and
                          (+ acc
                             (* count
                                (comparator-hash (comparator-of c) element)))
                          #xffffffffffff))
                       1
                       c))
    (define set-comparator (make-comparator set? collection=? #f hash))
    (define bag-comparator (make-comparator bag? collection=? #f hash))
    (comparator-register-default! set-comparator)
    (comparator-register-default! bag-comparator)))
