;; SRFI 154: first-class dynamic extents.
(import (scheme base) (srfi 154))
(define p (make-parameter 1))
(define inside (parameterize ((p 2)) (current-dynamic-extent)))
(list (dynamic-extent? inside) (dynamic-extent? 5) (p) (with-dynamic-extent inside p) (call-with-values (lambda () (with-dynamic-extent inside (lambda () (values (p) 'a)))) list))
;=> (#t #f 1 2 (2 a))
(define closed (parameterize ((p 3)) (dynamic-lambda (x . rest) (list (p) x rest))))
(parameterize ((p 4)) (list (p) (closed 1 2) (p)))
;=> (4 (3 1 (2)) 4)
(let ((trace '())) (let ((e (dynamic-wind (lambda () (set! trace (cons 'in trace))) current-dynamic-extent (lambda () (set! trace (cons 'out trace)))))) (with-dynamic-extent e (lambda () (set! trace (cons 'here trace)))) (reverse trace)))
;=> (in out in here out)
(with-dynamic-extent 5 p)
;=> error with-dynamic-extent: expected a dynamic extent
(guard (e (#t (list 'caught e (p)))) (with-dynamic-extent (with-exception-handler (lambda (e) 10) (lambda () (current-dynamic-extent))) (lambda () (+ 1 (raise-continuable 'x)))))
;=> 11
