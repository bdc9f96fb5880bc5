;;; R6RS library chapter 11.3: flonums.

(define-library (rnrs arithmetic flonums)
  (export flonum? real->flonum fl=? fl<? fl<=? fl>? fl>=?
          flinteger? flzero? flpositive? flnegative? flodd? fleven? flfinite? flinfinite?
          flnan? flmax flmin fl+ fl* fl- fl/ flabs
          fldiv-and-mod fldiv flmod fldiv0-and-mod0 fldiv0 flmod0
          flnumerator fldenominator flfloor flceiling fltruncate flround
          flexp fllog flsin flcos fltan flasin flacos flatan flsqrt flexpt
          &no-infinities make-no-infinities-violation no-infinities-violation?
          &no-nans make-no-nans-violation no-nans-violation?
          fixnum->flonum)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme inexact) log)
          (rename (except (srfi 144) fllog) (flonum real->flonum) (flmax largest) (flmin smallest))
          (only (cairn base) fixnum?)
          (only (cairn conditions) &implementation-restriction)
          (only (rnrs base) div mod div0 mod0)
          (rnrs conditions))
  (begin
    (define (check who x)
      (unless (flonum? x)
        (error (string-append who ": expected a flonum, got") x)))

    (define-syntax define-division
      (syntax-rules ()
        ((_ (both quotient remainder) (div mod))
         (begin
           (define (quotient x y)
             (check (symbol->string 'quotient) x)
             (check (symbol->string 'quotient) y)
             (div x y))
           (define (remainder x y)
             (check (symbol->string 'remainder) x)
             (check (symbol->string 'remainder) y)
             (mod x y))
           (define (both x y)
             (values (quotient x y) (remainder x y)))))))

    (define-division (fldiv-and-mod fldiv flmod) (div mod))
    (define-division (fldiv0-and-mod0 fldiv0 flmod0) (div0 mod0))

    (define (logarithm x)
      (check "fllog" x)
      (if (or (< x 0.0) (eqv? x -0.0))
          (if (eqv? x -0.0) -inf.0 +nan.0)
          (log x)))

    (define fllog
      (case-lambda
        ((x) (logarithm x))
        ((x base) (fl/ (logarithm x) (logarithm base)))))

    ;; Unlike those of SRFI 144, these return a NaN when an argument is one.
    (define-syntax define-extreme
      (syntax-rules ()
        ((_ name best)
         (define (name first . rest)
           (if (any-nan? (cons first rest)) +nan.0 (apply best first rest))))))
    (define (any-nan? flonums)
      (and (pair? flonums) (or (flnan? (car flonums)) (any-nan? (cdr flonums)))))
    (define-extreme flmax largest)
    (define-extreme flmin smallest)

    (define (fixnum->flonum n)
      (unless (fixnum? n)
        (error "fixnum->flonum: expected a fixnum, got" n))
      (inexact n))

    (define-condition-type &no-infinities &implementation-restriction
      make-no-infinities-violation no-infinities-violation?)
    (define-condition-type &no-nans &implementation-restriction
      make-no-nans-violation no-nans-violation?)))
