;;; SRFI 232: flexible curried procedures.
;;;
;;; A curried procedure is a case-lambda: its first case is the procedure itself, the other
;;; takes too few or too many arguments.

(define-library (srfi 232)
  (export curried define-curried)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) list-head))
  (begin
    (define-syntax curried
      (syntax-rules ()
        ((_ (variable ... . rest) . body)
         (letrec ((f (case-lambda
                       ((variable ... . rest) . body)
                       (arguments (curry f (length '(variable ...)) arguments)))))
           f))))

    (define-syntax define-curried
      (syntax-rules ()
        ((_ (name . formals) . body)
         (define name (curried formals . body)))))

    ;; Calls f, which takes n arguments, with fewer or more.
    (define (curry f n arguments)
      (let ((k (length arguments)))
        (cond ((= k 0) f)
              ((< k n) (lambda more (apply f (append arguments more))))
              (else
               (apply (apply f (list-head arguments n)) (list-tail arguments n))))))))
