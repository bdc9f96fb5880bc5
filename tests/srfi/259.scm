;; SRFI 259: tagged procedures.
(import (srfi 259))

(define-procedure-tag make-counter counter? counter-limit)
(define-procedure-tag make-named named? name-of)
(define f (make-counter 10 (lambda (x . rest) (list x rest))))
(list (procedure? f) (counter? f) (named? f) (counter-limit f) (f 1 2))
;=> (#t #t #f 10 (1 (2)))
(define g (make-named 'gee f))
(list (counter? g) (named? g) (counter-limit g) (name-of g) (g 3) (eq? f g) (named? f))
;=> (#t #t 10 gee (3 ()) #f #f)
(define h (make-counter 20 g))
(list (counter-limit h) (name-of h) (counter-limit g))
;=> (20 gee 10)
(map counter? (list car 5 (lambda () 1)))
;=> (#f #f #f)
(counter-limit car)
;=> error counter-limit: expected a procedure tagged by make-counter
(make-counter 1 5)
;=> error make-counter: expected a procedure, got 5
;; Each evaluation makes a protocol of its own.
(define (protocol) (define-procedure-tag make made? tag) (list make made?))
(let ((a (protocol)) (b (protocol))) (let ((p ((car a) 1 list))) (list ((cadr a) p) ((cadr b) p))))
;=> (#t #f)
