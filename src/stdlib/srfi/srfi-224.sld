;;; SRFI 224: integer mappings. Keys may be exact integers of any size.
;;;
;;; A mapping is a balanced tree ordered by its keys, and immutable.

(define-library (srfi 224)
  (export
    ;; constructors, predicates, accessors
    fxmapping fxmapping-unfold fxmapping-accumulate alist->fxmapping alist->fxmapping/combinator
    fxmapping? fxmapping-contains? fxmapping-empty? fxmapping-disjoint?
    fxmapping-ref fxmapping-ref/default fxmapping-min fxmapping-max
    ;; updaters
    fxmapping-adjoin fxmapping-adjoin/combinator fxmapping-set fxmapping-adjust
    fxmapping-delete fxmapping-delete-all fxmapping-update fxmapping-alter
    fxmapping-delete-min fxmapping-delete-max fxmapping-update-min fxmapping-update-max
    fxmapping-pop-min fxmapping-pop-max
    ;; the whole mapping
    fxmapping-size fxmapping-find fxmapping-count fxmapping-any? fxmapping-every?
    fxmapping-fold fxmapping-fold-right fxmapping-map fxmapping-map->list fxmapping-for-each
    fxmapping-filter-map fxmapping-relation-map
    fxmapping-filter fxmapping-remove fxmapping-partition
    ;; conversion and comparison
    fxmapping->alist fxmapping->decreasing-alist fxmapping-keys fxmapping-values
    fxmapping->generator fxmapping->decreasing-generator
    fxmapping=? fxmapping<? fxmapping>? fxmapping<=? fxmapping>=?
    ;; set operations and parts
    fxmapping-union fxmapping-intersection fxmapping-difference fxmapping-xor
    fxmapping-union/combinator fxmapping-intersection/combinator
    fxmapping-open-interval fxmapping-closed-interval fxmapping-open-closed-interval
    fxmapping-closed-open-interval
    fxsubmapping= fxsubmapping< fxsubmapping<= fxsubmapping> fxsubmapping>= fxmapping-split)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 128) comparator-equality-predicate)
          (cairn relations)
          (cairn trees)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type fxmapping
      (make tree)
      fxmapping?
      (tree tree-of))

    (define empty (make #f))

    (define (check who key)
      (unless (exact-integer? key)
        (error (string-append who ": expected an exact integer as a key, got") key)))

    (define (find-node who m key)
      (check who key)
      (tree-find < (tree-of m) key))

    ;; --- building

    ;; The tree with a key. If the tree has the key already, its value comes from `combine`, which takes
    ;; the key, the new value and the old one.
    (define (insert who combine tree key value)
      (check who key)
      (let ((found (tree-find < tree key)))
        (tree-insert < tree key (if found (combine key value (node-value found)) value))))
    (define (old key new old) old)
    (define (new key new old) new)

    (define (fill who combine tree keys+values)
      (cond ((null? keys+values) (make tree))
            ((null? (cdr keys+values))
             (error (string-append who ": no value for the last key") (car keys+values)))
            (else
             (fill who
                   combine
                   (insert who combine tree (car keys+values) (cadr keys+values))
                   (cddr keys+values)))))

    (define (fxmapping . keys+values) (fill "fxmapping" old #f keys+values))

    (define (alist->fxmapping alist) (fill-alist "alist->fxmapping" old alist))
    (define (alist->fxmapping/combinator combine alist)
      (%check-procedure 'alist->fxmapping/combinator combine)
      (fill-alist "alist->fxmapping/combinator" combine alist))
    (define (fill-alist who combine alist)
      (let loop ((alist alist) (tree #f))
        (if (null? alist)
            (make tree)
            (loop (cdr alist) (insert who combine tree (caar alist) (cdar alist))))))

    (define fxmapping-unfold
      (case-lambda
        ((stop? mapper successor seed)
         (let loop ((seed seed) (tree #f))
           (if (stop? seed)
               (make tree)
               (let-values (((key value) (mapper seed)))
                 (loop (successor seed) (insert "fxmapping-unfold" old tree key value))))))
        ((stop? mapper successor . seeds)
         (let loop ((seeds seeds) (tree #f))
           (if (apply stop? seeds)
               (make tree)
               (let-values (((key value) (apply mapper seeds))
                            (seeds (apply successor seeds)))
                 (loop seeds (insert "fxmapping-unfold" old tree key value))))))))

    (define (fxmapping-accumulate proc . seeds)
      (%check-procedure 'fxmapping-accumulate proc)
      (call-with-current-continuation
       (lambda (return)
         (let loop ((seeds seeds) (tree #f))
           (let-values (((key value . seeds)
                         (apply proc (lambda results (apply return (make tree) results)) seeds)))
             (loop seeds (insert "fxmapping-accumulate" old tree key value)))))))

    ;; --- predicates and accessors

    (define (fxmapping-contains? m key) (and (find-node "fxmapping-contains?" m key) #t))
    (define (fxmapping-empty? m) (not (tree-of m)))
    (define (fxmapping-disjoint? a b)
      (let ((b (tree-of b)))
        (not (tree-any (lambda (key value) (tree-find < b key)) (tree-of a)))))

    (define fxmapping-ref
      (case-lambda
        ((m key)
         (fxmapping-ref m key (lambda () (error "fxmapping-ref: no value for the key" key))))
        ((m key failure)
         (let ((found (find-node "fxmapping-ref" m key)))
           (if found (node-value found) (failure))))
        ((m key failure success)
         (let ((found (find-node "fxmapping-ref" m key)))
           (if found (success (node-value found)) (failure))))))
    (define (fxmapping-ref/default m key default)
      (let ((found (find-node "fxmapping-ref/default" m key)))
        (if found (node-value found) default)))

    (define (end who tree-end m)
      (or (tree-end (tree-of m)) (error (string-append who ": the mapping is empty") m)))
    (define (fxmapping-min m)
      (let ((least (end "fxmapping-min" tree-min m)))
        (values (node-key least) (node-value least))))
    (define (fxmapping-max m)
      (let ((greatest (end "fxmapping-max" tree-max m)))
        (values (node-key greatest) (node-value greatest))))

    ;; --- updaters

    (define (fxmapping-adjoin m . keys+values)
      (fill "fxmapping-adjoin" old (tree-of m) keys+values))
    (define (fxmapping-adjoin/combinator m combine . keys+values)
      (%check-procedure 'fxmapping-adjoin/combinator combine)
      (fill "fxmapping-adjoin/combinator" combine (tree-of m) keys+values))
    (define (fxmapping-set m . keys+values)
      (fill "fxmapping-set" new (tree-of m) keys+values))

    (define (with m key value) (make (tree-insert < (tree-of m) key value)))
    (define (without m key) (make (tree-delete < (tree-of m) key)))

    (define (fxmapping-adjust m key proc)
      (%check-procedure 'fxmapping-adjust proc)
      (let ((found (find-node "fxmapping-adjust" m key)))
        (if found (with m key (proc key (node-value found))) m)))

    (define (fxmapping-delete m . keys) (delete-all "fxmapping-delete" m keys))
    (define (fxmapping-delete-all m keys) (delete-all "fxmapping-delete-all" m keys))
    (define (delete-all who m keys)
      (let loop ((keys keys) (tree (tree-of m)))
        (cond ((null? keys) (make tree))
              (else
               (check who (car keys))
               (loop (cdr keys) (tree-delete < tree (car keys)))))))

    ;; Calls a procedure with a node's key and value, and with what replaces or deletes these.
    (define (update m node proc)
      (let ((key (node-key node)))
        (proc key
              (node-value node)
              (lambda (value) (with m key value))
              (lambda () (without m key)))))

    (define fxmapping-update
      (case-lambda
        ((m key proc)
         (fxmapping-update m
                           key
                           proc
                           (lambda () (error "fxmapping-update: no value for the key" key))))
        ((m key proc failure)
         (let ((found (find-node "fxmapping-update" m key)))
           (if found (update m found proc) (failure))))))

    (define (fxmapping-alter m key failure success)
      (let ((found (find-node "fxmapping-alter" m key)))
        (if found
            (update m found success)
            (failure (lambda (value) (with m key value)) (lambda () m)))))

    (define (fxmapping-delete-min m)
      (without m (node-key (end "fxmapping-delete-min" tree-min m))))
    (define (fxmapping-delete-max m)
      (without m (node-key (end "fxmapping-delete-max" tree-max m))))
    (define (fxmapping-update-min m proc)
      (update m (end "fxmapping-update-min" tree-min m) proc))
    (define (fxmapping-update-max m proc)
      (update m (end "fxmapping-update-max" tree-max m) proc))

    (define (pop m node)
      (values (node-key node) (node-value node) (without m (node-key node))))
    (define (fxmapping-pop-min m) (pop m (end "fxmapping-pop-min" tree-min m)))
    (define (fxmapping-pop-max m) (pop m (end "fxmapping-pop-max" tree-max m)))

    ;; --- the whole mapping

    (define (fxmapping-size m) (tree-size (tree-of m)))

    (define (fxmapping-find pred m failure)
      (%check-procedure 'fxmapping-find pred)
      (let ((found (tree-any (lambda (key value) (and (pred key value) (cons key value)))
                             (tree-of m))))
        (if found (values (car found) (cdr found)) (failure))))
    (define (fxmapping-count pred m)
      (%check-procedure 'fxmapping-count pred)
      (tree-fold (lambda (key value n) (if (pred key value) (+ n 1) n)) 0 (tree-of m)))
    (define (fxmapping-any? pred m)
      (%check-procedure 'fxmapping-any? pred)
      (and (tree-any pred (tree-of m)) #t))
    (define (fxmapping-every? pred m)
      (%check-procedure 'fxmapping-every? pred)
      (not (tree-any (lambda (key value) (not (pred key value))) (tree-of m))))

    (define (fxmapping-fold kons knil m)
      (%check-procedure 'fxmapping-fold kons)
      (tree-fold kons knil (tree-of m)))
    (define (fxmapping-fold-right kons knil m)
      (%check-procedure 'fxmapping-fold-right kons)
      (tree-fold-right kons knil (tree-of m)))
    (define (fxmapping-map proc m)
      (%check-procedure 'fxmapping-map proc)
      (make (tree-map (lambda (key value) (values key (proc key value))) (tree-of m))))
    (define (fxmapping-map->list proc m)
      (%check-procedure 'fxmapping-map->list proc)
      (tree-fold-right (lambda (key value list) (cons (proc key value) list)) '() (tree-of m)))
    (define (fxmapping-for-each proc m)
      (%check-procedure 'fxmapping-for-each proc)
      (tree-fold (lambda (key value acc) (proc key value) acc) #t (tree-of m)))
    (define (fxmapping-relation-map proc m)
      (%check-procedure 'fxmapping-relation-map proc)
      (make (tree-fold (lambda (key value tree)
                         (let-values (((key value) (proc key value)))
                           (insert "fxmapping-relation-map" new tree key value)))
                       #f
                       (tree-of m))))

    ;; Keys arrive in ascending order, so each new one is joined at the right end.
    (define (append-node tree key value) (tree-join key value tree #f))

    (define (fxmapping-filter-map proc m)
      (%check-procedure 'fxmapping-filter-map proc)
      (make (tree-fold (lambda (key value tree)
                         (let ((value (proc key value)))
                           (if value (append-node tree key value) tree)))
                       #f
                       (tree-of m))))
    (define (filter keep? tree)
      (tree-fold (lambda (key value tree)
                   (if (keep? key value) (append-node tree key value) tree))
                 #f
                 tree))
    (define (fxmapping-filter pred m)
      (%check-procedure 'fxmapping-filter pred)
      (make (filter pred (tree-of m))))
    (define (fxmapping-remove pred m)
      (%check-procedure 'fxmapping-remove pred)
      (make (filter (lambda (key value) (not (pred key value))) (tree-of m))))
    (define (fxmapping-partition pred m)
      (%check-procedure 'fxmapping-partition pred)
      (let* ((in (filter pred (tree-of m)))
             (out (filter (lambda (key value) (not (tree-find < in key))) (tree-of m))))
        (values (make in) (make out))))

    ;; --- conversion

    (define (fxmapping->alist m) (fxmapping-map->list cons m))
    (define (fxmapping->decreasing-alist m)
      (tree-fold (lambda (key value list) (cons (cons key value) list)) '() (tree-of m)))
    (define (fxmapping-keys m) (fxmapping-map->list (lambda (key value) key) m))
    (define (fxmapping-values m) (fxmapping-map->list (lambda (key value) value) m))

    (define (fxmapping->generator m) (generator tree-min tree-above (tree-of m)))
    (define (fxmapping->decreasing-generator m) (generator tree-max tree-below (tree-of m)))
    ;; Looks for the node after the last one, so that nothing is made beforehand.
    (define (generator first next tree)
      (let ((node (first tree)))
        (lambda ()
          (if node
              (let ((entry (cons (node-key node) (node-value node))))
                (set! node (next < tree (car entry)))
                entry)
              (eof-object)))))

    ;; --- comparison

    ;; Whether each association of a is one of b, too.
    (define (part? comparator a b)
      (let ((same? (comparator-equality-predicate comparator)) (b (tree-of b)))
        (and (<= (tree-size (tree-of a)) (tree-size b))
             (not (tree-any (lambda (key value)
                              (let ((found (tree-find < b key)))
                                (not (and found (same? value (node-value found))))))
                            (tree-of a))))))
    (define-relation (fxmapping=? comparator) (a b)
      (and (= (fxmapping-size a) (fxmapping-size b)) (part? comparator a b)))
    (define-relation (fxmapping<=? comparator) (a b) (part? comparator a b))
    (define-relation (fxmapping>=? comparator) (a b) (part? comparator b a))
    (define-relation (fxmapping<? comparator) (a b)
      (and (< (fxmapping-size a) (fxmapping-size b)) (part? comparator a b)))
    (define-relation (fxmapping>? comparator) (a b)
      (and (> (fxmapping-size a) (fxmapping-size b)) (part? comparator b a)))

    ;; --- set operations

    (define (fold-trees combine m more)
      (let loop ((tree (tree-of m)) (more more))
        (if (null? more)
            (make tree)
            (loop (combine tree (tree-of (car more))) (cdr more)))))

    ;; The union of two trees: `combine` has a key of both, and its values in the first and second.
    (define (union combine a b)
      (tree-fold (lambda (key value tree)
                   (insert "fxmapping-union" (lambda (key new old) (combine key old new)) tree key value))
                 a
                 b))
    (define (intersection combine a b)
      (tree-fold (lambda (key value tree)
                   (let ((found (tree-find < b key)))
                     (if found
                         (append-node tree key (combine key value (node-value found)))
                         tree)))
                 #f
                 a))
    (define (difference a b) (tree-fold (lambda (key value tree) (tree-delete < tree key)) a b))
    (define (first key first second) first)

    (define (fxmapping-union m . more)
      (fold-trees (lambda (a b) (union first a b)) m more))
    (define (fxmapping-intersection m . more)
      (fold-trees (lambda (a b) (intersection first a b)) m more))
    (define (fxmapping-union/combinator combine m . more)
      (%check-procedure 'fxmapping-union/combinator combine)
      (fold-trees (lambda (a b) (union combine a b)) m more))
    (define (fxmapping-intersection/combinator combine m . more)
      (%check-procedure 'fxmapping-intersection/combinator combine)
      (fold-trees (lambda (a b) (intersection combine a b)) m more))
    (define (fxmapping-difference m . more) (fold-trees difference m more))
    (define (fxmapping-xor a b)
      (let ((a (tree-of a)) (b (tree-of b)))
        (make (union first (difference a b) (difference b a)))))

    ;; --- parts

    (define (with-node node left right)
      (if node (tree-join (node-key node) (node-value node) left right) (tree-join2 left right)))

    ;; The trees of the keys below and above one, in which it is itself if it counts.
    (define (below who tree key counts?)
      (check who key)
      (let-values (((below same above) (tree-split < tree key)))
        (if counts? (with-node same below #f) below)))
    (define (above who tree key counts?)
      (check who key)
      (let-values (((below same above) (tree-split < tree key)))
        (if counts? (with-node same #f above) above)))

    (define (fxsubmapping= m key)
      (let ((found (find-node "fxsubmapping=" m key)))
        (if found (make (with-node found #f #f)) empty)))
    (define (fxsubmapping< m key) (make (below "fxsubmapping<" (tree-of m) key #f)))
    (define (fxsubmapping<= m key) (make (below "fxsubmapping<=" (tree-of m) key #t)))
    (define (fxsubmapping> m key) (make (above "fxsubmapping>" (tree-of m) key #f)))
    (define (fxsubmapping>= m key) (make (above "fxsubmapping>=" (tree-of m) key #t)))
    (define (fxmapping-split m key)
      (values (make (below "fxmapping-split" (tree-of m) key #t))
              (make (above "fxmapping-split" (tree-of m) key #f))))

    (define (interval who m low high low? high?)
      (make (below who (above who (tree-of m) low low?) high high?)))
    (define (fxmapping-open-interval m low high)
      (interval "fxmapping-open-interval" m low high #f #f))
    (define (fxmapping-closed-interval m low high)
      (interval "fxmapping-closed-interval" m low high #t #t))
    (define (fxmapping-open-closed-interval m low high)
      (interval "fxmapping-open-closed-interval" m low high #f #t))
    (define (fxmapping-closed-open-interval m low high)
      (interval "fxmapping-closed-open-interval" m low high #t #f))))
