;;; SRFI 26: cut and cute, procedures that specialise a call by leaving out arguments.
;;;
;;; The slots <> and <...> are unbound, so that programs need not import them. The arguments are
;;; taken one by one: slots become parameters; cute binds the values of the others first.

(define-library (srfi 26)
  (export cut cute)
  (import (scheme base))
  (begin
    (define-syntax cut
      (syntax-rules ()
        ((_ slot ...) (%cut () () slot ...))))

    (define-syntax %cut
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (f argument ...))
         (lambda (parameter ...) ((begin f) argument ...)))
        ((_ (parameter ...) (f argument ...) <...>)
         (lambda (parameter ... . rest) (apply f argument ... rest)))
        ((_ (parameter ...) (argument ...) <> slot ...)
         (%cut (parameter ... x) (argument ... x) slot ...))
        ((_ (parameter ...) (argument ...) value slot ...)
         (%cut (parameter ...) (argument ... value) slot ...))))

    (define-syntax cute
      (syntax-rules ()
        ((_ slot ...) (%cute () () () slot ...))))

    (define-syntax %cute
      (syntax-rules (<> <...>)
        ((_ (binding ...) (parameter ...) (f argument ...))
         (let (binding ...) (lambda (parameter ...) (f argument ...))))
        ((_ (binding ...) (parameter ...) (f argument ...) <...>)
         (let (binding ...) (lambda (parameter ... . rest) (apply f argument ... rest))))
        ((_ (binding ...) (parameter ...) (argument ...) <> slot ...)
         (%cute (binding ...) (parameter ... x) (argument ... x) slot ...))
        ((_ (binding ...) (parameter ...) (argument ...) value slot ...)
         (%cute (binding ... (x value)) (parameter ...) (argument ... x) slot ...))))))
