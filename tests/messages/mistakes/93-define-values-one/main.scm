(define-values (q r) (quotient 7 2))
(display q)
