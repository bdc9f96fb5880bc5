;;; R6RS library chapter 7.2: conditions.

(define-library (rnrs conditions)
  (export condition simple-conditions condition? condition-predicate condition-accessor
          define-condition-type
          &condition
          &message make-message-condition message-condition? condition-message
          &warning make-warning warning?
          &serious make-serious-condition serious-condition?
          &error make-error error?
          &violation make-violation violation?
          &assertion make-assertion-violation assertion-violation?
          &irritants make-irritants-condition irritants-condition? condition-irritants
          &who make-who-condition who-condition? condition-who
          &non-continuable make-non-continuable-violation non-continuable-violation?
          &implementation-restriction make-implementation-restriction-violation
          implementation-restriction-violation?
          &lexical make-lexical-violation lexical-violation?
          &syntax make-syntax-violation syntax-violation? syntax-violation-form
          syntax-violation-subform
          &undefined make-undefined-violation undefined-violation?)
  (import (scheme base)
          (except (cairn conditions) make-condition-type)
          (rename (only (cairn conditions) make-condition-type) (make-condition-type make-type))
          (only (srfi 99) rtd-constructor rtd-accessor))
  (begin
    (define-syntax define-condition-type
      (syntax-rules ()
        ((_ type parent constructor predicate (field accessor) ...)
         (begin
           (define type (make-type 'type parent '(field ...)))
           (define-procedures type constructor predicate (field accessor) ...)))))

    ;; Defines the procedures of an existing type.
    (define-syntax define-procedures
      (syntax-rules ()
        ((_ type constructor predicate (field accessor) ...)
         (begin
           (define constructor (rtd-constructor type))
           (define predicate (condition-predicate type))
           (define accessor (condition-accessor type (rtd-accessor type 'field)))
           ...))))

    (define-procedures &message make-message-condition message-condition?
      (message condition-message))
    (define-procedures &warning make-warning warning?)
    (define-procedures &serious make-serious-condition serious-condition?)
    (define-procedures &error make-error error?)
    (define-procedures &violation make-violation violation?)
    (define-procedures &assertion make-assertion-violation assertion-violation?)
    (define-procedures &irritants make-irritants-condition irritants-condition?
      (irritants condition-irritants))
    (define-procedures &who make-who-condition who-condition? (who condition-who))
    (define-procedures &non-continuable make-non-continuable-violation
      non-continuable-violation?)
    (define-procedures &implementation-restriction make-implementation-restriction-violation
      implementation-restriction-violation?)
    (define-procedures &lexical make-lexical-violation lexical-violation?)
    (define-procedures &syntax make-syntax-violation syntax-violation?
      (form syntax-violation-form)
      (subform syntax-violation-subform))
    (define-procedures &undefined make-undefined-violation undefined-violation?)))
