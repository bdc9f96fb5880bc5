;; (cairn restarts)
(import (cairn restarts))

(define (parse text)
  (restart-case (or (string->number text) (error "not a number" text))
    (use-value (value) value)
    (use-text (text) (parse text))))
(parse "12")
;=> 12
(handler-bind ((error-object? (lambda (c) (invoke-restart 'use-value 0))))
  (map parse '("1" "two" "3")))
;=> (1 0 3)
(handler-bind ((error-object? (lambda (c) (invoke-restart 'use-text "77"))))
  (parse "x"))
;=> 77
(handler-bind ((error-object? (lambda (c) (use-value 5)))) (parse "x"))
;=> 5
(guard (e ((error-object? e) (error-object-message e))) (parse "x"))
;=> "not a number"

;; a handler that returns declines; inner handlers come first
(define path '())
(define (note x) (set! path (cons x path)))
(guard (e (#t (note 'guard) (reverse path)))
  (handler-bind ((error-object? (lambda (c) (note 'outer))))
    (handler-bind ((symbol? (lambda (c) (note 'not-this))) (error-object? (lambda (c) (note 'inner))))
      (parse "x"))))
;=> (inner outer guard)
(handler-bind ((number? (lambda (c) (invoke-restart 'outer (* 2 c)))))
  (restart-case (restart-case (cons 1 (raise 4)) (inner (x) (list 'inner x))) (outer (x) (list 'outer x))))
;=> (outer 8)

;; restarts are left in order
(let ((path '()))
  (handler-bind ((symbol? (lambda (c) (invoke-restart 'give-up))))
    (restart-case
      (dynamic-wind (lambda () (set! path (cons 'in path))) (lambda () (raise 'x)) (lambda () (set! path (cons 'out path))))
      (give-up () (reverse path)))))
;=> (in out)
;; several values, and bodies of several expressions
(call-with-values (lambda () (restart-case (values 1 2) (other () 3))) list)
;=> (1 2)
(call-with-values (lambda () (restart-case (invoke-restart 'two 1 2 3) (two (a . more) (note a) (values a more)))) list)
;=> (1 (2 3))

;; restart-bind: without leaving
(+ 1 (restart-bind ((double (lambda (x) (* 2 x)))) (+ 10 (invoke-restart 'double 5))))
;=> 21

(call-with-values (lambda () (with-simple-restart (skip "Skip it.") (invoke-restart 'skip) 'not-reached)) list)
;=> (#f #t)
(with-simple-restart (skip "Skip it.") 'value)
;=> value
(handler-bind ((error-object? (lambda (c) (continue)))) (begin (cerror "Go on." "odd:" 1) 'went-on))
;=> went-on
(cerror "Go on." "odd:" 1)
;=> error odd:

;; inspecting the available restarts
(restart-case (map restart-name (compute-restarts)) (a () 1) (b () 2))
;=> (a b)
(with-simple-restart (skip "Skip it.") (let ((r (find-restart 'skip))) (list (restart? r) (restart-name r) (restart-description r))))
;=> (#t skip "Skip it.")
(restart-case (restart-case (eq? (find-restart 'a) (car (compute-restarts))) (a () 1)) (a () 2))
;=> #t
(find-restart 'none)
;=> #f
(invoke-restart 'none 1)
;=> error no such restart
(let ((old #f)) (restart-case (set! old (find-restart 'a)) (a () 1)) (list (find-restart old) (compute-restarts)))
;=> (#f ())
(list (use-value 1) (store-value 1) (continue) (retry))
;=> (#f #f #f #f)
(abort)
;=> error no such restart

(handler-case (parse "x") (symbol? (s) s) (error-object? (e) (error-object-irritants e)))
;=> ("x")
(handler-case (+ 1 2) (symbol? (s) s))
;=> 3
(handler-case (raise 'a) (symbol? (s) (list s)))
;=> (a)
;; retry
(let ((tries 0))
  (handler-bind ((error-object? (lambda (c) (retry))))
    (let again ()
      (restart-case (begin (set! tries (+ tries 1)) (if (< tries 3) (error "busy") tries))
        (retry () (again))))))
;=> 3
