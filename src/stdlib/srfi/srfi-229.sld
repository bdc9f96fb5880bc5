;;; SRFI 229: tagged procedures.
;;;
;;; A tagged procedure is a new one that passes its arguments on, so that no other procedure has
;;; its tag; the tags are in a table with the procedures as weak keys.

(define-library (srfi 229)
  (export case-lambda/tag lambda/tag procedure/tag? procedure-tag)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) make-weak-eq-hashtable hashtable-ref hashtable-set!
                hashtable-contains?))
  (begin
    (define tags (make-weak-eq-hashtable))

    (define (tagged procedure tag)
      (let ((tagged (lambda arguments (apply procedure arguments))))
        (hashtable-set! tags tagged tag)
        tagged))

    (define-syntax case-lambda/tag
      (syntax-rules ()
        ((_ tag clause ...) (let ((t tag)) (tagged (case-lambda clause ...) t)))))

    (define-syntax lambda/tag
      (syntax-rules ()
        ((_ tag formals . body) (let ((t tag)) (tagged (lambda formals . body) t)))))

    (define (procedure/tag? x)
      (and (procedure? x) (hashtable-contains? tags x)))

    (define (procedure-tag procedure)
      (unless (procedure/tag? procedure)
        (error "procedure-tag: expected a tagged procedure, got" procedure))
      (hashtable-ref tags procedure #f))))
