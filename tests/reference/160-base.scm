;; SRFI 160 base: examples of the reference.
(import (srfi 160 base))

(u8vector-length (u8vector 1 2))
;=> 2
(u8vector-ref (u8vector 1 2) 1)
;=> 2
(u8vector->list (list->u8vector '(1 2)))
;=> (1 2)
(u8vector-length (make-u8vector 3 1))
;=> 3
(u8? 1)
;=> #t
(s8vector-length (s8vector 1 2))
;=> 2
(s8vector-ref (s8vector 1 2) 1)
;=> 2
(let ((v (s8vector 1 2))) (s8vector-set! v 0 7) (= (s8vector-ref v 0) 7))
;=> #t
(s8vector->list (list->s8vector '(1 2)))
;=> (1 2)
(s8vector-length (make-s8vector 3 1))
;=> 3
(s8? 1)
;=> #t
(u16vector-length (u16vector 1 2))
;=> 2
(u16vector-ref (u16vector 1 2) 1)
;=> 2
(let ((v (u16vector 1 2))) (u16vector-set! v 0 7) (= (u16vector-ref v 0) 7))
;=> #t
(u16vector->list (list->u16vector '(1 2)))
;=> (1 2)
(u16vector-length (make-u16vector 3 1))
;=> 3
(u16? 1)
;=> #t
(s16vector-length (s16vector 1 2))
;=> 2
(s16vector-ref (s16vector 1 2) 1)
;=> 2
(let ((v (s16vector 1 2))) (s16vector-set! v 0 7) (= (s16vector-ref v 0) 7))
;=> #t
(s16vector->list (list->s16vector '(1 2)))
;=> (1 2)
(s16vector-length (make-s16vector 3 1))
;=> 3
(s16? 1)
;=> #t
(u32vector->list (u32vector 1 2))
;=> (1 2)
(u32vector-length (u32vector 1 2))
;=> 2
(let ((v (u32vector 1 2))) (u32vector-set! v 0 7) (= (u32vector-ref v 0) 7))
;=> #t
(u32vector->list (u32vector 1 2))
;=> (1 2)
(u32vector-length (make-u32vector 3 1))
;=> 3
(u32? 1)
;=> #t
(s32vector-length (s32vector 1 2))
;=> 2
(s32vector-ref (s32vector 1 2) 1)
;=> 2
(let ((v (s32vector 1 2))) (s32vector-set! v 0 7) (= (s32vector-ref v 0) 7))
;=> #t
(s32vector? (s32vector 1 2))
;=> #t
(s32vector->list (list->s32vector '(1 2)))
;=> (1 2)
(s32vector-length (make-s32vector 3 1))
;=> 3
(s32? 1)
;=> #t
(u64vector->list (u64vector 1 2))
;=> (1 2)
(u64vector-ref (u64vector 1 2) 1)
;=> 2
(u64vector? (u64vector 1 2))
;=> #t
(u64vector->list (list->u64vector '(1 2)))
;=> (1 2)
(s64vector-length (s64vector 1 2))
;=> 2
(let ((v (s64vector 1 2))) (s64vector-set! v 0 7) (= (s64vector-ref v 0) 7))
;=> #t
(s64vector? (s64vector 1 2))
;=> #t
(s64vector->list (s64vector 1 2))
;=> (1 2)
(s64vector->list (list->s64vector '(1 2)))
;=> (1 2)
(s64vector-length (make-s64vector 3 1))
;=> 3
(f32vector-length (f32vector 1. 2.5))
;=> 2
(let ((v (f32vector 1. 2.5))) (f32vector-set! v 0 7.5) (= (f32vector-ref v 0) 7.5))
;=> #t
(f32vector? (f32vector 1. 2.5))
;=> #t
(f32vector->list (list->f32vector '(1. 2.5)))
;=> (1.0 2.5)
(f32vector-length (make-f32vector 3 1.))
;=> 3
(f64vector-length (f64vector 1. 2.5))
;=> 2
(let ((v (f64vector 1. 2.5))) (f64vector-set! v 0 7.5) (= (f64vector-ref v 0) 7.5))
;=> #t
(f64vector->list (list->f64vector '(1. 2.5)))
;=> (1.0 2.5)
(c64vector-length (c64vector 1.0+2.0i 3.0+0.5i))
;=> 2
(let ((v (c64vector 1.0+2.0i 3.0+0.5i))) (c64vector-set! v 0 7.0+1.0i) (= (c64vector-ref v 0) 7.0+1.0i))
;=> #t
(c64vector? (c64vector 1.0+2.0i 3.0+0.5i))
;=> #t
(c64vector->list (c64vector 1.0+2.0i 3.0+0.5i))
;=> (1.0+2.0i 3.0+0.5i)
(c64vector->list (list->c64vector '(1.0+2.0i 3.0+0.5i)))
;=> (1.0+2.0i 3.0+0.5i)
(c128vector-length (c128vector 1.0+2.0i 3.0+0.5i))
;=> 2
(c128vector-ref (c128vector 1.0+2.0i 3.0+0.5i) 1)
;=> 3.0+0.5i
(let ((v (c128vector 1.0+2.0i 3.0+0.5i))) (c128vector-set! v 0 7.0+1.0i) (= (c128vector-ref v 0) 7.0+1.0i))
;=> #t
(c128vector->list (list->c128vector '(1.0+2.0i 3.0+0.5i)))
;=> (1.0+2.0i 3.0+0.5i)
(c128vector-length (make-c128vector 3 1.0+2.0i))
;=> 3
