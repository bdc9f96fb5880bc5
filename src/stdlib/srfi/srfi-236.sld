;;; SRFI 236: expressions whose order does not matter. Here it is from left to right.

(define-library (srfi 236)
  (export independently)
  (import (scheme base))
  (begin
    ;; Evaluates expressions for their effects, in any order.
    (define-syntax independently
      (syntax-rules ()
        ((_ expression ...) (begin expression ... (if #f #f)))))))
