;; An error inside a bundled library names the procedure that the program called, whatever the library calls.
(import (scheme base) (srfi 113) (srfi 125) (srfi 128) (srfi 178) (srfi 196) (srfi 217) (srfi 146 hash)
        (only (srfi 126) hashtable-key-list) (only (srfi 209) enum-set-adjoin enum-set->list)
        (only (srfi 13) substring/shared) (only (srfi 141) balanced-quotient) (only (srfi 19) copy-time date->time-utc)
        (rename (only (srfi 214) flexvector-map) (flexvector-map fmap))
        (prefix (only (srfi 133) vector-count) v:) (only (srfi 1) lset-union take!)
        (only (srfi 158) generator generator->list gindex) (only (srfi 160 u8) u8vector-length)
        (scheme eval) (scheme repl) (only (cairn base) condition/report-string))

(set-size 5)
;=> error set-size: expected
(set-contains? 5 1)
;=> error set-contains?: expected
(bag-union 5 6)
;=> error bag-union: expected
(set-adjoin 'x 1)
;=> error set-adjoin: expected
(bitvector-copy 'x)
;=> error bitvector-copy: expected
(iset-contains? 5 1)
;=> error iset-contains?: expected
(hashmap-contains? 5 1)
;=> error hashmap-contains?: expected
(hashmap-key-comparator 5)
;=> error hashmap-key-comparator: expected
(hashtable-key-list 5)
;=> error hashtable-key-list: expected
(hash-table-ref 5 1)
;=> error hash-table-ref: expected
(enum-set-adjoin 5)
;=> error enum-set-adjoin: expected
(enum-set->list 5)
;=> error enum-set->list: expected
(range-drop 5 1)
;=> error range-drop: expected
(copy-time 5)
;=> error copy-time: expected
(balanced-quotient 'a 2)
;=> error balanced-quotient: expected
(balanced-quotient 1 0)
;=> error balanced-quotient: division by zero
(substring/shared 5 0)
;=> error substring/shared: expected

(lset-union eq? '(a) '(b . c))
;=> error lset-union: expected
(lset-union eq? '(a . b) '(c))
;=> error lset-union: expected
(lset-union eq? 5)
;=> error lset-union: expected

;; The name is the one that the program has for it.
(fmap car 5)
;=> error fmap: expected
(v:vector-count even? 5)
;=> error v:vector-count: expected

;; Names of what the program passes stay as they are.
(set-map (make-default-comparator) car (set (make-default-comparator) 5))
;=> error car: expected a pair, got 5
(map set-size '(5))
;=> error set-size: expected
(let ((size set-size)) (size 5))
;=> error size: expected

;; So does the number of arguments.
(set-size)
;=> error wrong number of arguments: 0 arguments for #<procedure set-size>

;; Accessors of records, aliases and builtins in Scheme do the same.
(hashmap-key-comparator 5)
;=> error hashmap-key-comparator: expected
(take! '(1) 5)
;=> error take!: index out of range
(u8vector-length 5)
;=> error u8vector-length: expected

;; A procedure that a library makes keeps the name of what has made it.
(generator->list (gindex (generator 'a 'b) (generator 1 1)))
;=> error gindex: expected

;; Errors of the program itself stay as they are.
(define (fail) (error "set-size: my own" 1))
(fail)
;=> error set-size: my own 1
(vector-for-each (lambda (x) (car x)) #(5))
;=> error car: expected a pair
(guard (e (#t (condition/report-string e))) (eval '(vector-ref (vector 1) 9) (interaction-environment)))
;=> "vector-ref: index out of range 9"
