;;; SRFI 17: generalized set!. (set! (f x ...) value) calls the setter of f.
;;;
;;; Setters are kept in a table with the procedures as weak keys.

(define-library (srfi 17)
  (export set! setter getter-with-setter)
  (import (rename (scheme base) (set! base:set!))
          (scheme cxr)
          (only (cairn base) make-weak-eq-hashtable hashtable-ref hashtable-set!))
  (begin
    (define-syntax set!
      (syntax-rules ()
        ((_ (f argument ...) value)
         ((setter f) argument ... value))
        ((_ variable value)
         (base:set! variable value))))

    (define setters (make-weak-eq-hashtable))

    (define (set-setter! f set)
      (unless (and (procedure? f) (procedure? set))
        (error "setter: expected procedures, got" f set))
      (hashtable-set! setters f set))

    (define (setter f)
      (or (hashtable-ref setters f #f)
          (error "setter: no setter for" f)))

    ;; A new procedure, so that the getter's setter remains unchanged.
    (define (getter-with-setter get set)
      (let ((f (lambda arguments (apply get arguments))))
        (set-setter! f set)
        f))

    (set-setter! setter set-setter!)
    (set-setter! vector-ref vector-set!)
    (set-setter! string-ref string-set!)
    (set-setter! car set-car!)
    (set-setter! cdr set-cdr!)

    ;; The setters of c[ad]{2,4}r modify the pair reached by all letters but the first.
    (define-syntax define-setters
      (syntax-rules ()
        ((_ set (get pair) ...)
         (begin
           (set-setter! get (lambda (x value) (set (pair x) value))) ...))))

    (define-setters set-car!
      (caar car) (cadr cdr)
      (caaar caar) (caadr cadr) (cadar cdar) (caddr cddr)
      (caaaar caaar) (caaadr caadr) (caadar cadar) (caaddr caddr)
      (cadaar cdaar) (cadadr cdadr) (caddar cddar) (cadddr cdddr))
    (define-setters set-cdr!
      (cdar car) (cddr cdr)
      (cdaar caar) (cdadr cadr) (cddar cdar) (cdddr cddr)
      (cdaaar caaar) (cdaadr caadr) (cdadar cadar) (cdaddr caddr)
      (cddaar cdaar) (cddadr cdadr) (cdddar cddar) (cddddr cdddr))))
