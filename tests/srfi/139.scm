;; SRFI 139: syntax parameters.
(import (srfi 139))

(define-syntax-parameter it (syntax-rules () ((_ . x) (syntax-error "it: outside of an aif"))))
(define-syntax aif
  (syntax-rules ()
    ((_ test then else) (let ((value test)) (if value (syntax-parameterize ((it (syntax-rules () ((_) value)))) then) else)))))
(aif (assv 2 '((1 . a) (2 . b))) (cdr (it)) 'none)
;=> b
(aif #f 1 'none)
;=> none
(it)
;=> error it: outside of an aif
(aif 1 (aif 2 (it) 0) 0)
;=> 2
(aif 1 (+ (aif 2 (it) 0) (it)) 0)
;=> 3
