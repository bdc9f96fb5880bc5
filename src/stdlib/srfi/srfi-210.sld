;;; SRFI 210: procedures and syntax for multiple values.

(define-library (srfi 210)
  (export apply/mv call/mv list/mv vector/mv box/mv value/mv coarity set!-values
          with-values case-receive bind/mv
          list-values vector-values box-values value identity
          compose-left compose-right map-values bind/list bind/box bind)
  (import (scheme base)
          (scheme case-lambda)
          (srfi 195))
  (begin
    (define-syntax apply/mv
      (syntax-rules ()
        ((_ operator operand ... producer)
         (call-with-values
           (lambda () producer)
           (lambda arguments (apply operator operand ... arguments))))))

    (define-syntax call/mv
      (syntax-rules ()
        ((_ consumer producer ...)
         (apply consumer (append (call-with-values (lambda () producer) list) ...)))))

    (define-syntax list/mv
      (syntax-rules ()
        ((_ element ... producer) (apply/mv list element ... producer))))

    (define-syntax vector/mv
      (syntax-rules ()
        ((_ element ... producer) (apply/mv vector element ... producer))))

    (define-syntax box/mv
      (syntax-rules ()
        ((_ element ... producer) (apply/mv box element ... producer))))

    (define-syntax value/mv
      (syntax-rules ()
        ((_ index operand ... producer) (apply/mv value index operand ... producer))))

    (define-syntax coarity
      (syntax-rules ()
        ((_ producer)
         (call-with-values (lambda () producer) (lambda results (length results))))))

    ;; The variables are paired with fresh ones one by one.
    (define-syntax set!-values
      (syntax-rules ()
        ((_ formals producer) (%set!-values () formals producer))))

    (define-syntax %set!-values
      (syntax-rules ()
        ((_ ((variable fresh) ...) () producer)
         (call-with-values
           (lambda () producer)
           (lambda (fresh ...)
             (set! variable fresh) ...
             (if #f #f))))
        ((_ (pair ...) (variable . formals) producer)
         (%set!-values (pair ... (variable fresh)) formals producer))
        ((_ ((variable fresh) ...) rest producer)
         (call-with-values
           (lambda () producer)
           (lambda (fresh ... . others)
             (set! variable fresh) ...
             (set! rest others))))))

    (define-syntax with-values
      (syntax-rules ()
        ((_ producer consumer) (apply/mv consumer producer))))

    (define-syntax case-receive
      (syntax-rules ()
        ((_ producer clause ...)
         (call-with-values (lambda () producer) (case-lambda clause ...)))))

    (define-syntax bind/mv
      (syntax-rules ()
        ((_ producer transducer ...)
         (call-with-values (lambda () producer) (compose-left transducer ...)))))

    (define (list-values list) (apply values list))
    (define (vector-values vector) (apply values (vector->list vector)))
    (define box-values unbox)

    (define (value index . objects)
      (unless (and (exact-integer? index) (< -1 index (length objects)))
        (error "value: index out of range" index))
      (list-ref objects index))

    (define identity values)

    ;; The first transducer receives the arguments, each other one the values of the previous
    ;; one.
    (define (compose-left . transducers)
      (if (null? transducers)
          identity
          (let loop ((f (car transducers)) (rest (cdr transducers)))
            (if (null? rest)
                f
                (loop (let ((f f) (g (car rest)))
                        (lambda arguments
                          (call-with-values (lambda () (apply f arguments)) g)))
                      (cdr rest))))))

    (define (compose-right . transducers)
      (apply compose-left (reverse transducers)))

    (define (map-values f)
      (lambda arguments (list-values (map f arguments))))

    (define (bind/list list . transducers)
      (apply (apply compose-left transducers) list))
    (define (bind/box box . transducers)
      (call-with-values (lambda () (unbox box)) (apply compose-left transducers)))
    (define (bind object . transducers)
      ((apply compose-left transducers) object))))
