;; SRFI 146: mappings, by the order and by the hash of their keys.
(import (scheme base) (scheme char) (srfi 146) (srfi 146 hash) (srfi 128) (only (cairn base) list-sort))

(define default (make-default-comparator))
(define strings-ci (make-comparator string? string-ci=? string-ci<? string-ci-hash))
(define (show m) (if (mapping? m) (mapping->alist m) (list-sort (lambda (a b) (<? default a b)) (hashmap->alist m))))
(define (results f . args) (call-with-values (lambda () (apply f args)) (lambda vals (map (lambda (v) (if (or (mapping? v) (hashmap? v)) (show v) v)) vals))))

;; constructors, predicates, accessors
(define m (mapping default 'c 3 'a 1 'b 2 'a 10))
(define h (hashmap default 'c 3 'a 1 'b 2 'a 10))
(list (show m) (show h))
;=> (((a . 1) (b . 2) (c . 3)) ((a . 1) (b . 2) (c . 3)))
(mapping default 'a)
;=> error no value for the last key
(mapping (make-eq-comparator) 'a 1)
;=> error no ordering
(hashmap (make-comparator number? = < #f) 1 2)
;=> error no hash function
(list (show (mapping/ordered default 1 2 3 4)) (show (alist->mapping/ordered default '((1 . 2)))) (show (alist->mapping/ordered! (mapping default 0 0) '((1 . 2)))))
;=> (((1 . 2) (3 . 4)) ((1 . 2)) ((0 . 0) (1 . 2)))
(define (squares unfold) (show (unfold (lambda (i) (= i 4)) (lambda (i) (values (quotient i 2) i)) (lambda (i) (+ i 1)) 0 default)))
(list (squares mapping-unfold) (squares mapping-unfold/ordered) (squares hashmap-unfold))
;=> (((0 . 0) (1 . 2)) ((0 . 0) (1 . 2)) ((0 . 0) (1 . 2)))
(list (map mapping? (list m h 1)) (map hashmap? (list m h 1)))
;=> ((#t #f #f) (#f #t #f))
(list (mapping-contains? m 'a) (mapping-contains? m 'd) (mapping-empty? m) (mapping-empty? (mapping default)) (mapping-disjoint? m (mapping default 'd 1)) (mapping-disjoint? m (mapping default 'a 1)))
;=> (#t #f #f #t #t #f)
(list (hashmap-contains? h 'a) (hashmap-contains? h 'd) (hashmap-empty? h) (hashmap-empty? (hashmap default)) (hashmap-disjoint? h (hashmap default 'd 1)) (hashmap-disjoint? h (hashmap default 'a 1)))
;=> (#t #f #f #t #t #f)
(list (mapping-ref m 'b) (mapping-ref m 'd (lambda () 'none)) (mapping-ref m 'b list list) (mapping-ref/default m 'd 0) (mapping-ref/default m 'c 0))
;=> (2 none (2) 0 3)
(list (hashmap-ref h 'b) (hashmap-ref h 'd (lambda () 'none)) (hashmap-ref h 'b list list) (hashmap-ref/default h 'd 0) (hashmap-ref/default h 'c 0))
;=> (2 none (2) 0 3)
(mapping-ref m 'd)
;=> error no entry
(list (eq? default (mapping-key-comparator m)) (eq? default (hashmap-key-comparator h)))
;=> (#t #t)
(mapping-ref '() 'a)
;=> error

;; updaters: nothing changes
(define (update adjoin set replace delete delete-all m)
  (list (show (adjoin m 'a 5 'd 6)) (show (set m 'a 5 'd 6)) (show (replace m 'a 5)) (show (replace m 'd 5)) (show (delete m 'a 'x 'c)) (show (delete-all m '(b a))) (show (adjoin m)) (show m)))
(update mapping-adjoin mapping-set mapping-replace mapping-delete mapping-delete-all m)
;=> (((a . 1) (b . 2) (c . 3) (d . 6)) ((a . 5) (b . 2) (c . 3) (d . 6)) ((a . 5) (b . 2) (c . 3)) ((a . 1) (b . 2) (c . 3)) ((b . 2)) ((c . 3)) ((a . 1) (b . 2) (c . 3)) ((a . 1) (b . 2) (c . 3)))
(equal? (update mapping-adjoin! mapping-set! mapping-replace! mapping-delete! mapping-delete-all! m) (update hashmap-adjoin hashmap-set hashmap-replace hashmap-delete hashmap-delete-all h))
;=> #t
(equal? (update hashmap-adjoin! hashmap-set! hashmap-replace! hashmap-delete! hashmap-delete-all! h) (update hashmap-adjoin hashmap-set hashmap-replace hashmap-delete hashmap-delete-all h))
;=> #t
(list (show (mapping-set (mapping strings-ci "a" 1) "A" 2)) (show (mapping-adjoin (mapping strings-ci "a" 1) "A" 2)) (show (hashmap-set (hashmap strings-ci "a" 1) "A" 2)))
;=> ((("A" . 2)) (("a" . 1)) (("A" . 2)))
(define (intern+update intern update update/default m)
  (list (results intern m 'a list) (results intern m 'd (lambda () 4)) (show (update m 'a -)) (show (update m 'd - (lambda () 4))) (show (update m 'a list list -)) (show (update/default m 'd list 0))))
(intern+update mapping-intern mapping-update mapping-update/default (mapping default 'a 1))
;=> ((((a . 1)) 1) (((a . 1) (d . 4)) 4) ((a . -1)) ((a . 1) (d . -4)) ((a -1)) ((a . 1) (d 0)))
(let ((expected (intern+update mapping-intern mapping-update mapping-update/default (mapping default 'a 1)))) (list (equal? expected (intern+update mapping-intern! mapping-update! mapping-update!/default (mapping default 'a 1))) (equal? expected (intern+update hashmap-intern hashmap-update hashmap-update/default (hashmap default 'a 1))) (equal? expected (intern+update hashmap-intern! hashmap-update! hashmap-update!/default (hashmap default 'a 1)))))
;=> (#t #t #t)
(mapping-update m 'd list)
;=> error no entry
(list (results mapping-pop m) (results mapping-pop! (mapping default) (lambda () 'empty)) (results hashmap-pop (hashmap default 1 2)) (results hashmap-pop! (hashmap default) (lambda () 'empty)))
;=> ((((b . 2) (c . 3)) a 1) (empty) (() 1 2) (empty))
(mapping-pop (mapping default))
;=> error empty
(define (search-all search m)
  (list (results search m 'd (lambda (insert ignore) (insert 4 'x)) error)
        (results search m 'd (lambda (insert ignore) (ignore 'y)) error)
        (results search m 'b error (lambda (key value update remove) (update 'e (list key value) 'z)))
        (results search m 'b error (lambda (key value update remove) (remove 'w)))))
(search-all mapping-search m)
;=> ((((a . 1) (b . 2) (c . 3) (d . 4)) x) (((a . 1) (b . 2) (c . 3)) y) (((a . 1) (c . 3) (e b 2)) z) (((a . 1) (c . 3)) w))
(let ((expected (search-all mapping-search m))) (map (lambda (search m) (equal? expected (search-all search m))) (list mapping-search! hashmap-search hashmap-search!) (list m h h)))
;=> (#t #t #t)

;; the whole mapping
(list (mapping-size m) (mapping-count (lambda (k v) (odd? v)) m) (mapping-any? (lambda (k v) (= v 2)) m) (mapping-every? (lambda (k v) (= v 2)) m) (mapping-keys m) (mapping-values m) (results mapping-entries m))
;=> (3 2 #t #f (a b c) (1 2 3) ((a b c) (1 2 3)))
(list (hashmap-size h) (hashmap-count (lambda (k v) (odd? v)) h) (hashmap-any? (lambda (k v) (= v 2)) h) (hashmap-every? (lambda (k v) (< v 4)) h) (length (hashmap-keys h)) (apply + (hashmap-values h)) (map length (results hashmap-entries h)))
;=> (3 2 #t #t 3 6 (3 3))
(list (results mapping-find (lambda (k v) (> v 1)) m list) (results mapping-find (lambda (k v) (> v 5)) m (lambda () 'none)) (results hashmap-find (lambda (k v) (= v 2)) h list) (results hashmap-find (lambda (k v) (> v 5)) h (lambda () 'none)))
;=> ((b 2) (none) (b 2) (none))

;; mapping and folding
(define (invert k v) (values v k))
(list (show (mapping-map invert default m)) (show (hashmap-map invert default h)))
;=> (((1 . a) (2 . b) (3 . c)) ((1 . a) (2 . b) (3 . c)))
(list (mapping-map->list list m) (apply + (hashmap-map->list (lambda (k v) v) h)))
;=> (((a 1) (b 2) (c 3)) 6)
(let ((n 0)) (mapping-for-each (lambda (k v) (set! n (+ n v))) m) (hashmap-for-each (lambda (k v) (set! n (+ n v))) h) n)
;=> 12
(list (mapping-fold (lambda (k v acc) (cons v acc)) '() m) (mapping-fold/reverse (lambda (k v acc) (cons v acc)) '() m) (hashmap-fold (lambda (k v acc) (+ v acc)) 0 h))
;=> ((3 2 1) (1 2 3) 6)
(define (is-odd k v) (odd? v))
(map (lambda (f) (show (f is-odd m))) (list mapping-filter mapping-filter! mapping-remove mapping-remove!))
;=> (((a . 1) (c . 3)) ((a . 1) (c . 3)) ((b . 2)) ((b . 2)))
(map (lambda (f) (show (f is-odd h))) (list hashmap-filter hashmap-filter! hashmap-remove hashmap-remove!))
;=> (((a . 1) (c . 3)) ((a . 1) (c . 3)) ((b . 2)) ((b . 2)))
(list (results mapping-partition is-odd m) (results mapping-partition! is-odd m) (results hashmap-partition is-odd h) (results hashmap-partition! is-odd h))
;=> ((((a . 1) (c . 3)) ((b . 2))) (((a . 1) (c . 3)) ((b . 2))) (((a . 1) (c . 3)) ((b . 2))) (((a . 1) (c . 3)) ((b . 2))))
(list (show (mapping-copy m)) (show (alist->mapping default '((a . 1) (a . 2)))) (show (alist->mapping! m '((a . 9) (d . 4)))) (show (hashmap-copy h)) (show (alist->hashmap default '((a . 1) (a . 2)))) (show (alist->hashmap! h '((a . 9) (d . 4)))))
;=> (((a . 1) (b . 2) (c . 3)) ((a . 1)) ((a . 1) (b . 2) (c . 3) (d . 4)) ((a . 1) (b . 2) (c . 3)) ((a . 1)) ((a . 1) (b . 2) (c . 3) (d . 4)))

;; submappings
(define m1 (mapping default 'a 1 'b 2))
(define m3 (mapping default 'a 1 'b 2 'c 4))
(map (lambda (f) (list (f default m1 m1) (f default m1 m) (f default m m1) (f default m m3) (f default m1 m m) (f default m))) (list mapping=? mapping<? mapping>? mapping<=? mapping>=?))
;=> ((#t #f #f #f #f #t) (#f #t #f #f #f #t) (#f #f #t #f #f #t) (#t #t #f #f #t #t) (#t #f #t #f #f #t))
(define h1 (hashmap default 'a 1 'b 2))
(map (lambda (f) (list (f default h1 h1) (f default h1 h) (f default h h1) (f default h1 h h))) (list hashmap=? hashmap<? hashmap>? hashmap<=? hashmap>=?))
;=> ((#t #f #f #f) (#f #t #f #f) (#f #f #t #f) (#t #t #f #t) (#t #f #t #f))

;; set operations
(define n (mapping default 'b 20 'd 40))
(define g (hashmap default 'b 20 'd 40))
(define (sets a b . fs) (map (lambda (f) (show (f a b))) fs))
(sets m n mapping-union mapping-intersection mapping-difference mapping-xor)
;=> (((a . 1) (b . 2) (c . 3) (d . 40)) ((b . 2)) ((a . 1) (c . 3)) ((a . 1) (c . 3) (d . 40)))
(let ((expected (sets m n mapping-union mapping-intersection mapping-difference mapping-xor))) (list (equal? expected (sets m n mapping-union! mapping-intersection! mapping-difference! mapping-xor!)) (equal? expected (sets h g hashmap-union hashmap-intersection hashmap-difference hashmap-xor)) (equal? expected (sets h g hashmap-union! hashmap-intersection! hashmap-difference! hashmap-xor!))))
;=> (#t #t #t)
(list (show (mapping-union m n (mapping default 'e 5))) (show (mapping-difference m n (mapping default 'a 5))) (show (mapping-intersection m)))
;=> (((a . 1) (b . 2) (c . 3) (d . 40) (e . 5)) ((c . 3)) ((a . 1) (b . 2) (c . 3)))

;; ordered keys
(list (mapping-min-key m) (mapping-max-key m) (mapping-min-value m) (mapping-max-value m) (results mapping-min-entry m) (results mapping-max-entry m))
;=> (a c 1 3 (a 1) (c 3))
(mapping-min-key (mapping default))
;=> error mapping-min-key: the mapping is empty
(mapping-max-entry (mapping default))
;=> error mapping-max-entry: the mapping is empty
(define (none) 'none)
(list (mapping-key-predecessor m 'b none) (mapping-key-predecessor m 'a none) (mapping-key-successor m 'b none) (mapping-key-successor m 'c none) (mapping-key-successor m "x" none) (mapping-key-predecessor m 'z none))
;=> (a none c none a c)
(map (lambda (f) (mapping-keys (f m 'b))) (list mapping-range= mapping-range< mapping-range> mapping-range<= mapping-range>= mapping-range=! mapping-range<! mapping-range>! mapping-range<=! mapping-range>=!))
;=> ((b) (a) (c) (a b) (b c) (b) (a) (c) (a b) (b c))
(results mapping-split (mapping default 1 1 3 3) 2)
;=> (((1 . 1)) ((1 . 1)) () ((3 . 3)) ((3 . 3)))
(results mapping-split (mapping default 1 1 2 2 3 3) 2)
;=> (((1 . 1)) ((1 . 1) (2 . 2)) ((2 . 2)) ((2 . 2) (3 . 3)) ((3 . 3)))
(list (show (mapping-catenate default (mapping default 1 1) 2 2 (mapping default 3 3))) (show (mapping-catenate! default (mapping default) 2 2 (mapping default))))
;=> (((1 . 1) (2 . 2) (3 . 3)) ((2 . 2)))
(map (lambda (f) (show (f (lambda (k v) (values (* 2 k) v)) default (mapping default 1 'a 2 'b)))) (list mapping-map/monotone mapping-map/monotone!))
;=> (((2 . a) (4 . b)) ((2 . a) (4 . b)))

;; comparators
(list (comparator? mapping-comparator) (=? mapping-comparator m (mapping-copy m)) (=? mapping-comparator m n) (<? mapping-comparator m n) (<? mapping-comparator m m3) (<? mapping-comparator m3 m) (<? mapping-comparator m1 m))
;=> (#t #t #f #t #t #f #t)
(list (=? hashmap-comparator h (hashmap-copy h)) (= (comparator-hash hashmap-comparator h) (comparator-hash hashmap-comparator (hashmap default 'c 3 'b 2 'a 1))) (comparator-ordered? hashmap-comparator) (=? default h (hashmap-copy h)) (=? default m (mapping-copy m)))
;=> (#t #t #f #t #t)
(mapping-ref (mapping (make-mapping-comparator default) m 'm n 'n) (mapping-copy n))
;=> n
(hashmap-ref (hashmap (make-hashmap-comparator default) h 'h g 'g) (hashmap-copy g))
;=> g

;; Mappings with different comparators are different.
(define (other) (make-comparator number? = < (lambda (x) 1)))
(let ((a (mapping (other) 1 2)) (b (mapping (other) 1 2)))
  (list (mapping=? (make-default-comparator) a a (mapping-copy a)) (mapping=? (make-default-comparator) a b) (mapping=? (make-default-comparator) a a b)))
;=> (#t #f #f)
(import (srfi 146 hash))
(let* ((c (other)) (a (hashmap c 1 2)) (b (hashmap (other) 1 2)))
  (list (hashmap=? (make-default-comparator) a (hashmap c 1 2)) (hashmap=? (make-default-comparator) a b)))
;=> (#t #f)
