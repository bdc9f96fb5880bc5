;; SRFI 128: comparators.
(import (scheme base) (scheme char) (scheme write) (srfi 128) (srfi 162))

;; the four procedures
(map comparator? (list default-comparator (make-eq-comparator) car))
;=> (#t #t #f)
(define bare (make-comparator string? string=? #f #f))
(map (lambda (c) (list (comparator-ordered? c) (comparator-hashable? c))) (list bare string-comparator equal-comparator))
;=> ((#f #f) (#t #t) (#f #t))
(=? bare "a" "a" "a")
;=> #t
(<? bare "a" "b")
;=> error no ordering
(comparator-hash bare "a")
;=> error no hash
((comparator-type-test-predicate bare) 1)
;=> #f
(comparator-test-type bare "")
;=> #t
(comparator-check-type bare "")
;=> #t
(comparator-check-type bare 1)
;=> error comparator-check-type
(eq? string=? (comparator-equality-predicate bare))
;=> #t
(eq? string<? (comparator-ordering-predicate string-comparator))
;=> #t
(= ((comparator-hash-function string-comparator) "abc") (string-hash "abc") (comparator-hash string-comparator "abc"))
;=> #t
(make-comparator 1 2 3 4)
;=> error make-comparator
(comparator-ordered? 1)
;=> error

;; comparisons
(list (=? real-comparator 1 1.0 1) (=? real-comparator 1 1 2) (<? real-comparator 1 2 3) (<? real-comparator 1 3 2))
;=> (#t #f #t #f)
(list (>? real-comparator 3 2 1) (>? real-comparator 3 3) (<=? real-comparator 1 1 2) (<=? real-comparator 2 1) (>=? real-comparator 2 2 1) (>=? real-comparator 1 2))
;=> (#t #f #t #f #t #f)
(=? real-comparator 1)
;=> error
(map (lambda (a b) (comparator-if<=> a b 'less 'equal 'greater)) '(1 2 "b") '(2 2.0 "a"))
;=> (less equal greater)
(comparator-if<=> string-ci-comparator "A" "a" 1 2 3)
;=> 2

;; pairs, lists, vectors
(define numbers (make-pair-comparator real-comparator string-comparator))
(list (comparator-test-type numbers '(1 . "a")) (comparator-test-type numbers '("a" . 1)) (comparator-test-type numbers 1))
;=> (#t #f #f)
(list (=? numbers '(1 . "a") '(1.0 . "a")) (<? numbers '(1 . "b") '(2 . "a")) (<? numbers '(1 . "a") '(1 . "b")) (<? numbers '(2 . "a") '(1 . "b")))
;=> (#t #t #t #f)
(= (comparator-hash numbers '(1 . "a")) (comparator-hash numbers '(1.0 . "a")))
;=> #t
(define lists (make-list-comparator real-comparator list? null? car cdr))
(map (lambda (a b) (list (=? lists a b) (<? lists a b))) '((1 2) (1 2) (1 2) () (3) (2 1)) '((1 2) (1 3) (1 2 3) () () (1 2 3)))
;=> ((#t #f) (#f #t) (#f #t) (#t #f) (#f #f) (#f #f))
(list (comparator-test-type lists '(1 2)) (comparator-test-type lists '(1 a)) (comparator-test-type lists 1))
;=> (#t #f #f)
(= (comparator-hash lists '(1 2)) (comparator-hash lists '(1.0 2)))
;=> #t
(define bytes (make-vector-comparator (make-comparator exact-integer? = < number-hash) bytevector? bytevector-length bytevector-u8-ref))
(map (lambda (a b) (list (=? bytes a b) (<? bytes a b))) '(#u8(1 2) #u8(1 2) #u8(9) #u8() #u8(2 1)) '(#u8(1 2) #u8(1 3) #u8(1 2) #u8() #u8(1 2)))
;=> ((#t #f) (#f #t) (#f #t) (#t #f) (#f #f))
(list (comparator-test-type bytes #u8(1)) (comparator-test-type bytes #(1)) (= (comparator-hash bytes #u8(1 2)) (comparator-hash bytes (bytevector 1 2))))
;=> (#t #f #t)
(comparator-ordered? (make-pair-comparator bare string-comparator))
;=> #f
(list (=? (make-eq-comparator) "" "a") (=? (make-eqv-comparator) 1.5 1.5) (=? (make-equal-comparator) '(1) (list 1)) (=? (make-equal-comparator) 1 1.0))
;=> (#f #t #t #f)
(let ((c (list 1))) (set-cdr! c c) (= (comparator-hash equal-comparator c) (comparator-hash eq-comparator c)))
;=> #t
(let ((c (vector 1 2))) (vector-set! c 0 c) (exact-integer? (default-hash c)))
;=> #t

;; the default comparator
(define samples (list '() '(1) '(1 2) '(2) #f #t #\a #\b "a" "b" 'a 'b -1 1/2 2 #() #(1) #(2) #(1 1) #u8() #u8(1) #u8(0 0)))
(let check ((rest samples))
  (or (null? rest)
      (and (=? default-comparator (car rest) (car rest))
           (let each ((others (cdr rest)))
             (or (null? others)
                 (and (not (=? default-comparator (car rest) (car others)))
                      (<? default-comparator (car rest) (car others))
                      (not (<? default-comparator (car others) (car rest)))
                      (each (cdr others)))))
           (check (cdr rest)))))
;=> #t
(list (=? default-comparator 1 1.0 1) (=? default-comparator '(1 #(2)) '(1.0 #(2.0))) (=? default-comparator '(1 . 2) '(1.0 . 3)))
;=> (#t #t #f)
(= (default-hash '(1 #(2 "x"))) (default-hash (list 1.0 (vector 2.0 "x"))))
;=> #t
(list (= (default-hash "a") (string-hash "a")) (= (default-hash 'a) (symbol-hash 'a)) (= (default-hash 2.0) (number-hash 2)) (= (default-hash #\a) (char-hash #\a)) (= (default-hash #t) (boolean-hash #t)))
;=> (#t #t #t #t #t)
(list (<? default-comparator 1+2i 1+3i) (<? default-comparator 2+1i 1+3i) (<? default-comparator 0 1+3i) (=? default-comparator 1+2i 1.0+2.0i))
;=> (#t #f #t #t)
(<? default-comparator '((1 . 2) "x") '((1 . 2) "y"))
;=> #t
(let ((f (lambda (x) x)) (g (lambda (x y) x))) (list (=? default-comparator f f) (=? default-comparator f g) (not (eq? (<? default-comparator f g) (<? default-comparator g f)))))
;=> (#t #f #t)
(define-record-type point (point x y) point? (x px) (y py))
(=? default-comparator (point 1 2) (point 1 3))
;=> #f
(comparator-register-default!
 (make-comparator point?
                  (lambda (a b) (= (px a) (px b)))
                  (lambda (a b) (< (px a) (px b)))
                  (lambda (a) (px a))))
(list (=? default-comparator (point 1 2) (point 1 3)) (<? default-comparator (list (point 1 2)) (list (point 2 0))) (default-hash (point 7 1)) (=? default-comparator (point 1 2) 'a))
;=> (#t #t 7 #f)
(<? default-comparator 'a (point 1 2))
;=> #t
(comparator-register-default! 1)
;=> error comparator-register-default!
(comparator-register-default! (make-default-comparator))
;=> error comparator-register-default!: the comparator is for a type that has one

;; hash functions
(list (= (char-ci-hash #\A) (char-ci-hash #\a)) (= (string-ci-hash "aB") (string-ci-hash "Ab")) (= (number-hash 1/2) (number-hash .5)) (exact-integer? (number-hash +inf.0)))
;=> (#t #t #t #t)
(boolean-hash 1)
;=> error boolean-hash
(char-hash "a")
;=> error char-hash
(< -1 (hash-salt) (hash-bound))
;=> #t
