;; SRFI 160: homogeneous numeric vectors.
(import (scheme base) (scheme write) (scheme complex) (scheme inexact) (srfi 128)
        (srfi 160 base) (srfi 160 u8) (srfi 160 s16) (srfi 160 f32) (srfi 160 c64) (srfi 160 s64) (srfi 160 s8)
        (srfi 160 u16) (srfi 160 u32) (srfi 160 s32) (srfi 160 u64) (srfi 160 f64) (srfi 160 c128))

(define l s16vector->list)
(define v (s16vector 1 -2 3 -4 5))
(define (both f . args) (call-with-values (lambda () (apply f args)) list))

;; base
(map (lambda (f xs) (map f xs)) (list u8? s8? u16? s16? u32? s32?) '((0 255 256 -1 1.0) (-128 127 128) (65535 65536) (-32768 32768) (4294967295 4294967296) (-2147483648 2147483648)))
;=> ((#t #t #f #f #f) (#t #t #f) (#t #f) (#t #f) (#t #f) (#t #f))
(list (u64? (expt 2 64)) (u64? (- (expt 2 64) 1)) (s64? (- (expt 2 63))) (f32? 1/2) (f64? 'a) (c64? +i) (c128? "x"))
;=> (#f #t #t #t #f #t #f)
(list (s16vector->list v 1) (s16vector->list v 1 3) (u8vector->list (u8vector 1 2 3) 1) (c128vector->list (c128vector 1+2i 3)) (c64vector-ref (make-c64vector 1 1+1/3i) 0) (c128vector? (c64vector 1)))
;=> ((-2 3 -4 5) (-2 3) (2 3) (1.0+2.0i 3.0) 1.0+0.3333333432674408i #f)
(list (u64vector-length (make-u64vector 3)) (s64vector-ref (s64vector 1 2) 1) (u32vector? (list->u32vector '(1))) (s32vector->list (s32vector 1)) (f64vector->list (f64vector 1/2)) (s8vector->list (s8vector -1)) (u16vector->list (u16vector 7)))
;=> (3 2 #t (1) (0.5) (-1) (7))

;; constructors
(list (l (s16vector-unfold (lambda (i x) (values (* i x) (+ x 1))) 4 1)) (l (s16vector-unfold-right (lambda (i x) (values x (+ x 1))) 4 1)))
;=> ((0 2 6 12) (4 3 2 1))
(list (l (s16vector-copy v)) (l (s16vector-copy v 3)) (l (s16vector-copy v 1 3)) (l (s16vector-reverse-copy v)) (l (s16vector-reverse-copy v 1 3)))
;=> ((1 -2 3 -4 5) (-4 5) (-2 3) (5 -4 3 -2 1) (3 -2))
(list (l (s16vector-append)) (l (s16vector-append (s16vector 1) (s16vector) (s16vector 2 3))) (l (s16vector-concatenate (list (s16vector 1) (s16vector 2)))) (l (s16vector-append-subvectors v 0 2 v 3 5)) (u8vector-append (u8vector 1) (u8vector 2)))
;=> (() (1 2 3) (1 2) (1 -2 -4 5) #u8(1 2))
(s16vector-copy v 3 2)
;=> error s16vector-copy: no such range
(s16vector-copy v 0 6)
;=> error s16vector-copy: no such range

;; predicates and selectors
(list (s16vector-empty? (s16vector)) (s16vector-empty? v) (s16vector=) (s16vector= v) (s16vector= v (s16vector-copy v) (s16vector-copy v)) (s16vector= v (s16vector 1)) (s16vector= v (s16vector 1 -2 3 -4 6)))
;=> (#t #f #t #t #t #f #f)
(list (l (s16vector-take v 2)) (l (s16vector-take-right v 2)) (l (s16vector-drop v 2)) (l (s16vector-drop-right v 2)) (map l (s16vector-segment v 2)) (s16vector-segment (s16vector) 2))
;=> ((1 -2) (-4 5) (3 -4 5) (1 -2 3) ((1 -2) (3 -4) (5)) ())
(s16vector-take v 6)
;=> error s16vector-take
(s16vector-segment v 0)
;=> error s16vector-segment

;; iteration
(list (s16vector-fold - 0 v) (s16vector-fold (lambda (acc x y) (cons (+ x y) acc)) '() v (s16vector 10 20)) (s16vector-fold-right (lambda (acc x) (cons x acc)) '() v) (s16vector-fold-right (lambda (acc x y) (cons (list x y) acc)) '() (s16vector 1 2) (s16vector 3 4)))
;=> (-3 (18 11) (1 -2 3 -4 5) ((1 3) (2 4)))
(list (l (s16vector-map - v)) (l (s16vector-map + v (s16vector 10 20))) (let ((c (s16vector-copy v))) (s16vector-map! abs c) (l c)) (let ((c (s16vector-copy v))) (s16vector-map! + c (s16vector 100)) (l c)))
;=> ((-1 2 -3 4 -5) (11 18) (1 2 3 4 5) (101 -2 3 -4 5))
(let ((n 0)) (s16vector-for-each (lambda (x) (set! n (+ n x))) v) (s16vector-for-each (lambda (x y) (set! n (+ n (* x y)))) v v) n)
;=> 58
(list (s16vector-count negative? v) (s16vector-count < v (s16vector 2 2 2)) (l (s16vector-cumulate + 10 v)) (f32vector->list (f32vector-map sqrt (f32vector 4 2))))
;=> (2 2 (11 9 12 8 13) (2.0 1.4142135381698608))
(s16vector-map (lambda (x) 'a) v)
;=> error expected a number of type s16

;; searching
(list (l (s16vector-take-while odd? (s16vector 1 3 4 5))) (l (s16vector-take-while-right odd? (s16vector 1 4 5 3))) (l (s16vector-drop-while odd? (s16vector 1 3 4 5))) (l (s16vector-drop-while-right odd? (s16vector 1 4 5 3))) (l (s16vector-take-while odd? (s16vector 1))) (l (s16vector-drop-while odd? (s16vector 1))))
;=> ((1 3) (5 3) (4 5) (1 4) (1) ())
(list (s16vector-index negative? v) (s16vector-index-right negative? v) (s16vector-skip negative? v) (s16vector-skip-right positive? v) (s16vector-index zero? v) (s16vector-index < v (s16vector 1 2)) (s16vector-skip < v (s16vector 2 2)))
;=> (1 3 0 3 #f 1 #f)
(list (s16vector-any (lambda (x) (and (negative? x) x)) v) (s16vector-any zero? v) (s16vector-every (lambda (x) (and (< x 9) x)) v) (s16vector-every odd? v) (s16vector-every odd? (s16vector)) (s16vector-any < v v))
;=> (-2 #f 5 #f #t #f)
(list (l (s16vector-filter odd? v)) (l (s16vector-remove odd? v)) (let ((r (both s16vector-partition odd? v))) (list (l (car r)) (cadr r))))
;=> ((1 3 5) (-2 -4) ((1 3 5 -2 -4) 3))

;; mutators
(define (changed f) (let ((c (s16vector-copy v))) (f c) (l c)))
(list (changed (lambda (c) (s16vector-set! c 0 9))) (changed (lambda (c) (s16vector-swap! c 0 4))) (changed (lambda (c) (s16vector-fill! c 7))) (changed (lambda (c) (s16vector-fill! c 7 1 3))) (changed s16vector-reverse!) (changed (lambda (c) (s16vector-reverse! c 1 4))))
;=> ((9 -2 3 -4 5) (5 -2 3 -4 1) (7 7 7 7 7) (1 7 7 -4 5) (5 -4 3 -2 1) (1 -4 3 -2 5))
(list (changed (lambda (c) (s16vector-copy! c 1 c 0 3))) (changed (lambda (c) (s16vector-copy! c 3 (s16vector 8 9)))) (changed (lambda (c) (s16vector-reverse-copy! c 0 c 1 4))) (changed (lambda (c) (s16vector-unfold! (lambda (i x) (values (* i x) x)) c 1 3 10))) (changed (lambda (c) (s16vector-unfold-right! (lambda (i x) (values x (+ x 1))) c 1 4 10))))
;=> ((1 1 -2 3 5) (1 -2 3 8 9) (-4 3 -2 -4 5) (1 10 20 -4 5) (1 12 11 10 5))
(s16vector-copy! (s16vector 1) 0 v)
;=> error s16vector-copy!: no such range
(s16vector-swap! (s16vector 1) 0 1)
;=> error s16vector-swap!: index out of range

;; conversion and the rest
(list (reverse-s16vector->list v) (reverse-s16vector->list v 3) (l (reverse-list->s16vector '(1 2))) (s16vector->vector v 3) (l (vector->s16vector #(1 2 3) 1)) (f32vector->list (vector->f32vector #(1/2))))
;=> ((5 -4 3 -2 1) (5 -4) (2 1) #(-4 5) (2 3) (0.5))
(let* ((g (make-u8vector-generator (u8vector 1 2))) (a (g)) (b (g))) (list a b (eof-object? (g)) (eof-object? (g))))
;=> (1 2 #t #t)
(list (=? s16vector-comparator v (s16vector-copy v)) (<? s16vector-comparator (s16vector 9) v) (<? s16vector-comparator (s16vector 1 2) (s16vector 1 3)) (comparator-test-type s16vector-comparator (u8vector 1)) (= (comparator-hash s16vector-comparator v) (comparator-hash s16vector-comparator (s16vector-copy v))) (<? c64vector-comparator (c64vector 1+1i) (c64vector 1+2i)))
;=> (#t #t #t #f #t #t)
(let ((p (open-output-string))) (write-s16vector v p) (write-u8vector (u8vector 1) p) (get-output-string p))
;=> "#s16(1 -2 3 -4 5)#u8(1)"
(s16vector-fold + 0 (u16vector 1))
;=> error s16vector-fold: expected a s16vector

(list #c64(1+2i 3 .5-0.0i) '#c128(1/2+i -1) (c128vector->list #c128(+i 2)) (equal? #c64(1) (c64vector 1.0)) (equal? #c64(1) #c128(1)))
;=> (#c64(1.0+2.0i 3.0 0.5-0.0i) #c128(0.5+1.0i -1.0) (+1.0i 2.0) #t #f)
(let ((out (open-output-string))) (write-c64vector #c64(1+2i) out) (write-u8vector (u8vector 1) out) (get-output-string out))
;=> "#c64(1.0+2.0i)#u8(1)"
(let ((v (make-c128vector 2 1+i)) (w (list->c64vector '(1 2+i))))
  (c128vector-set! v 0 2) (c64vector-set! w 0 +i)
  (list (c64vector? w) (c64vector? v) (c64vector-length w) (c64vector->list w) (c128vector-length v) (c128vector-ref v 1) (c128vector->list (list->c128vector '(1 -i)))))
;=> (#t #f 2 (+1.0i 2.0+1.0i) 2 1.0+1.0i (1.0 -1.0i))
