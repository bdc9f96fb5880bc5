;;; SRFI 71: let, let* and letrec that bind several values.
;;;
;;; A binding is (variable ... expression) or ((values variable ... . rest) expression). It is
;;; converted to the form of let-values and define-values, (formals expression).

(define-library (srfi 71)
  (export let let* letrec values
          uncons uncons-2 uncons-3 uncons-4 uncons-cons unlist unvector
          values->list values->vector)
  (import (except (scheme base) let let* letrec)
          (rename (only (scheme base) let) (let base:let))
          (only (scheme cxr) caddr cdddr cadddr cddddr))
  (begin
    ;; Calls (continue ... (binding ...) . rest) with the bindings in the common shape.
    (define-syntax %shaped
      (syntax-rules (values)
        ((_ continue (done ...) () . rest)
         (continue (done ...) . rest))
        ((_ continue (done ...) (((values . formals) expression) binding ...) . rest)
         (%shaped continue (done ... (formals expression)) (binding ...) . rest))
        ((_ continue (done ...) ((variable ... expression) binding ...) . rest)
         (%shaped continue (done ... ((variable ...) expression)) (binding ...) . rest))))

    (define-syntax let
      (syntax-rules ()
        ((_ (binding ...) . body)
         (%shaped let-values () (binding ...) . body))
        ((_ name (binding ...) . body)
         (%shaped %named-let () (binding ...) name . body))))

    (define-syntax %named-let
      (syntax-rules ()
        ((_ (((variable) expression) ...) name . body)
         (base:let name ((variable expression) ...) . body))
        ((_ bindings name . body)
         (syntax-error "let: a named let binds single values" name bindings))))

    (define-syntax let*
      (syntax-rules ()
        ((_ (binding ...) . body)
         (%shaped let*-values () (binding ...) . body))))

    (define-syntax letrec
      (syntax-rules ()
        ((_ (binding ...) . body)
         (%shaped %letrec () (binding ...) . body))))

    (define-syntax %letrec
      (syntax-rules ()
        ((_ ((formals expression) ...) . body)
         (base:let ()
           (define-values formals expression) ...
           (base:let () . body)))))

    (define (uncons x) (values (car x) (cdr x)))
    (define (uncons-2 x) (values (car x) (cadr x) (cddr x)))
    (define (uncons-3 x) (values (car x) (cadr x) (caddr x) (cdddr x)))
    (define (uncons-4 x) (values (car x) (cadr x) (caddr x) (cadddr x) (cddddr x)))
    (define (uncons-cons x) (values (caar x) (cdar x) (cdr x)))
    (define (unlist x) (apply values x))
    (define (unvector x) (apply values (vector->list x)))

    (define-syntax values->list
      (syntax-rules ()
        ((_ expression) (call-with-values (lambda () expression) list))))

    (define-syntax values->vector
      (syntax-rules ()
        ((_ expression) (call-with-values (lambda () expression) vector))))))
