;; SRFI 253: checks of data.
(import (scheme base) (srfi 253))
(list (check-arg integer? 5) (check-arg string? "a" 'who))
;=> (#t #t)
(check-arg integer? "x" 'f)
;=> error check failed: f integer? "x"
(call-with-values (lambda () (values-checked (integer? string?) 1 "a")) list)
;=> (1 "a")
(values-checked (string?) 9)
;=> error check failed: string? 9
(define f (lambda-checked ((a integer?) b (c string?) . r) (list a b c r)))
(list (f 1 'x "c") (f 1 2 "c" 4))
;=> ((1 x "c" ()) (1 2 "c" (4)))
(f 'a 1 "c")
;=> error check failed: integer? a
(define g (case-lambda-checked (((a integer?)) (list 'one a)) ((a (b string?)) (list a b)) (r r)))
(list (g 1) (g 1 "b") (g 1 2 3))
;=> ((one 1) (1 "b") (1 2 3))
(g 1 2)
;=> error check failed: string? 2
(define h (opt-lambda-checked ((a integer?) (b 2 integer?) (c 3)) (list a b c)))
(define-optionals-checked (i (a 1 integer?)) a)
(list (h 1 5) (i) (i 4))
;=> ((1 5 3) 1 4)
(h 1 'x)
;=> error check failed: integer? x
(define-checked (j (x number?) . r) (* x 2))
(define-checked v string? "hi")
(list (j 4 5) v)
;=> (8 "hi")
(define-checked w string? 5)
;=> error check failed: string? 5
(define-record-type-checked point (make-point x y) point? (x integer? point-x set-point-x!) (y string? point-y))
(let ((p (make-point 1 "a"))) (set-point-x! p 5) (list (point-x p) (point-y p) (point? p) (point? 5)))
;=> (5 "a" #t #f)
(make-point "x" "y")
;=> error check failed: integer? "x"
(set-point-x! (make-point 1 "y") 'z)
;=> error check failed: integer? z
