(define-library (libs util macros)
  (export swap! while my-if then: else:)
  (import (scheme base))
  (begin
    (define-syntax then: (syntax-rules ()))
    (define-syntax else: (syntax-rules ()))
    (define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
    (define-syntax while (syntax-rules () ((_ c body ...) (let loop () (if c (begin body ... (loop)))))))
    (define-syntax my-if (syntax-rules (then: else:) ((_ c then: a else: b) (if c a b))))))
