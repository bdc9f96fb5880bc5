;; SRFI 250: hash tables in the order of insertion.
(import (scheme base) (scheme char) (srfi 128) (srfi 250))

(define numbers (make-comparator exact-integer? = #f number-hash))
(define symbols (make-comparator symbol? symbol=? #f symbol-hash))
(define (suits) (hash-table symbols 'clubs 1 'diamonds 2 'hearts 3 'spades 4))
(define letters
  (hash-table-unfold (lambda (c) (char>? c #\e)) (lambda (c) (values c (char-upcase c)))
                     (lambda (c) (integer->char (+ 1 (char->integer c)))) #\a (make-default-comparator) 5))
(define phones
  (alist->hash-table '((116123 . support) (116117 . advice) (112 . emergency) (112 . fire) (110 . police)) numbers 4))

(list (hash-table? (suits)) (hash-table? '((a . 1))) (hash-table-empty? (make-hash-table numbers)) (hash-table-empty? (suits)) (hash-table-mutable? (suits)) (hash-table-mutable? (hash-table-copy (suits))) (hash-table-mutable? (hash-table-copy (suits) #t)))
;=> (#t #f #t #f #t #f #t)
(list (hash-table-contains? letters #\c) (hash-table-contains? letters #\z) (hash-table-ref letters #\c) (hash-table-ref letters #\z (lambda () 'none)) (hash-table-ref letters #\c (lambda () 'none) list) (hash-table-ref/default letters #\z 0) (hash-table-size letters))
;=> (#t #f #\C none (#\C) 0 5)
(hash-table->alist phones)
;=> ((116123 . support) (116117 . advice) (112 . emergency) (110 . police))
(list (hash-table-keys (suits)) (hash-table-values (suits)) (call-with-values (lambda () (hash-table-entries phones)) list))
;=> (#(clubs diamonds hearts spades) #(1 2 3 4) (#(110 112 116117 116123) #(police emergency advice support)))
(hash-table-ref (suits) 'joker)
;=> error hash-table-ref: no association for key joker
(hash-table 5)
;=> error hash-table: expected a comparator with a hash function, got 5
(make-hash-table numbers -1)
;=> error make-hash-table: expected a capacity, got -1
(hash-table symbols 'a 1 'b)
;=> error hash-table: no value for the last key b
(let ((t (suits))) (hash-table-set! t 'joker 5 'clubs 0) (hash-table-add! t 'x 6 'y 7) (hash-table-replace! t 'x 8) (hash-table->alist t))
;=> ((y . 7) (x . 8) (joker . 5) (spades . 4) (hearts . 3) (diamonds . 2) (clubs . 0))
(define table (suits))
(hash-table-add! table 'new 1 'clubs 2)
;=> error hash-table-add!: the key has an association: clubs
(hash-table-replace! table 'joker 1)
;=> error hash-table-replace!: no association for key joker
(hash-table-set! table 'p 1 'q)
;=> error hash-table-set!: no value for the last key q
(list (hash-table-contains? table 'new) (hash-table-contains? table 'p))
;=> (#t #f)
(hash-table-set! (hash-table-copy table) 'clubs 2)
;=> error hash-table-set!: the hash table is immutable:
(hash-table-intern! (hash-table-copy table) 'clubs (lambda () 2))
;=> error hash-table-intern!: the hash table is immutable:
(let* ((t (suits)) (n (hash-table-delete! t 'diamonds 'joker 'clubs))) (list n (hash-table-delete! t 'clubs) (hash-table-size t) (hash-table-keys t)))
;=> (2 0 2 #(hearts spades))
(let* ((t (suits)) (a (hash-table-intern! t 'clubs (lambda () 'no))) (b (hash-table-intern! t 'joker (lambda () 'yes)))) (list a b (hash-table-ref t 'joker)))
;=> (1 yes yes)
(let ((t (make-hash-table numbers))) (hash-table-update! t 12 (lambda (x) (+ x 1)) (lambda () (hash-table-size t)) values) (hash-table-update!/default t 12 (lambda (x) (* x 5)) 0) (hash-table-update!/default t 13 (lambda (x) (+ x 1)) 0) (hash-table->alist t))
;=> ((13 . 1) (12 . 5))
(hash-table-update! (suits) 'joker list)
;=> error hash-table-update!: no association for key joker
(let ((t (suits))) (let-values (((k v) (hash-table-pop! t))) (list k v (hash-table-size t) (begin (hash-table-clear! t) (hash-table-empty? t)) (begin (hash-table-add! t 'z 1) (hash-table->alist t)))))
;=> (spades 4 3 #t ((z . 1)))
(hash-table-pop! (make-hash-table symbols))
;=> error hash-table-pop!: the hash table is empty:
(list (hash-table= = (suits) (suits)) (hash-table= = (suits) (hash-table symbols 'spades 4 'hearts 3 'diamonds 2 'clubs 1)) (hash-table= = (suits) (hash-table symbols 'clubs 1)) (hash-table= = (suits) (hash-table-map (lambda (k v) (+ v 1)) (suits))))
;=> (#t #t #f #f)
(list (hash-table-find (lambda (n s) (and (eq? s 'police) n)) phones (lambda () 'none)) (hash-table-find (lambda (n s) #f) phones (lambda () 'none)) (hash-table-count (lambda (n s) (even? n)) phones))
;=> (110 none 2)
(let ((t (suits))) (hash-table-delete! t 'diamonds) (let loop ((c (hash-table-cursor-first t)) (keys '())) (if (hash-table-cursor-at-end? t c) (let back ((c (hash-table-cursor-last t)) (vals '())) (if (hash-table-cursor-at-end? t c) (list keys vals) (back (hash-table-cursor-previous t c) (cons (hash-table-cursor-value t c) vals)))) (loop (hash-table-cursor-next t c) (cons (hash-table-cursor-key t c) keys)))))
;=> ((spades hearts clubs) (1 3 4))
(let* ((t (suits)) (c (hash-table-cursor-for-key t 'hearts))) (hash-table-cursor-value-set! t c 9) (list (call-with-values (lambda () (hash-table-cursor-key+value t c)) list) (hash-table-ref t 'hearts) (hash-table-cursor-at-end? t (hash-table-cursor-for-key t 'joker)) (hash-table-cursor-at-end? (make-hash-table symbols) (hash-table-cursor-first (make-hash-table symbols)))))
;=> ((hearts 9) 9 #t #t)
(hash-table-cursor-key (suits) -1)
;=> error hash-table-cursor-key: not a cursor of an association of the hash table: -1
(let ((t (suits)) (seen '())) (hash-table-for-each (lambda (k v) (set! seen (cons k seen))) t) (list seen (eq? t (hash-table-map! (lambda (k v) (* v v)) t)) (hash-table-map->list cons t)))
;=> ((spades hearts diamonds clubs) #t ((clubs . 1) (diamonds . 4) (hearts . 9) (spades . 16)))
(list (hash-table-fold (lambda (k v n) (+ v n)) 0 (suits)) (hash-table-fold-left (lambda (l k v) (cons v l)) '() (suits)) (hash-table-fold-right (lambda (k v l) (cons k l)) '() letters))
;=> (10 (4 3 2 1) (#\a #\b #\c #\d #\e))
(let ((t (hash-table-copy phones #t))) (list (hash-table-prune! (lambda (k v) (even? k)) t) (hash-table-keys t) (hash-table-size phones) (hash-table-size (hash-table-empty-copy t)) (hash-table-mutable? (hash-table-empty-copy (hash-table-copy t)))))
;=> (2 #(116117 116123) 4 0 #t)
(comparator? (hash-table-comparator letters))
;=> #t
(define (one-to n) (let ((t (make-hash-table numbers))) (do ((i 1 (+ i 1))) ((> i n) t) (hash-table-add! t i (- i)))))
(map (lambda (change!) (let ((t (one-to 4))) (list (eq? t (change! t (hash-table numbers 3 'c 4 'd 5 'e))) (hash-table->alist t)))) (list hash-table-union! hash-table-intersection! hash-table-difference! hash-table-xor!))
;=> ((#t ((5 . e) (4 . -4) (3 . -3) (2 . -2) (1 . -1))) (#t ((4 . -4) (3 . -3))) (#t ((2 . -2) (1 . -1))) (#t ((5 . e) (2 . -2) (1 . -1))))
(let ((t (one-to 3))) (hash-table-xor! t t) (hash-table-size t))
;=> 0
;; Holes are closed when the vectors are full; the order stays.
(let ((t (one-to 1000))) (do ((i 1 (+ i 1))) ((> i 5000) (list (hash-table-size t) (equal? (vector->list (hash-table-keys t)) (let loop ((n 6000) (l '())) (if (= n 5000) l (loop (- n 1) (cons n l))))) (hash-table-ref t 5500))) (hash-table-delete! t i) (hash-table-add! t (+ i 1000) (- i))))
;=> (1000 #t -4500)
(hash-table-fold 5 0 (suits))
;=> error hash-table-fold: expected a procedure, got 5
(hash-table-ref 5 1)
;=> error hash-table-ref: expected a hash table, got 5
