;;; SRFI 5: let with signature-style names and rest arguments.
;;;
;;; The bindings are taken one by one; whatever follows them is the rest binding, a variable and
;;; expressions, or nothing.

(define-library (srfi 5)
  (export let)
  (import (except (scheme base) let)
          (rename (only (scheme base) let) (let base:let)))
  (begin
    (define-syntax let
      (syntax-rules ()
        ((_ ((variable value) ...) . body)
         (base:let ((variable value) ...) . body))
        ((_ ((variable value) . more) . body)
         (%let #f ((variable value)) more . body))
        ((_ (name . bindings) . body)
         (%let name () bindings . body))
        ((_ name bindings . body)
         (%let name () bindings . body))))

    (define-syntax %let
      (syntax-rules ()
        ((_ name (done ...) ((variable value) . more) . body)
         (%let name (done ... (variable value)) more . body))
        ((_ name ((variable value) ...) () . body)
         (base:let name ((variable value) ...) . body))
        ((_ #f ((variable value) ...) (rest element ...) . body)
         (base:let ((variable value) ... (rest (list element ...))) . body))
        ((_ name ((variable value) ...) (rest element ...) . body)
         ((letrec ((name (lambda (variable ... . rest) . body))) name)
          value ... element ...))))))
