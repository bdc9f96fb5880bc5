;;; SRFI 4: homogeneous numeric vectors. A u8vector is a bytevector; the others are records
;;; of a vector, into which only numbers of their kind come.

(define-library (srfi 4)
  (export
    u8vector? make-u8vector u8vector u8vector-length u8vector-ref u8vector-set!
    u8vector->list list->u8vector
    s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set!
    s8vector->list list->s8vector
    u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set!
    u16vector->list list->u16vector
    s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set!
    s16vector->list list->s16vector
    u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set!
    u32vector->list list->u32vector
    s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set!
    s32vector->list list->s32vector
    u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set!
    u64vector->list list->u64vector
    s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set!
    s64vector->list list->s64vector
    f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set!
    f32vector->list list->f32vector
    f64vector? make-f64vector f64vector f64vector-length f64vector-ref f64vector-set!
    f64vector->list list->f64vector)
  (import (scheme base)
          (scheme case-lambda)
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

    ;; A vector of another type: its kind, and a vector of its elements.
    (define-record-type homogeneous-vector
      (wrap kind elements)
      homogeneous?
      (kind kind)
      (elements elements))

    ;; A type of numbers: its name, the number that a fresh vector is filled with, and a
    ;; procedure that gives what is stored for a number, or signals an error.
    (define-record-type kind-of-number
      (make-kind name zero convert)
      kind?
      (name kind-name)
      (zero kind-zero)
      (convert kind-convert))

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
        ((n x) (wrap k (make-vector n ((kind-convert k) who x))))))
    (define (from-list k who)
      (lambda (numbers)
        (wrap k (list->vector (map (lambda (x) ((kind-convert k) who x)) numbers)))))
    (define (measurer k who)
      (lambda (v) (vector-length (contents k who v))))
    (define (referrer k who)
      (lambda (v i)
        (let ((numbers (contents k who v)))
          (check-index who numbers i)
          (vector-ref numbers i))))
    (define (setter k who)
      (let ((convert (kind-convert k)))
        (lambda (v i x)
          (let ((numbers (contents k who v)))
            (check-index who numbers i)
            (vector-set! numbers i (convert who x))))))
    (define (lister k who)
      (lambda (v) (vector->list (contents k who v))))

    (define-syntax define-type
      (syntax-rules ()
        ((_ tag zero convert
            (type? make type type-length type-ref type-set! type->list list->type))
         (begin
           (define k (make-kind tag zero convert))
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

    (define (unsigned bits) (integer-between 0 (- (expt 2 bits) 1)))
    (define (signed bits) (integer-between (- (expt 2 (- bits 1))) (- (expt 2 (- bits 1)) 1)))
    (define (integer-between low high)
      (lambda (who x)
        (if (and (exact-integer? x) (<= low x high))
            x
            (error (string-append who ": number does not fit") x))))

    (define (double who x)
      (if (real? x)
          (inexact x)
          (error (string-append who ": expected a real number, got") x)))

    ;; The nearest number of 24 bits, none below 2^-149 and none from 2^128 on.
    (define (single who x)
      (let ((x (double who x)))
        (if (or (zero? x) (nan? x) (infinite? x))
            x
            (let* ((unit (expt 2.0 (max -149 (- (binary-exponent x) 23))))
                   (rounded (* (round (/ x unit)) unit)))
              (cond ((< (abs rounded) 3.402823669209385e38) rounded)
                    ((positive? x) +inf.0)
                    (else -inf.0))))))

    (define-type "s8" 0 (signed 8)
      (s8vector? make-s8vector s8vector s8vector-length s8vector-ref s8vector-set!
       s8vector->list list->s8vector))
    (define-type "u16" 0 (unsigned 16)
      (u16vector? make-u16vector u16vector u16vector-length u16vector-ref u16vector-set!
       u16vector->list list->u16vector))
    (define-type "s16" 0 (signed 16)
      (s16vector? make-s16vector s16vector s16vector-length s16vector-ref s16vector-set!
       s16vector->list list->s16vector))
    (define-type "u32" 0 (unsigned 32)
      (u32vector? make-u32vector u32vector u32vector-length u32vector-ref u32vector-set!
       u32vector->list list->u32vector))
    (define-type "s32" 0 (signed 32)
      (s32vector? make-s32vector s32vector s32vector-length s32vector-ref s32vector-set!
       s32vector->list list->s32vector))
    (define-type "u64" 0 (unsigned 64)
      (u64vector? make-u64vector u64vector u64vector-length u64vector-ref u64vector-set!
       u64vector->list list->u64vector))
    (define-type "s64" 0 (signed 64)
      (s64vector? make-s64vector s64vector s64vector-length s64vector-ref s64vector-set!
       s64vector->list list->s64vector))
    (define-type "f32" 0.0 single
      (f32vector? make-f32vector f32vector f32vector-length f32vector-ref f32vector-set!
       f32vector->list list->f32vector))
    (define-type "f64" 0.0 double
      (f64vector? make-f64vector f64vector f64vector-length f64vector-ref f64vector-set!
       f64vector->list list->f64vector))))
