;; SRFI 125: intermediate hash tables, of every kind of equivalence.
(import (scheme base) (scheme char) (srfi 125) (srfi 128) (only (cairn base) list-sort))

(define default (make-default-comparator))
(define strings (make-comparator string? string=? string<? string-hash))
(define strings-ci (make-comparator string? string-ci=? string-ci<? string-ci-hash))
(define numbers (make-comparator number? = < number-hash))
(define (sorted alist) (list-sort (lambda (a b) (<? default a b)) alist))
(define (entries table) (sorted (hash-table->alist table)))

;; constructors
(entries (hash-table default 'a 1 'b 2 'a 3))
;=> ((a . 3) (b . 2))
(hash-table default 'a)
;=> error hash-table: no value
(entries (hash-table-unfold (lambda (i) (= i 3)) (lambda (i) (values i (* i i))) (lambda (i) (+ i 1)) 0 default))
;=> ((0 . 0) (1 . 1) (2 . 4))
(entries (alist->hash-table '((a . 1) (b . 2) (a . 3)) default))
;=> ((a . 1) (b . 2))
(entries (alist->hash-table '(("a" . 1) ("A" . 2)) string-ci=? string-ci-hash))
;=> (("a" . 1))
(entries (alist->hash-table '((#\a . 1) (#\b . 2)) eqv? 'weak-keys 10))
;=> ((#\a . 1) (#\b . 2))
(map hash-table? (list (make-hash-table default) (make-hash-table equal?) (make-hash-table string-ci=?) 1 '()))
;=> (#t #t #t #f #f)
(make-hash-table (lambda (a b) (= a b)))
;=> error no hash function
(hash-table-set! (make-hash-table (make-comparator number? = #f #f)) 1 2)
;=> error no hash function
(make-hash-table 5)
;=> error make-hash-table
(hash-table? (make-hash-table (lambda (a b) (= a b)) (lambda (x . bound) 1)))
;=> #t

;; every operation, on tables of all kinds
(define (exercise . options)
  (let ((t (apply make-hash-table options)))
    (hash-table-set! t "One" 1 "two" 2 "ONE" 'other)
    (hash-table-set! t)
    (hash-table-update! t "two" (lambda (x) (+ x 1)))
    (hash-table-update! t "three" (lambda (x) (+ x 1)) (lambda () 10))
    (hash-table-update! t "three" (lambda (x) (* x 2)) (lambda () 10) (lambda (x) (+ x 100)))
    (hash-table-update!/default t "four" (lambda (x) (+ x 1)) 100)
    (list (hash-table-size t)
          (hash-table-delete! t "four" "five")
          (hash-table-delete! t)
          (hash-table-ref t "one" (lambda () 'none))
          (hash-table-ref t "two" (lambda () 'none) list)
          (hash-table-ref/default t "three" #f)
          (hash-table-contains? t "four")
          (hash-table-exists? t "two")
          (hash-table-intern! t "two" (lambda () 'new))
          (hash-table-intern! t "six" (lambda () 6))
          (hash-table-empty? t)
          (hash-table-size (hash-table-copy t))
          (hash-table-size (hash-table-empty-copy t)))))
(exercise strings)
;=> (5 1 0 none (3) 222 #f #t 3 6 #f 5 0)
(exercise default)
;=> (5 1 0 none (3) 222 #f #t 3 6 #f 5 0)
(exercise (make-equal-comparator))
;=> (5 1 0 none (3) 222 #f #t 3 6 #f 5 0)
(exercise strings-ci)
;=> (4 1 0 other (3) 222 #f #t 3 6 #f 4 0)
(exercise string-ci=?)
;=> (4 1 0 other (3) 222 #f #t 3 6 #f 4 0)
(exercise (lambda (a b) (string-ci=? a b)) string-ci-hash 'weak-keys 100)
;=> (4 1 0 other (3) 222 #f #t 3 6 #f 4 0)
(exercise (make-comparator string? string-ci=? string-ci<? (lambda (x) 7)))
;=> (4 1 0 other (3) 222 #f #t 3 6 #f 4 0)

;; the default comparator, by which 1 and 1.0 are the same
(define t (hash-table default 1 'one 2.5 'half '(1 #(2 "x")) 'list 'a 'symbol #\a 'char))
(list (hash-table-ref/default t 1.0 #f) (hash-table-ref/default t 5/2 #f) (hash-table-ref/default t (list 1.0 (vector 2 "x")) #f) (hash-table-ref/default t 'a #f) (hash-table-ref/default t #\b #f))
;=> (one half list symbol #f)
(begin (hash-table-set! t 1.0 'uno) (sorted (hash-table-keys t)))
;=> ((1 #(2 "x")) #\a a 1 2.5)
(hash-table-ref t 1)
;=> uno
(let ((k (default-hash '(7 8)))) (hash-table-set! t k 'number) (hash-table-set! t '(7 8) 'list) (list (hash-table-ref t k) (hash-table-ref t '(7 8)) (hash-table-delete! t k) (hash-table-ref t '(7 8))))
;=> (number list 1 list)
(define-record-type point (point x) point? (x px))
(let* ((p (point 1)) (q (point 1)) (t (hash-table default p 'p q 'q car 'car))) (list (hash-table-ref t p) (hash-table-ref t q) (hash-table-ref t car) (hash-table-ref/default t (point 1) 'none)))
;=> (p q car none)
(comparator-register-default! (make-comparator point? (lambda (a b) (= (px a) (px b))) #f (lambda (p) (px p))))
(let ((t (hash-table default (point 1) 'p 1 'number))) (list (hash-table-ref t (point 1)) (hash-table-ref t 1) (hash-table-size t)))
;=> (p number 2)
(let ((t (hash-table numbers 1 'a 1.0 'b .5 'c))) (list (hash-table-size t) (hash-table-ref t 1) (hash-table-ref t 1/2)))
;=> (2 b c)

;; errors
(hash-table-ref (hash-table default) 1)
;=> error hash-table-ref: no entry
(hash-table-update! (hash-table default) 1 list)
;=> error hash-table-update!: no entry
(hash-table-set! (hash-table default) 1)
;=> error hash-table-set!
(hash-table-pop! (hash-table default))
;=> error hash-table-pop!
(hash-table-ref '() 1 list)
;=> error
(hash-table-find (hash-table default) (hash-table default 1 2) list)
;=> error
(hash-table-count (hash-table default 1 2) (hash-table default 1 2))
;=> error

;; the whole table
(define (table) (hash-table strings-ci "a" 1 "b" 2 "c" 3))
(hash-table=? default (table) (hash-table strings-ci "A" 1 "B" 2.0 "C" 3))
;=> #t
(map (lambda (other) (hash-table=? default (table) other)) (list (hash-table strings-ci "a" 1 "b" 2) (hash-table strings-ci "a" 1 "b" 2 "d" 3) (hash-table strings-ci "a" 1 "b" 2 "c" 4)))
;=> (#f #f #f)
(hash-table-mutable? (table))
;=> #t
(list (sorted (hash-table-keys (table))) (sorted (hash-table-values (table))))
;=> (("a" "b" "c") (1 2 3))
(let-values (((keys values) (hash-table-entries (table)))) (sorted (map cons keys values)))
;=> (("a" . 1) ("b" . 2) ("c" . 3))
(hash-table-find (lambda (k v) (and (= v 2) k)) (table) (lambda () 'none))
;=> "b"
(hash-table-find (table) (lambda (k v) (and (= v 5) k)) (lambda () 'none))
;=> none
(list (hash-table-count (lambda (k v) (odd? v)) (table)) (hash-table-count (table) (lambda (k v) #f)))
;=> (2 0)
(entries (hash-table-map - default (table)))
;=> (("a" . -1) ("b" . -2) ("c" . -3))
(let ((n 0)) (hash-table-for-each (lambda (k v) (set! n (+ n v))) (table)) (hash-table-walk (table) (lambda (k v) (set! n (+ n v)))) n)
;=> 12
(let ((t (table))) (hash-table-map! (lambda (k v) (list k v)) t) (entries t))
;=> (("a" "a" 1) ("b" "b" 2) ("c" "c" 3))
(sorted (hash-table-map->list (lambda (k v) (* v v)) (table)))
;=> (1 4 9)
(list (hash-table-fold (lambda (k v n) (+ v n)) 0 (table)) (hash-table-fold (table) (lambda (k v n) (+ v n)) 10))
;=> (6 16)
(let ((t (table))) (hash-table-prune! (lambda (k v) (odd? v)) t) (entries t))
;=> (("b" . 2))
(let* ((t (table)) (c (hash-table-copy t #t))) (hash-table-clear! t) (list (entries t) (entries c) (hash-table-empty? t)))
;=> (() (("a" . 1) ("b" . 2) ("c" . 3)) #t)
(let ((t (table))) (let-values (((k v) (hash-table-pop! t))) (list (hash-table-size t) (hash-table-contains? t k) (= v (hash-table-ref (table) k)))))
;=> (2 #f #t)

;; sets
(define (other) (hash-table strings-ci "B" 20 "C" 30 "D" 40))
(map (lambda (f) (entries (f (table) (other)))) (list hash-table-union! hash-table-merge! hash-table-intersection! hash-table-difference! hash-table-xor!))
;=> ((("D" . 40) ("a" . 1) ("b" . 2) ("c" . 3)) (("D" . 40) ("a" . 1) ("b" . 2) ("c" . 3)) (("b" . 2) ("c" . 3)) (("a" . 1)) (("D" . 40) ("a" . 1)))

;; reflection
(list (eq? string-ci=? (hash-table-equivalence-function (table))) (eq? string-ci-hash (hash-table-hash-function (table))) (eq? equal? (hash-table-equivalence-function (make-hash-table equal?))))
;=> (#t #t #t)
(list (= (hash '(1)) (hash (list 1) 10)) (= (string-hash "a") (string-hash "a")) (exact-integer? (hash-by-identity 'a)) (= (string-ci-hash "a") (string-ci-hash "A")))
;=> (#t #t #t #t)

;; many keys, with collisions
(let ((t (make-hash-table (make-comparator exact-integer? = < (lambda (n) (modulo n 7)))))) (do ((i 0 (+ i 1))) ((= i 100)) (hash-table-set! t i (- i))) (do ((i 0 (+ i 2))) ((>= i 100)) (hash-table-delete! t i)) (list (hash-table-size t) (hash-table-fold (lambda (k v n) (+ k n)) 0 t) (hash-table-ref t 51)))
;=> (50 2500 -51)
