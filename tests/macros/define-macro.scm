;; define-macro: a procedure from operands to a form, whose symbols mean what they mean where the
;; macro is used.

(define-macro (swap! a b) `(let ((tmp ,a)) (set! ,a ,b) (set! ,b tmp)))
(let ((x 1) (y 2)) (swap! x y) (list x y))
;=> (2 1)
;; Not hygienic: the variable captures.
(let ((tmp 1) (y 2)) (swap! tmp y) (list tmp y))
;=> (1 2)
(define-macro (aif test then else) `(let ((it ,test)) (if it ,then ,else)))
(aif (assv 2 '((1 . a) (2 . b))) (cdr it) 'none)
;=> b
(define-macro (my-or . forms)
  (if (null? forms)
      #f
      (let ((t (gensym)))
        `(let ((,t ,(car forms))) (if ,t ,t (my-or ,@(cdr forms)))))))
(let ((t 5)) (my-or #f t))
;=> 5
(my-or)
;=> #f

;; A procedure; earlier definitions are seen.
(define (quoted x) (list 'quote x))
(define-macro list-of-names (lambda names (quoted names)))
(list-of-names a b c)
;=> (a b c)
(define-macro constant (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(list (constant) (constant))
;=> (1 2)
(define-macro either (case-lambda ((a) a) ((a b) `(if ,a ,a ,b))))
(list (either 1) (either #f 2))
;=> (1 2)

;; Definitions, in bodies too.
(define-macro (define-getters . names)
  `(begin ,@(map (lambda (name) `(define (,(symbol-append 'get- name)) ',name)) names)))
(define-getters one two)
(list (get-one) (get-two))
;=> (one two)
(define (local)
  (define-macro (double x) `(* 2 ,x))
  (define-getters three)
  (list (double 4) (get-three)))
(local)
;=> (8 three)
(let ()
  (define-macro (while test . body) `(let loop () (if ,test (begin ,@body (loop)))))
  (define n 0)
  (while (< n 5) (set! n (+ n 1)))
  n)
;=> 5

;; From a library, and with macros that are hygienic.
(define-library (unhygienic)
  (export unless-zero)
  (import (scheme base) (cairn base))
  (begin
    (define (zero-test x) `(= 0 ,x))
    (define-macro (unless-zero x then) `(if ,(zero-test x) 'zero ,then))))
(import (unhygienic))
(unless-zero 0 (error "not here"))
;=> zero
(define-syntax via (syntax-rules () ((_ x) (let ((t 3)) (aif x (list it t) t)))))
(let ((t 1)) (via t))
;=> error it
(define-syntax in-both (syntax-rules () ((_ a b) (let ((t 0)) (swap! a b) (list a b t)))))
(let ((x 1) (t 2)) (in-both x t))
;=> (2 1 0)
(let ((e (let ((x 1)) (the-environment))))
  (eval '(define-macro (add-x y) `(+ x ,y)) e)
  (eval '(add-x 5) e))
;=> 6

;; Wrong definitions and uses.
(eval '(swap! 1) (interaction-environment))
;=> error wrong number of arguments
(swap! 1 . 2)
;=> error malformed swap!
(define-macro name)
;=> error malformed define-macro
(define-macro name 1 2)
;=> error malformed define-macro
(define-macro ("name" x) x)
;=> error expected a keyword
(define-macro name 5)
;=> error define-macro: expected a procedure
(define-macro (empty))
;=> error malformed define-macro
swap!
;=> error syntax keyword swap!
