;; SRFI 4: homogeneous numeric vectors.
(import (scheme base) (scheme inexact) (srfi 4))

(list (u8vector 1 2 3) (make-u8vector 2 7) (make-u8vector 2) (u8vector-ref (u8vector 5 6) 1) (u8vector-length (u8vector 1 2)) (u8vector->list (u8vector 1 2)) (list->u8vector '(3 4)) (u8vector? #u8(1)))
;=> (#u8(1 2 3) #u8(7 7) #u8(0 0) 6 2 (1 2) #u8(3 4) #t)
(let ((v (u8vector 1 2))) (u8vector-set! v 0 255) v)
;=> #u8(255 2)
(define (exercise type? make type length ref set list-of from low high)
  (let ((v (make 3)) (w (type low 1 high)))
    (set v 1 high)
    (list (type? v) (type? (vector 1)) (length v) (list-of v) (list-of w) (ref w 2) (list-of (from (list 1 2))) (list-of (make 2 low)))))
(exercise s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set! s8vector->list list->s8vector -128 127)
;=> (#t #f 3 (0 127 0) (-128 1 127) 127 (1 2) (-128 -128))
(exercise u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set! u16vector->list list->u16vector 0 65535)
;=> (#t #f 3 (0 65535 0) (0 1 65535) 65535 (1 2) (0 0))
(exercise s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set! s16vector->list list->s16vector -32768 32767)
;=> (#t #f 3 (0 32767 0) (-32768 1 32767) 32767 (1 2) (-32768 -32768))
(exercise u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set! u32vector->list list->u32vector 0 4294967295)
;=> (#t #f 3 (0 4294967295 0) (0 1 4294967295) 4294967295 (1 2) (0 0))
(exercise s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set! s32vector->list list->s32vector -2147483648 2147483647)
;=> (#t #f 3 (0 2147483647 0) (-2147483648 1 2147483647) 2147483647 (1 2) (-2147483648 -2147483648))
(exercise u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set! u64vector->list list->u64vector 0 18446744073709551615)
;=> (#t #f 3 (0 18446744073709551615 0) (0 1 18446744073709551615) 18446744073709551615 (1 2) (0 0))
(exercise s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set! s64vector->list list->s64vector -9223372036854775808 9223372036854775807)
;=> (#t #f 3 (0 9223372036854775807 0) (-9223372036854775808 1 9223372036854775807) 9223372036854775807 (1 2) (-9223372036854775808 -9223372036854775808))
(exercise f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set! f32vector->list list->f32vector -1.5 0.1)
;=> (#t #f 3 (0.0 0.10000000149011612 0.0) (-1.5 1.0 0.10000000149011612) 0.10000000149011612 (1.0 2.0) (-1.5 -1.5))
(exercise f64vector? make-f64vector f64vector f64vector-length f64vector-ref f64vector-set! f64vector->list list->f64vector -1.5 1/10)
;=> (#t #f 3 (0.0 0.1 0.0) (-1.5 1.0 0.1) 0.1 (1.0 2.0) (-1.5 -1.5))
(f32vector->list (f32vector 16777217 16777219 1e39 -1e39 1e-50 1.5e-45 3.4028235677973366e38 3.4028234663852886e38 1e-40 +inf.0 -0.0 1/3))
;=> (16777216.0 16777220.0 +inf.0 -inf.0 0.0 1.401298464324817e-45 +inf.0 3.4028234663852886e38 9.99994610111476e-41 +inf.0 -0.0 0.3333333432674408)
(nan? (f32vector-ref (f32vector +nan.0) 0))
;=> #t
(map (lambda (type?) (type? (s16vector 1))) (list s8vector? u16vector? s16vector? f64vector? vector? u8vector?))
;=> (#f #f #t #f #f #f)
(s8vector 128)
;=> error s8vector: expected a number of
(u16vector-set! (u16vector 1) 0 -1)
;=> error u16vector-set!: expected a number of
(make-s32vector 1 1.5)
;=> error make-s32vector: expected a number of
(list->u64vector (list (expt 2 64)))
;=> error list->u64vector: expected a number of
(f64vector 'a)
;=> error f64vector: expected a number of type f64
(s16vector-ref (u16vector 1) 0)
;=> error s16vector-ref: expected a s16vector
(u32vector-ref (u32vector 1) 1)
;=> error u32vector-ref: index out of range
(f32vector-length '())
;=> error f32vector-length: expected a f32vector
(u8vector 256)
;=> error

;; Literals
(list #s8(-1 2) #u16(3) #s16(-3) #u32(4294967295) #s32(-5) #u64(18446744073709551615) #s64(-9223372036854775808) #u8(1 2))
;=> (#s8(-1 2) #u16(3) #s16(-3) #u32(4294967295) #s32(-5) #u64(18446744073709551615) #s64(-9223372036854775808) #u8(1 2))
(list '#f64(1 .5 -0.0 +nan.0 -inf.0 1/4) #f32(0.1 1e40) '#F64() #s8())
;=> (#f64(1.0 0.5 -0.0 +nan.0 -inf.0 0.25) #f32(0.10000000149011612 +inf.0) #f64() #s8())
(list (u32vector-ref #u32(1 2) 1) (f64vector? #f64(1)) (f64vector? #f32(1)) (s16vector->list '#s16(1 -2)))
;=> (2 #t #f (1 -2))
`(1 ,#s8(1) #u16(2) ,@(list #f64(3)) #(#s32(4)))
;=> (1 #s8(1) #u16(2) #f64(3.0) #(#s32(4)))
(define-syntax both (syntax-rules () ((_ x ...) '(#u16(1 2) x ...))))
(both #f32(1) #s64(2))
;=> (#u16(1 2) #f32(1.0) #s64(2))
(define-syntax kind (syntax-rules () ((_ #u16(1 2)) 'same) ((_ x) 'other)))
(list (kind #u16(1 2)) (kind #u16(1 3)) (kind #s16(1 2)))
;=> (same other other)
(let ((p (open-input-string "(#f64(1 2) #u8(1) . #s8(3))"))) (read p))
;=> (#f64(1.0 2.0) #u8(1) . #s8(3))
(let ((out (open-output-string))) (write (f64vector 1.5 2) out) (display (u16vector 1) out) (get-output-string out))
;=> "#f64(1.5 2.0)#u16(1)"
(read (open-input-string "#s8(128)"))
;=> error an element of this vector must be a number of type s8
(read (open-input-string "#u16(1 a)"))
;=> error an element of this vector must be a number of type u16
(read (open-input-string "#f64(1+2i)"))
;=> error an element of this vector must be a number of type f64
(read (open-input-string "#u64(1 "))
;=> error unclosed vector of numbers
(read (open-input-string "#s9(1)"))
;=> error unknown syntax
(read (open-input-string "#f64(1]"))
;=> error

;; Equality: of the type, and of each number by eqv?.
(list (equal? #u16(1 2) (u16vector 1 2)) (equal? #u16(1 2) #s16(1 2)) (equal? #u16(1 2) #u16(1 3)) (equal? #u16(1 2) #u16(1)) (equal? #s8() #u16()))
;=> (#t #f #f #f #f)
(list (equal? #f64(0.0) #f64(-0.0)) (equal? (f64vector +nan.0) (f64vector (- +nan.0))) (equal? (list #f32(1) (vector #s8(2))) (list (f32vector 1) (vector (s8vector 2)))) (eqv? (u16vector 1) (u16vector 1)))
;=> (#f #t #t #f)
(member (s32vector 1) (list #s8(1) #s32(1)))
;=> (#s32(1))
(let ((t (make-hash-table))) (hash-table-set! t (u16vector 1 2) 'a) (hash-table-set! t (s16vector 1 2) 'b) (list (hash-table-ref/default t (u16vector 1 2) #f) (hash-table-ref/default t (s16vector 1 2) #f) (hash-table-ref/default t (u16vector 1) #f)))
;=> (a b #f)
(case (quote a) ((#u16(1)) 1) (else 2))
;=> 2
(map (lambda (f) (f #s16(1))) (list vector? u8vector? s16vector? procedure? pair? bytevector? number?))
;=> (#f #f #t #f #f #f #f)
(s16vector-ref #s16(1 2) 2)
;=> error s16vector-ref
(s16vector-ref #s16(1 2) -1)
;=> error s16vector-ref
(s16vector-ref #u16(1 2) 0)
;=> error s16vector-ref: expected a s16vector
(s16vector-set! (s16vector 1) 0 32768)
;=> error s16vector-set!: expected a number of type s16
(s16vector-set! (s16vector 1) 0 1.0)
;=> error s16vector-set!: expected a number of type s16
(make-f64vector -1)
;=> error make-f64vector
(let ((v (make-u64vector 2 (expt 2 63)))) (u64vector-set! v 1 0) (u64vector->list v))
;=> (9223372036854775808 0)
(let loop ((i 0) (keep '())) (if (< i 2000) (loop (+ i 1) (cons (make-f64vector 100 i) keep)) (apply + (map (lambda (v) (f64vector-ref v 99)) keep))))
;=> 1999000.0
