;; SRFI 195: boxes of several values.
(import (srfi 195))

(map box? (list (box 1) (box) (box 1 2) 1 '(1)))
;=> (#t #t #t #f #f)
(list (unbox (box 1)) (call-with-values (lambda () (unbox (box 1 2 3))) list) (call-with-values (lambda () (unbox (box))) list))
;=> (1 (1 2 3) ())
(let ((one (box 1)) (two (box 1 2))) (set-box! one 5) (set-box! two 6 7) (list (unbox one) (call-with-values (lambda () (unbox two)) list)))
;=> (5 (6 7))
(set-box! (box 1 2) 1)
;=> error set-box!
(set-box! (box 1) 1 2)
;=> error set-box!
(set-box! (box))
;=> unspecified
(map box-arity (list (box) (box 1) (box 1 2)))
;=> (0 1 2)
(let ((one (box 1)) (two (box 1 2))) (set-box-value! one 0 'a) (set-box-value! two 1 'b) (list (unbox-value one 0) (unbox-value two 0) (unbox-value two 1)))
;=> (a 1 b)
(unbox-value (box 1 2) 2)
;=> error unbox-value: index out of range 2
(set-box-value! (box 1) 1 2)
;=> error set-box-value!
(box-arity 1)
;=> error box-arity: expected a box
(unbox 1)
;=> error unbox
(define (fold* kons* knil* list) (unbox (fold (lambda args (call-with-values (lambda () (apply kons* args)) box)) knil* list)))
(call-with-values (lambda () (fold* (lambda (e b) (receive (lis n) (unbox b) (values (cons e lis) (+ 1 n)))) (box '() 0) '(1 2 3 4 5))) list)
;=> ((5 4 3 2 1) 5)
