;;; R6RS library chapter 11.2: fixnums. An argument or a result that is not a fixnum is an
;;; error.

(define-library (rnrs arithmetic fixnums)
  (export fixnum? fixnum-width least-fixnum greatest-fixnum
          fx=? fx>? fx<? fx>=? fx<=? fxzero? fxpositive? fxnegative? fxodd? fxeven?
          fxmax fxmin fx+ fx* fx-
          fxdiv-and-mod fxdiv fxmod fxdiv0-and-mod0 fxdiv0 fxmod0
          fx+/carry fx-/carry fx*/carry
          fxnot fxand fxior fxxor fxif fxbit-count fxlength fxfirst-bit-set fxbit-set?
          fxcopy-bit fxbit-field fxcopy-bit-field
          fxarithmetic-shift fxarithmetic-shift-left fxarithmetic-shift-right
          fxrotate-bit-field fxreverse-bit-field)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) least-fixnum greatest-fixnum)
          (rename (except (srfi 143) fx- fxbit-count fxbit-set? fxcopy-bit fxbit-field)
                  (fxfirst-set-bit fxfirst-bit-set))
          (rename (only (srfi 143) fx-) (fx- subtract))
          (only (rnrs base) div mod div0 mod0)
          (rnrs arithmetic bitwise))
  (begin
    (define (fixnum-width) fx-width)

    (define fx-
      (case-lambda
        ((x) (fxneg x))
        ((x y) (subtract x y))))

    (define (check who x)
      (unless (fixnum? x)
        (error (string-append who ": expected a fixnum, got") x)))

    ;; Defines procedures of fixnums from those of integers.
    (define-syntax define-fixnum
      (syntax-rules ()
        ((_ (name argument ...) expression)
         (define (name argument ...)
           (check (symbol->string 'name) argument) ...
           (let ((result expression))
             (when (and (number? result) (not (fixnum? result)))
               (error (string-append (symbol->string 'name) ": the result is not a fixnum")))
             result)))))

    (define-fixnum (fxdiv x y) (div x y))
    (define-fixnum (fxmod x y) (mod x y))
    (define-fixnum (fxdiv0 x y) (div0 x y))
    (define-fixnum (fxmod0 x y) (mod0 x y))
    (define (fxdiv-and-mod x y) (values (fxdiv x y) (fxmod x y)))
    (define (fxdiv0-and-mod0 x y) (values (fxdiv0 x y) (fxmod0 x y)))
    (define-fixnum (fxbit-count n) (bitwise-bit-count n))
    (define-fixnum (fxbit-set? n i) (bitwise-bit-set? n i))
    (define-fixnum (fxcopy-bit n i bit) (bitwise-copy-bit n i bit))
    (define-fixnum (fxbit-field n start end) (bitwise-bit-field n start end))
    (define-fixnum (fxcopy-bit-field to start end from)
      (bitwise-copy-bit-field to start end from))
    (define-fixnum (fxrotate-bit-field n start end count)
      (bitwise-rotate-bit-field n start end count))
    (define-fixnum (fxreverse-bit-field n start end)
      (bitwise-reverse-bit-field n start end))))
