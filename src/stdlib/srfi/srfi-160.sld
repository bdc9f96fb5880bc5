;;; SRFI 160: homogeneous numeric vectors, the library `base`. A u8vector is a bytevector;
;;; the others are objects that store the bytes of their numbers.

(define-library (srfi 160 base)
  (export
    u8vector? make-u8vector u8vector u8vector-length u8vector-ref u8vector-set!
    u8vector->list list->u8vector u8?
    s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set!
    s8vector->list list->s8vector s8?
    u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set!
    u16vector->list list->u16vector u16?
    s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set!
    s16vector->list list->s16vector s16?
    u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set!
    u32vector->list list->u32vector u32?
    s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set!
    s32vector->list list->s32vector s32?
    u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set!
    u64vector->list list->u64vector u64?
    s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set!
    s64vector->list list->s64vector s64?
    f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set!
    f32vector->list list->f32vector f32?
    f64vector? make-f64vector f64vector f64vector-length f64vector-ref f64vector-set!
    f64vector->list list->f64vector f64?
    c64vector? make-c64vector c64vector c64vector-length c64vector-ref c64vector-set!
    c64vector->list list->c64vector c64?
    c128vector? make-c128vector c128vector c128vector-length c128vector-ref c128vector-set!
    c128vector->list list->c128vector c128?)
  (import (scheme base)
          (scheme case-lambda)
          (cairn homogeneous)
          (rename (only (cairn base) bytevector->list list->bytevector)
                  (bytevector->list u8vector->list)
                  (list->bytevector list->u8vector))
          (rename (only (scheme base) bytevector? bytevector bytevector-length
                        bytevector-u8-ref bytevector-u8-set!)
                  (bytevector? u8vector?)
                  (bytevector u8vector)
                  (bytevector-length u8vector-length)
                  (bytevector-u8-ref u8vector-ref)
                  (bytevector-u8-set! u8vector-set!)))
  (begin
    (define make-u8vector
      (case-lambda
        ((n) (make-bytevector n 0))
        ((n x) (make-bytevector n x))))
    (define (u8? x) (and (exact-integer? x) (<= 0 x 255)))

    ;; The type of a vector is a number, its place in the list of types below.
    (define-syntax define-type
      (syntax-rules ()
        ((_ type number? vector? make vector vector-length vector-ref vector-set! vector->list list->vector)
         (begin
           (define (number? x) (%numbers-of? type x))
           (define (vector? x) (%numbers? type x))
           (define make
             (case-lambda
               ((n) (%make-numbers type n))
               ((n x) (%make-numbers type n x))))
           (define (vector . numbers) (%numbers type numbers))
           (define (vector-length v) (%numbers-length type v))
           (define (vector-ref v i) (%numbers-ref type v i))
           (define (vector-set! v i x) (%numbers-set! type v i x))
           (define vector->list
             (case-lambda
               ((v) (%numbers->list type v))
               ((v start) (%numbers->list type v start))
               ((v start end) (%numbers->list type v start end))))
           (define (list->vector numbers) (%list->numbers type numbers))))))

    (define-type 0 s8? s8vector? make-s8vector s8vector
      s8vector-length s8vector-ref s8vector-set! s8vector->list list->s8vector)
    (define-type 1 u16? u16vector? make-u16vector u16vector
      u16vector-length u16vector-ref u16vector-set! u16vector->list list->u16vector)
    (define-type 2 s16? s16vector? make-s16vector s16vector
      s16vector-length s16vector-ref s16vector-set! s16vector->list list->s16vector)
    (define-type 3 u32? u32vector? make-u32vector u32vector
      u32vector-length u32vector-ref u32vector-set! u32vector->list list->u32vector)
    (define-type 4 s32? s32vector? make-s32vector s32vector
      s32vector-length s32vector-ref s32vector-set! s32vector->list list->s32vector)
    (define-type 5 u64? u64vector? make-u64vector u64vector
      u64vector-length u64vector-ref u64vector-set! u64vector->list list->u64vector)
    (define-type 6 s64? s64vector? make-s64vector s64vector
      s64vector-length s64vector-ref s64vector-set! s64vector->list list->s64vector)
    (define-type 7 f32? f32vector? make-f32vector f32vector
      f32vector-length f32vector-ref f32vector-set! f32vector->list list->f32vector)
    (define-type 8 f64? f64vector? make-f64vector f64vector
      f64vector-length f64vector-ref f64vector-set! f64vector->list list->f64vector)
    (define-type 9 c64? c64vector? make-c64vector c64vector
      c64vector-length c64vector-ref c64vector-set! c64vector->list list->c64vector)
    (define-type 10 c128? c128vector? make-c128vector c128vector
      c128vector-length c128vector-ref c128vector-set! c128vector->list list->c128vector)))
