;;; SRFI 60: integers as bits, with the names of Common Lisp and others. Lists of booleans
;;; represent bits with the most significant one first.

(define-library (srfi 60)
  (export bitwise-and (rename bitwise-and logand)
          bitwise-ior (rename bitwise-ior logior)
          bitwise-xor (rename bitwise-xor logxor)
          bitwise-not (rename bitwise-not lognot)
          bitwise-if (rename bitwise-if bitwise-merge)
          (rename any-bit-set? any-bits-set?) (rename any-bit-set? logtest)
          bit-count (rename bit-count logcount)
          integer-length
          first-set-bit (rename first-set-bit log2-binary-factors)
          bit-set? (rename bit-set? logbit?)
          copy-bit bit-field (rename bit-field-replace copy-bit-field)
          arithmetic-shift (rename arithmetic-shift ash)
          (rename bit-field-rotate rotate-bit-field)
          (rename bit-field-reverse reverse-bit-field)
          integer->list list->integer booleans->integer)
  (import (scheme base) (srfi 151))
  (begin
    (define (integer->list k . len)
      (reverse (apply bits->list k len)))
    (define (list->integer bits)
      (list->bits (map (lambda (bit) (and bit #t)) (reverse bits))))
    (define (booleans->integer . bits)
      (list->integer bits))))
