(define-syntax unless2
  (syntax-rules
    ((_ c body ...) (if c #f (begin body ...)))))
(unless2 #f (display 1))
