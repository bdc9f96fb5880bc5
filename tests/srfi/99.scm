;; SRFI 99 and 131: records with inheritance.
(import (srfi 99) (prefix (srfi 131) plain:))

;; Procedures
(define point (make-rtd 'point #(x (mutable y) (immutable z))))
(define cpoint (make-rtd 'cpoint #(color x) point))
(map rtd? (list point cpoint 'point 1))
;=> (#t #t #f #f)
(list (rtd-name point) (rtd-parent point) (eq? (rtd-parent cpoint) point) (rtd-field-names point) (rtd-field-names cpoint) (rtd-all-field-names cpoint))
;=> (point #f #t #(x y z) #(color x) #(x y z color x))
(map (lambda (field) (rtd-field-mutable? cpoint field)) '(x y z color))
;=> (#t #t #f #t)
(define p ((rtd-constructor point) 1 2 3))
(define c ((rtd-constructor cpoint) 1 2 3 'red 4))
(map (lambda (x) (list ((rtd-predicate point) x) ((rtd-predicate cpoint) x) (record? x))) (list p c 5))
;=> ((#t #f #t) (#t #t #t) (#f #f #f))
(list (eq? (record-rtd c) cpoint) ((rtd-accessor point 'x) c) ((rtd-accessor cpoint 'x) c) ((rtd-accessor cpoint 'z) c))
;=> (#t 1 4 3)
(begin ((rtd-mutator cpoint 'x) c 'new) ((rtd-mutator point 'y) c 'y) (list ((rtd-accessor point 'x) c) ((rtd-accessor cpoint 'x) c) ((rtd-accessor cpoint 'y) c)))
;=> (1 new y)
(let ((c ((rtd-constructor cpoint #(z color x)) 1 2 3))) (map (lambda (field) ((rtd-accessor cpoint field) c)) '(z color x)))
;=> (1 2 3)
((rtd-constructor point) 1 2)
;=> error
((rtd-constructor point #(x)) 1 2)
;=> error rtd-constructor
((rtd-accessor point 'x) 5)
;=> error point-x
((rtd-accessor cpoint 'color) p)
;=> error cpoint-color
(rtd-mutator cpoint 'z)
;=> error rtd-mutator: the field is immutable
(rtd-accessor point 'w)
;=> error rtd-accessor: no such field
(make-rtd 'p #(x x))
;=> error make-rtd: a field is there twice
(make-rtd 'p #("x"))
;=> error make-rtd
(make-rtd 'p #(x) 'point)
;=> error make-rtd: expected a record type
(rtd-constructor point #(x x))
;=> error rtd-constructor
(rtd-predicate 5)
;=> error rtd-predicate
(list (length (vector->list (rtd-field-names (make-rtd 'none #())))) ((rtd-predicate point) ((rtd-constructor (make-rtd 'none #())))))
;=> (0 #f)

;; Definitions
(define-record-type person #t #t name (age))
(define-record-type (student person) #t student? (school student-school set-student-school!))
(let ((s (make-student "Ann" 20 "here")))
  (person-age-set! s 21) (set-student-school! s "there")
  (list (person? s) (student? s) (person-name s) (person-age s) (student-school s) (student? (make-person "Bo" 1))))
;=> (#t #t "Ann" 21 "there" #f)
(list (rtd-name student) (rtd-field-mutable? student 'name) (rtd-field-mutable? student 'age) (rtd-all-field-names student))
;=> (student #f #t #(name age school))
(define-record-type shape #f shape? (id shape-id))
(define-record-type (circle shape) (make-circle radius id) #f (radius circle-radius))
(let ((c (make-circle 5 'c))) (list (shape? c) (shape-id c) (circle-radius c)))
;=> (#t c 5)
(let () (define-record-type local (make-local) local? (x local-x set-local-x!)) (let ((l (make-local))) (set-local-x! l 1) (list (local? l) (local-x l))))
;=> (#t 1)
(plain:define-record-type <a> (make-a x) a? (x a-x))
(plain:define-record-type (<b> <a>) make-b b? (y b-y set-b-y!))
(let ((b (make-b 1 2))) (set-b-y! b 3) (list (a? b) (a-x b) (b-y b) (b? (make-a 1))))
;=> (#t 1 3 #f)
(plain:define-record-type (<d> <a>) (make-d y) #f (y d-y))
(d-y (make-d 4))
;=> 4

;; Types of R7RS definitions
(import (scheme base))
(define-record-type base-type (make-base x) base? (x base-x))
(let* ((derived (make-rtd 'derived #(y) (record-rtd (make-base 1)))) (d ((rtd-constructor derived) 1 2)))
  (list (base? d) (base-x d) ((rtd-accessor derived 'y) d) (rtd-field-mutable? derived 'x) (rtd-field-names derived)))
;=> (#t 1 2 #t #(y))
;; The report's example of protocols
(define rtd1 (make-rtd 'rtd1 '#((immutable x1) (immutable x2))))
(define rtd2 (make-rtd 'rtd2 '#((immutable x3) (immutable x4)) rtd1))
(define make-rtd2 (let ((maker2 (rtd-constructor rtd2))) (lambda (a b c d e f) (maker2 (+ a b) (+ b c) (+ d e) (+ e f)))))
(let ((r (make-rtd2 1 2 3 4 5 6))) (map (lambda (field) ((rtd-accessor rtd2 field) r)) '(x1 x2 x3 x4)))
;=> (3 5 9 11)

;; Names that a definition in a macro's template makes
(import (srfi 99))
(define-syntax define-named (syntax-rules () ((_ type) (define-record-type type #t #t (name)))))
(define-named town)
(let ((t (make-town 'x))) (town-name-set! t 'y) (list (town? t) (town? 1) (town-name t)))
;=> (#t #f y)
(define-syntax define-city
  (syntax-rules ()
    ((_ make get) (begin (define-record-type city #t #t (name) (size)) (define (make n) (make-city n 1)) (define (get c) (list (city-name c) (city-size c)))))))
(define-city new-city city-of)
(city-of (new-city 'z))
;=> (z 1)
(let () (define-city new get) (get (new 2)))
;=> (2 1)
