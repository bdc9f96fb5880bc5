;; SRFI 173: hooks.
(import (srfi 173))

(define seen '())
(define (note x y) (set! seen (cons (+ x y) seen)))
(define (other x y) (set! seen (cons (* x y) seen)))
(define hook (make-hook 2))
(map hook? (list hook '() note))
;=> (#t #f #f)
(begin (hook-add! hook note) (hook-add! hook other) (hook-run hook 3 4) (sort seen <))
;=> (7 12)
(length (hook->list hook))
;=> 2
(begin (hook-delete! hook note) (set! seen '()) (hook-run hook 3 4) seen)
;=> (12)
(begin (hook-reset! hook) (hook->list hook))
;=> ()
(begin (list->hook! hook (list note)) (set! seen '()) (hook-run hook 1 1) seen)
;=> (2)
(let ((hook (list->hook 0 (list list)))) (hook-run hook) (equal? (hook->list hook) (list list)))
;=> #t
(let* ((procedures (list list car)) (hook (list->hook 1 procedures))) (hook-reset! hook) (length procedures))
;=> 2
(hook-run hook 1)
;=> error hook-run: wrong number
(hook-add! hook 5)
;=> error hook-add!
(list->hook! hook 5)
;=> error list->hook!
(make-hook 'x)
;=> error expected an arity
