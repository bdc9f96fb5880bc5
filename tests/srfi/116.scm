;; SRFI 116: immutable lists.
(import (srfi 116))

(define t itree->tree)
(define (values-of thunk) (call-with-values thunk (lambda xs (map t xs))))

;; constructors
(map t (list (ipair 1 2) (ilist 1 2 3) (ilist) (xipair 1 2) (ipair* 1 2 3 4) (ipair* 1) (make-ilist 3 'c) (ilist-tabulate 4 (lambda (x) (* x x)))))
;=> ((1 . 2) (1 2 3) () (2 . 1) (1 2 3 . 4) 1 (c c c) (0 1 4 9))
(map t (list (iq a (b c) . d) (iq) (iq 1 2) (iiota 5) (iiota 5 1) (iiota 3 0 -2) (ilist-copy (ilist 1 2)) (ilist-copy (ipair* 1 2 3)) (ilist-copy 5)))
;=> ((a (b c) . d) () (1 2) (0 1 2 3 4) (1 2 3 4 5) (0 -2 -4) (1 2) (1 2 . 3) 5)
(make-ilist -1 0)
;=> error make-ilist
(ilist-tabulate 'a -)
;=> error ilist-tabulate
;; predicates
(map ipair? (list (ipair 1 2) (ilist 1) '() '(1) 5))
;=> (#t #t #f #f #f)
(map ilist? (list '() (ilist 1 2) (ipair 1 2) '(1) 5))
;=> (#t #t #f #f #f)
(list (map dotted-ilist? (list '() (ilist 1) (ipair 1 2) 5)) (proper-ilist? (ilist 1)) (not-ipair? (ilist 1)) (null-ilist? '()) (null-ilist? (ilist 1)))
;=> ((#f #f #t #t) #t #f #t #f)
(null-ilist? 5)
;=> error null-ilist?
(list (ilist= eq?) (ilist= eq? (iq a)) (ilist= eq? (iq a b) (iq a b) (iq a b)) (ilist= = (iq 1) (iq 1 2)) (ilist= = (iq 1 2) (iq 1 3)) (ilist= < (iq 1 2) (iq 2 3)))
;=> (#t #t #t #f #f #t)
;; selectors
(define tree (iq ((((1 . 2) . (3 . 4)) . ((5 . 6) . (7 . 8))) . (((9 . 10) . (11 . 12)) . ((13 . 14) . (15 . 16)))) . end))
(map (lambda (f) (f (icar tree))) (list icaaaar icdaaar icadaar icddaar icaadar icdadar icaddar icdddar icaaadr icdaadr icadadr icddadr icaaddr icdaddr icadddr icddddr))
;=> (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
(map (lambda (f) (t (f (icar tree)))) (list icaar icadr icdar icddr icaaar icaadr icadar icaddr icdaar icdadr icddar icdddr))
;=> (((1 . 2) 3 . 4) ((9 . 10) 11 . 12) ((5 . 6) 7 . 8) ((13 . 14) 15 . 16) (1 . 2) (9 . 10) (5 . 6) (13 . 14) (3 . 4) (11 . 12) (7 . 8) (15 . 16))
(icar '())
;=> error icar
(icdr '(1))
;=> error icdr
(let ((l (iiota 10 1))) (map (lambda (f) (f l)) (list ifirst isecond ithird ifourth ififth isixth iseventh ieighth ininth itenth)))
;=> (1 2 3 4 5 6 7 8 9 10)
(list (ilist-ref (iq a b c d) 2) (values-of (lambda () (icar+icdr (ipair 1 2)))))
;=> (c (1 2))
(ilist-ref (iq a b) 2)
;=> error ilist-ref: the list is too short
(map t (list (itake (iq a b c d e) 2) (idrop (iq a b c d e) 2) (ilist-tail (iq a b c) 1) (itake (iq 1 2 3 . d) 3) (idrop (iq 1 2 3 . d) 2) (idrop (iq 1 2 3 . d) 3)))
;=> ((a b) (c d e) (b c) (1 2 3) (3 . d) d)
(map t (list (itake-right (iq a b c d e) 2) (idrop-right (iq a b c d e) 2) (itake-right (iq 1 2 3 . d) 2) (itake-right (iq 1 2 3 . d) 0) (idrop-right (iq 1 2 3 . d) 2)))
;=> ((d e) (a b c) (2 3 . d) d (1))
(itake (iq 1 2) 3)
;=> error itake: the list is too short
(idrop-right (iq 1 2) 3)
;=> error idrop-right: the list is too short
(list (values-of (lambda () (isplit-at (iq a b c d) 2))) (ilast (iq a b c)) (t (last-ipair (iq a b . c))))
;=> (((a b) (c d)) c (b . c))
(ilast '())
;=> error ilast
;; miscellaneous
(list (ilength (iq a b c)) (ilength '()))
;=> (3 0)
(ilength (iq 1 . 2))
;=> error ilength: expected an immutable list
(map t (list (iappend (iq x) (iq y)) (iappend (iq a) (iq b c d) (iq e)) (iappend (iq a b) (iq c . d)) (iappend '() 'a) (iappend (iq x y)) (iappend) (iconcatenate (iq (1) () (2 3)))))
;=> ((x y) (a b c d e) (a b c . d) a (x y) () (1 2 3))
(map t (list (ireverse (iq a (b c) d)) (iappend-reverse (iq 3 2 1) (iq 4 5))))
;=> ((d (b c) a) (1 2 3 4 5))
(list (t (izip (iq one two three) (iq 1 2 3) (iq odd even odd))) (t (izip (iq 1 2))) (t (iunzip1 (iq (1) (2)))) (values-of (lambda () (iunzip2 (iq (1 one) (2 two))))) (values-of (lambda () (iunzip3 (iq (1 2 3))))) (values-of (lambda () (iunzip4 (iq (1 2 3 4))))) (values-of (lambda () (iunzip5 (iq (1 2 3 4 5))))))
;=> (((one 1 odd) (two 2 even) (three 3 odd)) ((1) (2)) (1 2) ((1 2) (one two)) ((1) (2) (3)) ((1) (2) (3) (4)) ((1) (2) (3) (4) (5)))
(list (icount even? (iq 3 1 4 1 5 9 2 5 6)) (icount < (iq 1 2 4 8) (iq 2 4 6 8 10 12)))
;=> (3 3)
;; fold, unfold, map
(list (t (imap icadr (iq (a b) (d e) (g h)))) (t (imap + (iq 1 2 3) (iq 4 5 6))) (t (imap-in-order - (iq 1 2))))
;=> ((b e h) (5 7 9) (-1 -2))
(imap - '(1 2))
;=> error imap: expected an immutable list
(let ((seen '())) (ifor-each (lambda (x) (set! seen (cons x seen))) (iq 1 2)) (ifor-each (lambda (x y) (set! seen (cons (+ x y) seen))) (iq 1 2) (iq 10 20)) seen)
;=> (22 11 2 1)
(list (ifold cons '() (iq 1 2 3)) (ifold cons* '() (iq a b c) (iq 1 2 3)) (ifold-right cons '() (iq 1 2 3)) (ifold-right cons* '() (iq a b c) (iq 1 2 3)))
;=> ((3 2 1) (c 3 b 2 a 1) (1 2 3) (a 1 b 2 c 3))
(list (map t (ipair-fold cons '() (iq a b c))) (map t (ipair-fold-right cons '() (iq a b c))) (ipair-fold (lambda (p q acc) (cons (list (icar p) (icar q)) acc)) '() (iq 1 2) (iq a b)))
;=> (((c) (b c) (a b c)) ((a b c) (b c) (c)) ((2 b) (1 a)))
(list (ireduce max 0 (iq 1 5 3)) (ireduce + 0 '()) (ireduce - 0 (iq 1 2 3 4)) (ireduce-right + 0 (iq 1 2 3)) (t (ireduce-right iappend '() (iq (1) (2) (3)))) (ireduce-right - 0 (iq 1 2 3 4)))
;=> (5 0 2 6 (1 2 3) -2)
(map t (list (iunfold (lambda (x) (> x 10)) (lambda (x) (* x x)) (lambda (x) (+ x 1)) 1) (iunfold null-ilist? icar icdr (iq 1 2) (lambda (x) (iq 3))) (iunfold-right zero? (lambda (x) (* x x)) (lambda (x) (- x 1)) 10) (iunfold-right null-ilist? icar icdr (iq 1 2 3) (iq 9))))
;=> ((1 4 9 16 25 36 49 64 81 100) (1 2 3) (1 4 9 16 25 36 49 64 81 100) (3 2 1 9))
(map t (list (iappend-map (lambda (x) (ilist x (- x))) (iq 1 3 8)) (iappend-map ilist (iq 1 2) (iq a b)) (ifilter-map (lambda (x) (and (number? x) (* x x))) (iq a 1 b 3 c 7)) (ifilter-map + (iq 1 2) (iq 3 4 5))))
;=> ((1 -1 3 -3 8 -8) (1 a 2 b) (1 9 49) (4 6))
(let ((seen '())) (ipair-for-each (lambda (p) (set! seen (cons (t p) seen))) (iq a b c)) seen)
;=> ((c) (b c) (a b c))
;; filtering and searching
(list (t (ifilter even? (iq 0 7 8 8 43 -4))) (t (iremove even? (iq 0 7 8 8 43 -4))) (values-of (lambda () (ipartition symbol? (iq one 2 3 four five 6)))))
;=> ((0 8 8 -4) (7 43) ((one four five) (2 3 6)))
(list (ifind even? (iq 3 1 4 1 5 9)) (ifind even? (iq 1)) (t (ifind-tail even? (iq 3 1 37 -8 -5 0 0))) (ifind-tail even? (iq 3 1)))
;=> (4 #f (-8 -5 0 0) #f)
(map t (list (imemq 'b (iq a b c)) (imemq 'd (iq a b c)) (imemq (list 'a) (ilist 'b '(a) 'c)) (imember (list 'a) (ilist 'b '(a) 'c)) (imemv 101 (iq 100 101 102)) (imember 5 (iq 1 5 6 7) <)))
;=> ((b c) #f #f ((a) c) (101 102) (6 7))
(list (iany integer? (iq a 3 b 2.7)) (iany integer? (iq a 3.1 b 2.7)) (iany < (iq 3 1 4 1 5) (iq 2 7 1 8 2)) (iany even? '()) (iany (lambda (x) (and (even? x) (* x x))) (iq 1 4)))
;=> (#t #f #t #f 16)
(list (ievery even? '()) (ievery (lambda (x) (and (even? x) (* x x))) (iq 2 4)) (ievery even? (iq 2 3)) (ievery < (iq 1 2) (iq 2 3 0)))
;=> (#t 16 #f #t)
(list (ilist-index even? (iq 3 1 4 1 5 9)) (ilist-index < (iq 3 1 4 1 5 9 2 5 6) (iq 2 7 1 8 2)) (ilist-index = (iq 3 1 4) (iq 2 7 1)))
;=> (2 1 #f)
(list (t (itake-while even? (iq 2 18 3 10 22 9))) (t (idrop-while even? (iq 2 18 3 10 22 9))) (values-of (lambda () (ispan even? (iq 2 18 3 10)))) (values-of (lambda () (ibreak even? (iq 3 1 4 1 5 9)))))
;=> ((2 18) (3 10 22 9) ((2 18) (3 10)) ((3 1) (4 1 5 9)))
;; deletion and association lists
(map t (list (idelete 3 (iq 1 3 2 3)) (idelete 5 (iq 1 5 7 9) <) (idelete-duplicates (iq a b a c a b c z)) (idelete-duplicates (iq (a . 3) (b . 7) (c . 1) (a . 9) (b . 11)) (lambda (x y) (eq? (icar x) (icar y))))))
;=> ((1 2) (1 5) (a b c z) ((a . 3) (b . 7) (c . 1)))
(define e (iq (a 1) (b 2) (c 3)))
(map t (list (iassq 'a e) (iassq 'd e) (iassv 5 (iq (2 3) (5 7) (11 13))) (iassoc "b" (iq ("a" 1) ("b" 2))) (iassoc 5 (iq (1 a) (7 b)) <)))
;=> ((a 1) #f (5 7) ("b" 2) (7 b))
(map t (list (ialist-cons 'a 1 (iq (b . 2))) (ialist-delete 'a (iq (a . 1) (b . 2) (a . 3))) (ialist-delete 3 (iq (1 . a) (5 . b)) <)))
;=> (((a . 1) (b . 2)) ((b . 2)) ((1 . a)))
;; replacement, conversion, application
(map t (list (replace-icar (ipair 1 2) 3) (replace-icdr (ipair 1 2) 3) (pair->ipair '(1 . 2))))
;=> ((3 . 2) (1 . 3) (1 . 2))
(replace-icar '(1 . 2) 3)
;=> error replace-icar: expected an immutable pair
(list (ipair->pair (ipair 1 2)) (ilist->list (ilist 1 2)) (ilist->list (ipair* 1 2 3)) (t (list->ilist '(1 2))) (t (list->ilist '(1 2 . 3))) (ipair? (icar (list->ilist '((1))))) (ipair? (icar (tree->itree '((1))))))
;=> ((1 . 2) (1 2) (1 2 . 3) (1 2) (1 2 . 3) #f #t)
(pair->ipair (ipair 1 2))
;=> error pair->ipair: expected a pair
(list (gtree->tree (ipair (list 1 (ilist 2)) 3)) (t (gtree->itree (list 1 (ilist 2) '(3)))) (pair? (itree->tree (list (ilist 1)))) (tree->itree 5))
;=> (((1 (2)) . 3) (1 (2) (3)) #t 5)
(list (iapply + (iq 1 2 3)) (iapply list 1 2 (iq 3 4)) (iapply list '()))
;=> (6 (1 2 3 4) ())
(iapply list 1 2)
;=> error iapply: expected an immutable list

;; Comparators
(import (srfi 128))
(define i< (make-ilist-comparator (make-default-comparator)))
(list (=? ilist-comparator (iq 1 2) (iq 1 2)) (<? ilist-comparator (iq 1 2) (iq 1 3)) (<? ilist-comparator (iq 1) (iq 1 2)) (<? ilist-comparator (iq 2) (iq 1 2)) (<? i< (iq) (iq "a")) (comparator-test-type ilist-comparator '(1)) (comparator-test-type ilist-comparator (ipair 1 2)))
;=> (#t #t #t #f #t #f #f)
(list (=? ipair-comparator (ipair 1 2) (ipair 1 2)) (<? ipair-comparator (ipair 1 2) (ipair 1 3)) (<? ipair-comparator (ipair 1 9) (ipair 2 0)) (comparator-test-type ipair-comparator (ipair 1 2)) (comparator-test-type ipair-comparator (cons 1 2)))
;=> (#t #t #t #t #f)
(let ((c (make-ipair-comparator (make-comparator number? = < #f) (make-comparator string? string=? #f string-hash))))
  (list (=? c (ipair 1 "a") (ipair 1 "a")) (comparator-ordered? c) (comparator-hashable? c) (comparator-test-type c (ipair "a" "a"))))
;=> (#t #f #f #f)
(let ((c (make-improper-ilist-comparator (make-default-comparator))))
  (list (=? c (ipair* 1 2 3) (ipair* 1 2 3)) (<? c (ipair* 1 2 3) (ipair* 1 2 4)) (<? c (iq) (iq 1)) (<? c (iq 1) 5) (<? c 4 5) (<? c 5 (iq)) (= (comparator-hash c (iq 1 2)) (comparator-hash c (iq 1 2)))))
;=> (#t #t #t #t #t #f #t)
(let ((a (make-icar-comparator (make-default-comparator))) (d (make-icdr-comparator (make-default-comparator))))
  (list (=? a (ipair 1 2) (ipair 1 3)) (<? a (ipair 1 9) (ipair 2 0)) (=? d (ipair 1 2) (ipair 5 2)) (<? d (ipair 9 1) (ipair 0 2)) (comparator-test-type a 5) (= (comparator-hash a (ipair 1 2)) (comparator-hash a (ipair 1 3)))))
;=> (#t #t #t #t #f #t)
(let ((c (make-default-comparator))) (list (=? c (iq 1 (2)) (iq 1 (2))) (<? c (iq 1 (2)) (iq 1 (3))) (= (comparator-hash c (iq 1)) (comparator-hash c (iq 1)))))
;=> (#t #t #t)
;; At least one list
(imap list)
;=> error wrong number of arguments
(ifor-each list)
;=> error wrong number of arguments
(ifold list 0)
;=> error wrong number of arguments
(ifold-right list 0)
;=> error wrong number of arguments
(iany list)
;=> error wrong number of arguments
(ievery list)
;=> error wrong number of arguments
;; The default comparison looks into immutable pairs, as `equal?` does into pairs.
(list (t (imember (ilist 'a 1) (iq b (a 1) c))) (imember (ilist 'a) (iq b a c)) (t (iassoc (ilist 'k) (iq ((k) 1) ((l) 2)))))
;=> (((a 1) c) #f ((k) 1))
(map t (list (idelete (ilist 1 "x") (iq (1 "x") (2) (1 "x"))) (idelete-duplicates (iq (1) (2) (1))) (ialist-delete (ilist 'k) (iq ((k) 1) ((l) 2)))))
;=> (((2)) ((1) (2)) (((l) 2)))
