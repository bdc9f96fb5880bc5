;;; SRFI 61: cond with clauses (generator guard => receiver): the receiver gets the generator's
;;; values if the guard accepts them.

(define-library (srfi 61)
  (export cond => else)
  (import (rename (scheme base) (cond base:cond)))
  (begin
    (define-syntax cond
      (syntax-rules (=>)
        ((_)
         (if #f #f))
        ((_ (generator guard => receiver) clause ...)
         (call-with-values
           (lambda () generator)
           (lambda results
             (if (apply guard results)
                 (apply receiver results)
                 (cond clause ...)))))
        ((_ clause)
         (base:cond clause))
        ((_ clause more ...)
         (base:cond clause (else (cond more ...))))))))
