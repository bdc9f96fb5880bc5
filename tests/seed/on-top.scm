;; Delimited control, and programs built on continuations and parameters: named restarts. Cairn's
;; own form `(the-environment)` gives `eval` the local variables; `tests/macros/environments.scm`
;; tests it further.

;; V1: shift sees the locals of the procedure around it
(define (f x) (reset (+ x (shift k (k 10)))))
(f 5)
;=> 15
(define (g x y) (reset (* x (shift k (+ y (k (k 2)))))))
(g 3 100)
;=> 118
;; V8: reset with several forms
(reset 1 2 (+ 1 (shift k (k (k 5)))))
;=> 7
(reset (+ 1 (reset (* 2 (shift k (k (k 3)))))))
;=> 13

;; V2: the-environment gives eval the locals around it
(define (sum x y) (eval '(+ x y) (the-environment)))
(sum 40 2)
;=> 42
(let ((n 1)) (eval '(set! n (+ n 1)) (the-environment)) n)
;=> 2

;; L29: named restarts
(define restarts (make-parameter '()))
(define (with-restart name restart thunk)
  (call/cc
    (lambda (k)
      (let ((entry (cons name (lambda values (k (apply restart values))))))
        (parameterize ((restarts (cons entry (restarts)))) (thunk))))))
(define (invoke-restart name . values) (apply (cdr (assq name (restarts))) values))
(define (parse text)
  (with-restart 'use-value (lambda (value) value)
    (lambda () (or (string->number text) (raise (list 'not-a-number text))))))
(with-exception-handler
  (lambda (condition) (invoke-restart 'use-value 0))
  (lambda () (map parse '("1" "two" "3"))))
;=> (1 0 3)
(with-restart 'outer list
  (lambda () (with-restart 'inner vector (lambda () (cons 1 (invoke-restart 'outer 'a 'b))))))
;=> (a b)
