;;; SRFI 217: integer sets.
;;;
;;; An integer set is a tree of blocks: the key is the number of a block of `width` integers,
;;; the value has a bit for each of them, and is never zero. Sets are immutable: the procedures
;;; whose names end in ! are the pure ones.

(define-library (srfi 217)
  (export
    ;; constructors, predicates, accessors
    iset iset-unfold make-range-iset
    iset? iset-contains? iset-empty? iset-disjoint?
    iset-member iset-min iset-max
    ;; updaters
    iset-adjoin (rename iset-adjoin iset-adjoin!)
    iset-delete (rename iset-delete iset-delete!)
    iset-delete-all (rename iset-delete-all iset-delete-all!)
    iset-search (rename iset-search iset-search!)
    iset-delete-min (rename iset-delete-min iset-delete-min!)
    iset-delete-max (rename iset-delete-max iset-delete-max!)
    ;; the whole set
    iset-size iset-find iset-count iset-any? iset-every?
    iset-map iset-for-each iset-fold iset-fold-right
    iset-filter (rename iset-filter iset-filter!)
    iset-remove (rename iset-remove iset-remove!)
    iset-partition (rename iset-partition iset-partition!)
    iset-copy iset->list list->iset (rename iset-adjoin-list list->iset!)
    ;; subsets and set operations
    iset=? iset<? iset>? iset<=? iset>=?
    iset-union (rename iset-union iset-union!)
    iset-intersection (rename iset-intersection iset-intersection!)
    iset-difference (rename iset-difference iset-difference!)
    iset-xor (rename iset-xor iset-xor!)
    ;; ranges
    iset-open-interval iset-closed-interval iset-open-closed-interval
    iset-closed-open-interval
    isubset= isubset< isubset<= isubset> isubset>=)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) arithmetic-shift bit-count bitwise-and bitwise-ior bitwise-not
                bitwise-xor first-set-bit integer-length)
          (cairn relations)
          (cairn trees)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type integer-set
      (make-iset blocks)
      iset?
      (blocks blocks))

    (define empty (make-iset #f))

    (define width 60)

    (define (check who n)
      (unless (exact-integer? n)
        (error (string-append who ": expected an exact integer, got") n)))

    ;; --- blocks

    (define (bits tree number)
      (let ((node (tree-find < tree number)))
        (if node (node-value node) 0)))

    (define (with-bits tree number bits)
      (if (zero? bits)
          (tree-delete < tree number)
          (tree-insert < tree number bits)))

    (define (bit-of i) (arithmetic-shift 1 i))

    ;; The tree with the bit of an integer set or cleared by f, a procedure of a block and a
    ;; bit.
    (define (with-element f tree n)
      (let-values (((number i) (floor/ n width)))
        (with-bits tree number (f (bits tree number) (bit-of i)))))
    (define (insert tree n) (with-element bitwise-ior tree n))
    (define (delete tree n) (with-element clear tree n))
    (define (clear a b) (bitwise-and a (bitwise-not b)))

    (define (least number bits) (+ (* number width) (first-set-bit bits)))
    (define (greatest number bits) (+ (* number width) (integer-length bits) -1))

    ;; Folds f over the elements of a block, upwards or downwards.
    (define (fold-up f)
      (lambda (number bits acc)
        (let loop ((bits bits) (acc acc))
          (if (zero? bits)
              acc
              (loop (bitwise-and bits (- bits 1)) (f (least number bits) acc))))))
    (define (fold-down f)
      (lambda (number bits acc)
        (let loop ((bits bits) (acc acc))
          (if (zero? bits)
              acc
              (let ((n (greatest number bits)))
                (loop (clear bits (bit-of (- n (* number width)))) (f n acc)))))))

    ;; The first true result of f on the elements, upwards, or #f.
    (define (any f set)
      (tree-any (lambda (number bits)
                  (let loop ((bits bits))
                    (and (not (zero? bits))
                         (or (f (least number bits))
                             (loop (bitwise-and bits (- bits 1)))))))
                (blocks set)))

    ;; --- constructors

    (define (iset . elements) (list->iset elements))
    (define (list->iset elements) (iset-adjoin-list empty elements))

    (define (iset-unfold stop? mapper successor seed)
      (let loop ((seed seed) (elements '()))
        (if (stop? seed)
            (list->iset elements)
            (loop (successor seed) (cons (mapper seed) elements)))))

    (define make-range-iset
      (case-lambda
        ((start end) (make-range-iset start end 1))
        ((start end step)
         (for-each (lambda (n) (check "make-range-iset" n)) (list start end step))
         (when (zero? step)
           (error "make-range-iset: the step is zero" start end))
         (let loop ((n start) (tree #f))
           (if (if (positive? step) (< n end) (> n end))
               (loop (+ n step) (insert tree n))
               (make-iset tree))))))

    ;; --- predicates and accessors

    (define (iset-contains? set n)
      (check "iset-contains?" n)
      (let-values (((number i) (floor/ n width)))
        (not (zero? (bitwise-and (bits (blocks set) number) (bit-of i))))))

    (define (iset-empty? set) (not (blocks set)))
    (define (iset-disjoint? a b) (iset-empty? (iset-intersection a b)))

    (define (iset-member set n default)
      (if (iset-contains? set n) n default))

    (define (iset-min set)
      (let ((node (tree-min (blocks set))))
        (and node (least (node-key node) (node-value node)))))
    (define (iset-max set)
      (let ((node (tree-max (blocks set))))
        (and node (greatest (node-key node) (node-value node)))))

    ;; --- updaters

    (define (iset-adjoin set . elements) (iset-adjoin-list set elements))
    (define (iset-adjoin-list set elements)
      (let loop ((tree (blocks set)) (elements elements))
        (cond ((null? elements) (make-iset tree))
              (else
               (check "iset" (car elements))
               (loop (insert tree (car elements)) (cdr elements))))))

    (define (iset-delete set . elements) (iset-delete-all set elements))
    (define (iset-delete-all set elements)
      (let loop ((tree (blocks set)) (elements elements))
        (cond ((null? elements) (make-iset tree))
              (else
               (check "iset-delete" (car elements))
               (loop (delete tree (car elements)) (cdr elements))))))

    (define (iset-search set n failure success)
      (if (iset-contains? set n)
          (success n
                   (lambda (new-element obj)
                     (values (iset-adjoin (iset-delete set n) new-element) obj))
                   (lambda (obj) (values (iset-delete set n) obj)))
          (failure (lambda (obj) (values (iset-adjoin set n) obj))
                   (lambda (obj) (values set obj)))))

    (define (without who set n)
      (unless n
        (error (string-append who ": the set is empty") set))
      (values n (iset-delete set n)))
    (define (iset-delete-min set) (without "iset-delete-min" set (iset-min set)))
    (define (iset-delete-max set) (without "iset-delete-max" set (iset-max set)))

    ;; --- the whole set

    (define (iset-fold f seed set)
      (%check-procedure 'iset-fold f)
      (tree-fold (fold-up f) seed (blocks set)))
    (define (iset-fold-right f seed set)
      (%check-procedure 'iset-fold-right f)
      (tree-fold-right (fold-down f) seed (blocks set)))

    (define (iset-size set)
      (tree-fold (lambda (number bits size) (+ size (bit-count bits))) 0 (blocks set)))

    (define (iset-find pred set failure)
      (or (any (lambda (n) (and (pred n) n)) set)
          (failure)))
    (define (iset-count pred set)
      (%check-procedure 'iset-count pred)
      (iset-fold (lambda (n count) (if (pred n) (+ count 1) count)) 0 set))
    (define (iset-any? pred set)
      (%check-procedure 'iset-any? pred)
      (any (lambda (n) (and (pred n) #t)) set))
    (define (iset-every? pred set)
      (%check-procedure 'iset-every? pred)
      (not (any (lambda (n) (not (pred n))) set)))

    (define (iset-map f set)
      (%check-procedure 'iset-map f)
      (list->iset (iset-fold (lambda (n acc) (cons (f n) acc)) '() set)))
    (define (iset-for-each f set)
      (%check-procedure 'iset-for-each f)
      (iset-fold (lambda (n acc) (f n) acc) #t set))

    (define (iset-filter pred set)
      (%check-procedure 'iset-filter pred)
      (make-iset (iset-fold (lambda (n tree) (if (pred n) tree (delete tree n)))
                            (blocks set)
                            set)))
    (define (iset-remove pred set)
      (%check-procedure 'iset-remove pred)
      (iset-filter (lambda (n) (not (pred n))) set))
    (define (iset-partition pred set)
      (%check-procedure 'iset-partition pred)
      (let ((in (iset-filter pred set)))
        (values in (iset-difference set in))))

    (define (iset-copy set) (make-iset (blocks set)))
    (define (iset->list set) (iset-fold-right cons '() set))

    ;; --- subsets

    (define (part? a b)
      (let ((tree (blocks b)))
        (not (tree-any (lambda (number in-a)
                         (not (zero? (clear in-a (bits tree number)))))
                       (blocks a)))))

    (define-relation (iset=?) (a b) (and (part? a b) (part? b a)))
    (define-relation (iset<=?) (a b) (part? a b))
    (define-relation (iset>=?) (a b) (part? b a))
    (define-relation (iset<?) (a b) (and (part? a b) (not (part? b a))))
    (define-relation (iset>?) (a b) (and (part? b a) (not (part? a b))))

    ;; --- set operations

    ;; Changes the blocks of a that b also has.
    (define (combine f a b)
      (make-iset (tree-fold (lambda (number in-b tree)
                              (with-bits tree number (f (bits tree number) in-b)))
                            (blocks a)
                            (blocks b))))

    (define (combine-all f set more)
      (if (null? more)
          set
          (combine-all f (f set (car more)) (cdr more))))

    (define (iset-union set . more)
      (combine-all (lambda (a b) (combine bitwise-ior a b)) set more))
    (define (iset-difference set . more)
      (combine-all (lambda (a b) (combine clear a b)) set more))
    (define (iset-intersection set . more)
      (combine-all (lambda (a b) (iset-difference a (iset-difference a b))) set more))
    (define (iset-xor a b) (combine bitwise-xor a b))

    ;; --- ranges

    (define (isubset< set k)
      (check "isubset<" k)
      (let*-values (((number i) (floor/ k width))
                    ((below same above) (tree-split < (blocks set) number)))
        (make-iset
         (if same
             (let ((bits (bitwise-and (node-value same) (- (bit-of i) 1))))
               (if (zero? bits)
                   below
                   (tree-join number bits below #f)))
             below))))

    (define (isubset>= set k)
      (check "isubset>=" k)
      (let*-values (((number i) (floor/ k width))
                    ((below same above) (tree-split < (blocks set) number)))
        (make-iset
         (if same
             (let ((bits (clear (node-value same) (- (bit-of i) 1))))
               (if (zero? bits)
                   above
                   (tree-join number bits #f above)))
             above))))

    (define (isubset<= set k) (isubset< set (+ k 1)))
    (define (isubset> set k) (isubset>= set (+ k 1)))
    (define (isubset= set k) (if (iset-contains? set k) (iset k) empty))

    (define (iset-open-interval set low high) (isubset< (isubset> set low) high))
    (define (iset-closed-interval set low high) (isubset<= (isubset>= set low) high))
    (define (iset-open-closed-interval set low high) (isubset<= (isubset> set low) high))
    (define (iset-closed-open-interval set low high) (isubset< (isubset>= set low) high))))
