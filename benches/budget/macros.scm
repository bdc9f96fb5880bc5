;;; macros -- the expander and the compiler at work.
(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define-syntax times (syntax-rules () ((_ () body) body) ((_ (x . rest) body) (begin (times rest body) (times rest body)))))
(define n 0)
(define (f) (times (1 2 3 4 5 6) (set! n (+ n (my-or #f #f (my-or #f 1))))))
(f)
(display n)
