;; An argument that is no procedure is an error also where there is nothing to apply it to.
(import (scheme base) (prefix (srfi 1) s1:) (prefix (srfi 13) s13:) (prefix (srfi 43) s43:)
        (prefix (srfi 133) s133:) (prefix (srfi 116) s116:) (prefix (srfi 117) s117:)
        (prefix (srfi 127) s127:) (prefix (srfi 130) s130:) (prefix (srfi 134) s134:)
        (prefix (srfi 135) s135:) (prefix (srfi 152) s152:) (prefix (srfi 158) s158:)
        (prefix (srfi 171) s171:) (prefix (srfi 178) s178:) (prefix (srfi 189) s189:)
        (prefix (srfi 196) s196:) (prefix (srfi 214) s214:) (prefix (srfi 217) s217:)
        (prefix (srfi 113) s113:) (prefix (srfi 125) s125:) (prefix (srfi 146) s146:)
        (prefix (srfi 14) s14:) (prefix (srfi 101) s101:)
        (prefix (only (srfi 128) make-default-comparator) s128:))

;; The names of the procedures that take it.
(define-syntax accepting
  (syntax-rules ()
    ((_ input (name ...) (seeded ...))
     (append (if (refuses? (lambda () (name 5 input))) '() '(name)) ...
             (if (refuses? (lambda () (seeded 5 0 input))) '() '(seeded)) ...))))
(define (refuses? thunk)
  (guard (c ((error-object? c) #t)) (call-with-values thunk list) #f))

(accepting '()
  (s1:pair-for-each)
  (s1:pair-fold s1:pair-fold-right))
;=> ()
(accepting ""
  (s13:string-map s13:string-map! s13:string-for-each s13:string-for-each-index)
  (s13:string-fold s13:string-fold-right))
;=> ()
(accepting (vector)
  (s43:vector-map s43:vector-map! s43:vector-for-each s43:vector-count s43:vector-index-right
   s43:vector-skip s43:vector-skip-right)
  (s43:vector-unfold s43:vector-unfold-right s43:vector-fold s43:vector-fold-right))
;=> ()
(accepting (vector)
  (s133:vector-index-right s133:vector-skip s133:vector-skip-right s133:vector-partition)
  (s133:vector-unfold s133:vector-unfold-right))
;=> ()
(accepting (s116:iq)
  (s116:imap s116:ifor-each s116:imap-in-order s116:ifilter s116:ifind s116:ifind-tail s116:iany
   s116:ievery s116:itake-while s116:idrop-while s116:ispan)
  (s116:ifold s116:ireduce s116:ireduce-right))
;=> ()
(accepting (s117:list-queue)
  (s117:list-queue-map!)
  ())
;=> ()
(accepting '()
  (s127:lseq-map s127:lseq-for-each s127:lseq-filter s127:lseq-remove s127:lseq-find
   s127:lseq-find-tail s127:lseq-any s127:lseq-every s127:lseq-index s127:lseq-take-while
   s127:lseq-drop-while)
  ())
;=> ()
(accepting ""
  (s130:string-for-each-cursor)
  (s130:string-fold s130:string-fold-right))
;=> ()
(accepting (s134:ideque)
  (s134:ideque-append-map)
  ())
;=> ()
(accepting (s135:text)
  (s135:textual-map s135:textual-map-index s135:textual-for-each-index)
  (s135:textual-fold s135:textual-fold-right))
;=> ()
(accepting ""
  ()
  (s152:string-fold s152:string-fold-right))
;=> ()
(accepting (s158:generator)
  (s158:gmap s158:gfilter s158:gremove s158:gtake-while s158:gdrop-while s158:gindex
   s158:generator-for-each s158:generator-find s158:generator-count s158:generator-any
   s158:generator-every)
  (s158:gstate-filter s158:generator-fold))
;=> ()
(accepting '()
  (s171:ttake-while)
  ())
;=> ()
(accepting (s178:bitvector)
  (s178:bitvector-map/int s178:bitvector-map/bool s178:bitvector-map!/int s178:bitvector-map!/bool
   s178:bitvector-for-each/int s178:bitvector-for-each/bool)
  (s178:bitvector-unfold s178:bitvector-unfold-right s178:bitvector-fold/int
   s178:bitvector-fold/bool s178:bitvector-fold-right/int s178:bitvector-fold-right/bool))
;=> ()
(accepting (s189:nothing)
  (s189:maybe-filter s189:maybe-remove s189:maybe-map s189:maybe-for-each)
  (s189:maybe-fold))
;=> ()
(accepting (s196:vector-range (vector))
  (s196:range-filter s196:range-remove s196:range-take-while s196:range-take-while-right
   s196:range-drop-while s196:range-drop-while-right)
  ())
;=> ()
(accepting (s214:flexvector)
  (s214:flexvector-map s214:flexvector-map/index s214:flexvector-map! s214:flexvector-map/index!
   s214:flexvector-append-map s214:flexvector-append-map/index s214:flexvector-filter
   s214:flexvector-filter/index s214:flexvector-filter! s214:flexvector-filter/index!
   s214:flexvector-for-each s214:flexvector-for-each/index s214:flexvector-count
   s214:flexvector-index s214:flexvector-index-right s214:flexvector-skip
   s214:flexvector-skip-right s214:flexvector-any s214:flexvector-every)
  (s214:flexvector-fold s214:flexvector-fold-right))
;=> ()
(accepting (s217:iset)
  (s217:iset-count s217:iset-any? s217:iset-every? s217:iset-map s217:iset-for-each
   s217:iset-filter s217:iset-filter! s217:iset-remove s217:iset-remove! s217:iset-partition
   s217:iset-partition!)
  (s217:iset-fold s217:iset-fold-right))
;=> ()
(accepting (s113:set (s128:make-default-comparator))
  (s113:set-count s113:set-any? s113:set-every? s113:set-for-each s113:set-filter s113:set-filter!
   s113:set-remove s113:set-remove! s113:set-partition s113:set-partition! s113:bag-count
   s113:bag-any? s113:bag-every? s113:bag-for-each s113:bag-filter s113:bag-filter!
   s113:bag-remove s113:bag-remove! s113:bag-partition s113:bag-partition!
   s113:bag-for-each-unique)
  (s113:set-fold s113:bag-fold s113:bag-fold-unique))
;=> ()
(accepting (s125:make-hash-table (s128:make-default-comparator))
  (s125:hash-table-count s125:hash-table-for-each s125:hash-table-map!)
  (s125:hash-table-fold))
;=> ()
(accepting (s146:mapping (s128:make-default-comparator))
  (s146:mapping-count s146:mapping-any? s146:mapping-every? s146:mapping-for-each
   s146:mapping-filter s146:mapping-filter! s146:mapping-remove s146:mapping-remove!
   s146:mapping-partition s146:mapping-partition!)
  (s146:mapping-fold s146:mapping-fold/reverse))
;=> ()
(accepting (s14:char-set)
  (s14:char-set-for-each s14:char-set-map s14:char-set-filter s14:char-set-filter!
   s14:char-set-count s14:char-set-every s14:char-set-any)
  (s14:char-set-fold))
;=> ()
(accepting '()
  (s101:map)
  ())
;=> ()

;; A list without an end is an error where all of it is needed.
(define circle (list #\a #\b))
(set-cdr! (cdr circle) circle)
(map (lambda (convert) (guard (c ((error-object? c) (error-object-message c))) (convert circle))) (list s14:list->char-set s116:list->ilist s1:length))
;=> ("list->char-set: expected a list that ends, got" "list->ilist: expected a list that ends, got" "length: expected a list that ends, got")
