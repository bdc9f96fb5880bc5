;;; SRFI 160: homogeneous numeric vectors, what is in its library `base`. A u8vector is a
;;; bytevector; the others are records of a vector, into which only numbers of their type
;;; come.

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
          (scheme complex)
          (scheme inexact)
          (only (cairn special-functions) binary-exponent)
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

    ;; A vector of another type: its kind, and a vector of its elements.
    (define-record-type homogeneous-vector
      (wrap kind elements)
      homogeneous?
      (kind kind)
      (elements elements))

    ;; A type of numbers: its name, the number that a fresh vector is filled with, whether an
    ;; object is one, and what is stored for one.
    (define-record-type kind-of-number
      (make-kind name zero number? store)
      kind?
      (name kind-name)
      (zero kind-zero)
      (number? kind-number?)
      (store kind-store))

    (define (convert k who x)
      (if ((kind-number? k) x)
          ((kind-store k) x)
          (error (string-append who ": expected a number of " (kind-name k) ", got") x)))

    (define (kind-of? k x) (and (homogeneous? x) (eq? (kind x) k)))

    ;; The elements of a vector that must be of a kind.
    (define (contents k who v)
      (if (kind-of? k v)
          (elements v)
          (error (string-append who ": expected a vector of " (kind-name k) ", got") v)))

    (define (check-index who numbers i)
      (unless (and (exact-integer? i) (< -1 i (vector-length numbers)))
        (error (string-append who ": no such index") i)))

    (define (maker k who)
      (case-lambda
        ((n) (wrap k (make-vector n (kind-zero k))))
        ((n x) (wrap k (make-vector n (convert k who x))))))
    (define (from-list k who)
      (lambda (numbers)
        (wrap k (list->vector (map (lambda (x) (convert k who x)) numbers)))))
    (define (measurer k who)
      (lambda (v) (vector-length (contents k who v))))
    (define (referrer k who)
      (lambda (v i)
        (let ((numbers (contents k who v)))
          (check-index who numbers i)
          (vector-ref numbers i))))
    (define (setter k who)
      (lambda (v i x)
        (let ((numbers (contents k who v)))
          (check-index who numbers i)
          (vector-set! numbers i (convert k who x)))))
    (define (lister k who)
      (lambda (v . range) (apply vector->list (contents k who v) range)))

    (define-syntax define-type
      (syntax-rules ()
        ((_ tag number? zero store
            (type? make type type-length type-ref type-set! type->list list->type))
         (begin
           (define k (make-kind tag zero number? store))
           (define (named before after) (string-append before tag "vector" after))
           (define (type? x) (kind-of? k x))
           (define make (maker k (named "make-" "")))
           (define from (from-list k (named "" "")))
           (define (type . numbers) (from numbers))
           (define type-length (measurer k (named "" "-length")))
           (define type-ref (referrer k (named "" "-ref")))
           (define type-set! (setter k (named "" "-set!")))
           (define type->list (lister k (named "" "->list")))
           (define list->type (from-list k (named "list->" "")))))))

    (define-syntax define-integers
      (syntax-rules ()
        ((_ number? low high)
         (define (number? x) (and (exact-integer? x) (<= low x high))))))
    (define-integers s8? #x-80 #x7f)
    (define-integers u16? 0 #xffff)
    (define-integers s16? #x-8000 #x7fff)
    (define-integers u32? 0 #xffffffff)
    (define-integers s32? #x-80000000 #x7fffffff)
    (define-integers u64? 0 #xffffffffffffffff)
    (define-integers s64? #x-8000000000000000 #x7fffffffffffffff)
    (define (f32? x) (real? x))
    (define (f64? x) (real? x))
    (define (c64? x) (number? x))
    (define (c128? x) (number? x))

    (define (same x) x)

    ;; The nearest number of 24 bits, none below 2^-149 and none from 2^128 on.
    (define (single x)
      (let ((x (inexact x)))
        (if (or (zero? x) (nan? x) (infinite? x))
            x
            (let* ((unit (expt 2.0 (max -149 (- (binary-exponent x) 23))))
                   (rounded (* (round (/ x unit)) unit)))
              (cond ((< (abs rounded) 3.402823669209385e38) rounded)
                    ((positive? x) +inf.0)
                    (else -inf.0))))))

    (define (single-complex z)
      (make-rectangular (single (real-part z)) (single (imag-part z))))

    (define-type "s8" s8? 0 same
      (s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set!
       s8vector->list list->s8vector))
    (define-type "u16" u16? 0 same
      (u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set!
       u16vector->list list->u16vector))
    (define-type "s16" s16? 0 same
      (s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set!
       s16vector->list list->s16vector))
    (define-type "u32" u32? 0 same
      (u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set!
       u32vector->list list->u32vector))
    (define-type "s32" s32? 0 same
      (s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set!
       s32vector->list list->s32vector))
    (define-type "u64" u64? 0 same
      (u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set!
       u64vector->list list->u64vector))
    (define-type "s64" s64? 0 same
      (s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set!
       s64vector->list list->s64vector))
    (define-type "f32" f32? 0.0 single
      (f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set!
       f32vector->list list->f32vector))
    (define-type "f64" f64? 0.0 inexact
      (f64vector? make-f64vector f64vector f64vector-length f64vector-ref f64vector-set!
       f64vector->list list->f64vector))
    (define-type "c64" c64? 0.0 single-complex
      (c64vector? make-c64vector c64vector c64vector-length c64vector-ref c64vector-set!
       c64vector->list list->c64vector))
    (define-type "c128" c128? 0.0 inexact
      (c128vector? make-c128vector c128vector c128vector-length c128vector-ref c128vector-set!
       c128vector->list list->c128vector))))
