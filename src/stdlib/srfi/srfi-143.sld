;;; SRFI 143: fixnums. An argument or a result that is not a fixnum is an error.

(define-library (srfi 143)
  (export fx-width fx-greatest fx-least
          fixnum? fx=? fx<? fx>? fx<=? fx>=?
          fxzero? fxpositive? fxnegative? fxodd? fxeven? fxmax fxmin
          fx+ fx- fxneg fx* fxquotient fxremainder fxabs fxsquare fxsqrt
          fx+/carry fx-/carry fx*/carry
          fxnot fxand fxior fxxor fxarithmetic-shift
          fxarithmetic-shift-left fxarithmetic-shift-right
          fxbit-count fxlength fxif fxbit-set? fxcopy-bit fxfirst-set-bit
          fxbit-field fxbit-field-rotate fxbit-field-reverse)
  (import (scheme base)
          (only (cairn base) fixnum? greatest-fixnum least-fixnum
                fx=? fx<? fx>? fx<=? fx>=? fx+ fx- fx* fxquotient fxremainder)
          (srfi 141)
          (srfi 151))
  (begin
    (define fx-greatest (greatest-fixnum))
    (define fx-least (least-fixnum))
    (define fx-width (+ (integer-length fx-greatest) 1))

    (define (check who x)
      (unless (fixnum? x)
        (error (string-append who ": expected a fixnum, got") x)))

    ;; The result, if it is a fixnum.
    (define (in-range who result)
      (if (fixnum? result)
          result
          (error (string-append who ": the result is not a fixnum") result)))

    ;; A procedure of fixnums whose result, if it is a number, is always a fixnum.
    (define-syntax define-fx
      (syntax-rules ()
        ((_ (name i ...) who body)
         (define (name i ...)
           (check who i) ...
           body))))

    (define-fx (fxzero? i) "fxzero?" (zero? i))
    (define-fx (fxpositive? i) "fxpositive?" (positive? i))
    (define-fx (fxnegative? i) "fxnegative?" (negative? i))
    (define-fx (fxodd? i) "fxodd?" (odd? i))
    (define-fx (fxeven? i) "fxeven?" (even? i))

    ;; A procedure of any number of fixnums.
    (define-syntax define-fx*
      (syntax-rules ()
        ((_ (name i ... . rest) who operation)
         (define (name i ... . rest)
           (check who i) ...
           (for-each (lambda (x) (check who x)) rest)
           (apply operation i ... rest)))))

    (define-fx* (fxmax i . more) "fxmax" max)
    (define-fx* (fxmin i . more) "fxmin" min)
    (define-fx* (fxand . more) "fxand" bitwise-and)
    (define-fx* (fxior . more) "fxior" bitwise-ior)
    (define-fx* (fxxor . more) "fxxor" bitwise-xor)

    (define-fx (fxneg i) "fxneg" (in-range "fxneg" (- i)))
    (define-fx (fxabs i) "fxabs" (in-range "fxabs" (abs i)))
    (define-fx (fxsquare i) "fxsquare" (in-range "fxsquare" (square i)))
    (define-fx (fxsqrt i) "fxsqrt" (exact-integer-sqrt i))

    ;; --- arithmetic with carry

    (define (with-carry n)
      (let-values (((q r) (balanced/ n (expt 2 fx-width))))
        (values r q)))

    (define-fx (fx+/carry i j k) "fx+/carry" (with-carry (+ i j k)))
    (define-fx (fx-/carry i j k) "fx-/carry" (with-carry (- i j k)))
    (define-fx (fx*/carry i j k) "fx*/carry" (with-carry (+ (* i j) k)))

    ;; --- bits

    (define-fx (fxnot i) "fxnot" (bitwise-not i))
    (define-fx (fxbit-count i) "fxbit-count" (bit-count i))
    (define-fx (fxlength i) "fxlength" (integer-length i))
    (define-fx (fxif mask i j) "fxif" (bitwise-if mask i j))
    (define-fx (fxfirst-set-bit i) "fxfirst-set-bit" (first-set-bit i))

    (define (check-range who n low high)
      (check who n)
      (unless (<= low n high)
        (error (string-append who ": expected a number of bits, got") n)))

    (define-fx (fxarithmetic-shift i count) "fxarithmetic-shift"
      (begin
        (check-range "fxarithmetic-shift" count (- 1 fx-width) (- fx-width 1))
        (in-range "fxarithmetic-shift" (arithmetic-shift i count))))
    (define-fx (fxarithmetic-shift-left i count) "fxarithmetic-shift-left"
      (begin
        (check-range "fxarithmetic-shift-left" count 0 (- fx-width 1))
        (in-range "fxarithmetic-shift-left" (arithmetic-shift i count))))
    (define-fx (fxarithmetic-shift-right i count) "fxarithmetic-shift-right"
      (begin
        (check-range "fxarithmetic-shift-right" count 0 (- fx-width 1))
        (arithmetic-shift i (- count))))

    (define-fx (fxbit-set? index i) "fxbit-set?"
      (begin
        (check "fxbit-set?" index)
        (bit-set? index i)))
    (define (fxcopy-bit index i bit)
      (check "fxcopy-bit" i)
      (check-range "fxcopy-bit" index 0 (- fx-width 1))
      (in-range "fxcopy-bit" (copy-bit index i bit)))

    (define (check-field who start end)
      (check-range who start 0 fx-width)
      (check-range who end start fx-width))

    (define-fx (fxbit-field i start end) "fxbit-field"
      (begin
        (check-field "fxbit-field" start end)
        (in-range "fxbit-field" (bit-field i start end))))
    (define-fx (fxbit-field-rotate i count start end) "fxbit-field-rotate"
      (begin
        (check-field "fxbit-field-rotate" start end)
        (in-range "fxbit-field-rotate" (bit-field-rotate i count start end))))
    (define-fx (fxbit-field-reverse i start end) "fxbit-field-reverse"
      (begin
        (check-field "fxbit-field-reverse" start end)
        (in-range "fxbit-field-reverse" (bit-field-reverse i start end))))))
