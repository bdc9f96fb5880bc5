;;; R6RS chapter 11: the base library. The first argument of `error` is the failing procedure;
;;; `error` and `assertion-violation` raise conditions that (rnrs conditions) can decompose. Not
;;; implemented: the precision of `number->string`, and mantissa widths such as 1.5|24.

(define-library (rnrs base)
  (export
    define define-syntax quote lambda if set! cond case and or let let* letrec letrec*
    let-values let*-values begin quasiquote unquote unquote-splicing
    (rename splicing-let-syntax let-syntax) (rename splicing-letrec-syntax letrec-syntax)
    syntax-rules identifier-syntax assert else => ... _
    eq? eqv? equal? procedure?
    number? complex? real? rational? integer? real-valued? rational-valued? integer-valued?
    exact? inexact? inexact exact = < > <= >= zero? positive? negative? odd? even?
    finite? infinite? nan? max min + * - / abs div-and-mod div mod div0-and-mod0 div0 mod0
    gcd lcm numerator denominator floor ceiling truncate round rationalize exp log sin cos
    tan asin acos atan sqrt exact-integer-sqrt expt make-rectangular make-polar real-part
    imag-part magnitude angle number->string string->number
    not boolean? boolean=? pair? cons car cdr caar cadr cdar cddr caaar caadr cadar caddr
    cdaar cdadr cddar cdddr caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr cdaaar
    cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr null? list? list length append reverse
    list-tail list-ref map for-each
    symbol? symbol->string string->symbol symbol=?
    char? char->integer integer->char char=? char<? char>? char<=? char>=?
    string? make-string string string-length string-ref string=? string<? string>? string<=?
    string>=? substring string-append string->list list->string string-for-each string-copy
    vector? make-vector vector vector-length vector-ref vector-set! vector->list list->vector
    vector-fill! vector-map vector-for-each
    error assertion-violation apply call-with-current-continuation call/cc values
    call-with-values dynamic-wind)
  (import (except (scheme base) error let-syntax letrec-syntax)
          (scheme complex)
          (scheme cxr)
          (scheme inexact)
          (only (cairn base)
                syntax-case syntax identifier? identifier-syntax splicing-let-syntax splicing-letrec-syntax)
          (only (srfi 141) euclidean/ balanced/)
          (only (cairn conditions) make-error-condition))
  (begin
    ;; Numbers that are equal to one of the type, such as 1.0+0.0i.
    (define (valued? type?)
      (lambda (x)
        (and (number? x) (= 0 (imag-part x)) (type? (real-part x)))))
    (define real-valued? (valued? real?))
    (define rational-valued? (valued? rational?))
    (define integer-valued? (valued? integer?))

    (define (error-condition who message . irritants)
      (make-error-condition #f who message irritants))
    (define (assertion-condition who message . irritants)
      (make-error-condition #t who message irritants))

    (define (raise-error who message . irritants)
      (raise (apply error-condition who message irritants)))
    (define (raise-violation who message . irritants)
      (raise (apply assertion-condition who message irritants)))

    ;; The integer divisions, for all real numbers: the quotient is an integer. Numbers that are not
    ;; integers are divided exactly. `in-range?` tells whether a number may be the remainder of a
    ;; division by an infinity.
    (define (divide who integers/ in-range? adjust x y)
      (define (check n)
        (unless (and (real? n) (finite? n))
          (raise-violation who "expected a finite real number, got" n)))
      (cond ((and (integer? x) (integer? y)) (integers/ x y))
            ((and (real? x) (finite? x) (real? y) (infinite? y) (in-range? x)) (values 0.0 (inexact x)))
            (else
             (check x)
             (check y)
             (when (zero? y) (raise-violation who "division by zero" x y))
             (let* ((n (exact x)) (d (exact y))
                    (quotient (adjust n d (if (negative? d) (ceiling (/ n d)) (floor (/ n d)))))
                    (remainder (- n (* d quotient))))
               (if (and (exact? x) (exact? y))
                   (values quotient remainder)
                   (values (inexact quotient) (inexact remainder)))))))

    (define (same n d quotient) quotient)
    ;; The quotient whose remainder is from -|d/2| to below |d/2|.
    (define (balance n d quotient)
      (cond ((< (* 2 (- n (* d quotient))) (abs d)) quotient)
            ((negative? d) (- quotient 1))
            (else (+ quotient 1))))

    (define-syntax define-division
      (syntax-rules ()
        ((_ (both quotient remainder) integers/ in-range? adjust)
         (begin
           (define (both x y)
             (divide 'both integers/ in-range? adjust x y))
           (define (quotient x y)
             (let-values (((q r) (divide 'quotient integers/ in-range? adjust x y))) q))
           (define (remainder x y)
             (let-values (((q r) (divide 'remainder integers/ in-range? adjust x y))) r))))))

    (define-division (div-and-mod div mod) euclidean/ (lambda (x) (>= x 0)) same)
    (define-division (div0-and-mod0 div0 mod0) balanced/ real? balance)

    ;; The calls of raise are expanded in place, so that a report shows their position.
    (define-syntax error
      (lambda (form)
        (syntax-case form ()
          ((_ argument ...) #'(raise (error-condition argument ...)))
          (name (identifier? #'name) #'raise-error))))

    (define-syntax assertion-violation
      (lambda (form)
        (syntax-case form ()
          ((_ argument ...) #'(raise (assertion-condition argument ...)))
          (name (identifier? #'name) #'raise-violation))))

    (define-syntax assert
      (syntax-rules ()
        ((_ expression)
         (or expression
             (raise (assertion-condition #f "assertion failed:" 'expression))))))))
