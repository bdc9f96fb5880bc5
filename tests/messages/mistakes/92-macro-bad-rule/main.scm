(define-syntax my-or (syntax-rules () ((_ a b) (if a a b)) ((_ a ... b ...) 1)))
(display (my-or 1 2))
