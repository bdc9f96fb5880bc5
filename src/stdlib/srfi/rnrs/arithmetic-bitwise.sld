;;; R6RS library chapter 11.4: exact bitwise arithmetic.

(define-library (rnrs arithmetic bitwise)
  (export bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-if bitwise-bit-count
          bitwise-length bitwise-first-bit-set bitwise-bit-set? bitwise-copy-bit
          bitwise-bit-field bitwise-copy-bit-field bitwise-arithmetic-shift
          bitwise-arithmetic-shift-left bitwise-arithmetic-shift-right
          bitwise-rotate-bit-field bitwise-reverse-bit-field)
  (import (scheme base)
          (rename (srfi 151)
                  (integer-length bitwise-length)
                  (first-set-bit bitwise-first-bit-set)
                  (arithmetic-shift bitwise-arithmetic-shift)
                  (bit-field bitwise-bit-field)))
  (begin
    ;; Of a negative number, the complement of the count of its complement.
    (define (bitwise-bit-count n)
      (if (< n 0)
          (bitwise-not (bit-count (bitwise-not n)))
          (bit-count n)))

    (define (bitwise-bit-set? n i) (bit-set? i n))

    (define (bitwise-copy-bit n i bit)
      (copy-bit i n (= bit 1)))

    (define (bitwise-copy-bit-field to start end from)
      (bit-field-replace to from start end))

    (define (bitwise-arithmetic-shift-left n count)
      (check-count "bitwise-arithmetic-shift-left" count)
      (bitwise-arithmetic-shift n count))
    (define (bitwise-arithmetic-shift-right n count)
      (check-count "bitwise-arithmetic-shift-right" count)
      (bitwise-arithmetic-shift n (- count)))

    (define (check-count who count)
      (unless (and (exact-integer? count) (>= count 0))
        (error (string-append who ": expected a number of bits, got") count)))

    (define (bitwise-rotate-bit-field n start end count)
      (bit-field-rotate n count start end))
    (define (bitwise-reverse-bit-field n start end)
      (bit-field-reverse n start end))))
