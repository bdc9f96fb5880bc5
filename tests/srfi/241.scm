;; SRFI 241: pattern matching with catamorphisms.
(import (scheme base) (scheme write) (srfi 241))

(list (match '(a 17 37) ((a ,x) 1) ((b ,x ,y) 2) ((a ,x ,y) 3)) (match '(a 17 37) ((a ,x) (- x)) ((b ,x ,y) (+ x y)) ((a ,x ,y) (* x y))) (match '(a 17 37) ((a ,x* ...) x*)))
;=> (3 629 (17 37))
(list (match '(begin (1 5) (2 6) (3 7) (4 8)) ((begin (,x* ,y*) ...) (append x* y*))) (match '((a b c d) (e f g) (h i) (j)) (((,x* ,y** ...) ...) (list x* y**))))
;=> ((1 2 3 4 5 6 7 8) ((a e h j) ((b c d) (f g) (i) ())))
(list (match 'x (x 1)) (match "s" ("s" 2)) (match 5 (,_ 3)) (match '#(1 2 3 4) (#(,a ,b ... ,c) (list a b c))) (match '(1 2 3 . 4) ((,a ... ,b . ,c) (list a b c))) (match '#(1) (#(2) 'no) (#(1) 'yes)))
;=> (1 2 3 (1 (2 3) 4) ((1 2) 3 4) yes)
(define (len l) (match l (() 0) ((,x . ,[y]) (+ 1 y))))
(define (split l)
  (match l (() (values '() '())) ((,x) (values (list x) '())) ((,x ,y . ,[odds evens]) (values (cons x odds) (cons y evens)))))
(list (len '(a b c d)) (call-with-values (lambda () (split '(a b c d e f))) list))
;=> (4 ((a c e) (b d f)))
(define (simple-eval x)
  (match x
    (,i (guard (integer? i)) i)
    ((+ ,[x*] ...) (apply + x*))
    ((* ,[x*] ...) (apply * x*))
    ((- ,[x] ,[y]) (- x y))
    ((let ((,v ,[e])) ,b) (guard (symbol? v) #t) (list v e b))))
(list (simple-eval '(+ (- 0 1) (+ 2 3))) (simple-eval '(let ((a (* 2 3))) b)))
;=> (4 (a 6 b))
(list (match '(1 2 3) ((,[list -> x] ,y ...) (list x y))) (match '(1 2 3) ((,[(lambda (x) (* x x)) -> x] ...) x)) (match '((1 2) (3)) (((,[- -> x] ...) ...) x)) (match '(17 5) (,[(lambda (p) (floor/ (car p) (cadr p))) -> q r] (list q r))))
;=> (((1) (2 3)) (1 4 9) ((-1 -2) (-3)) (3 2))
(match 5 (6 1))
;=> error match: no pattern matches 5
(match '(1 2) ((,x ,x) x))
;=> error a variable is there twice

;; quasi-quotation with ellipses
((lambda (x)
   (match x ((let ((,x ,e1 ...) ...) ,b1 ,b2 ...) `((lambda (,x ...) ,b1 ,b2 ...) (begin ,e1 ...) ...))))
 '(let ((a 1 2) (b 3)) x y z))
;=> ((lambda (a b) x y z) (begin 1 2) (begin 3))
(match 1 (,one (list `(list ,(+ one 2) 4) `(a ,@(map abs '(4 -5 6)) b) `(a ,(map abs '(4 -5 6)) ... b) `((,'(1 2 3) . ,'(a b c)) ...))))
;=> ((list 3 4) (a 4 5 6 b) (a 4 5 6 b) ((1 . a) (2 . b) (3 . c)))
(match 1 (,_ (list `((a ,'((x 1) (x 2))) ... ...) `(((a ,'((x 1) (x 2))) ...) ...) `((a ,@'((x 1) (x 2))) ...) `(... (,'(1 2) ...)) `#(1 ,'(2 3) ...) `x)))
;=> (((a x) (a 1) (a x) (a 2)) (((a x) (a 1)) ((a x) (a 2))) ((a x 1) (a x 2)) ((1 2) ...) #(1 2 3) x)
(match 1 (,_ `(a `(b ,(list 1 2) ... ,(foo ,(list 1 3) ... d) e) f)))
;=> (a (quasiquote (b (unquote (list 1 2)) ... (unquote (foo 1 3 d)) e)) f)
(match 1 (,_ `((,'(1 2) ,'(1 2 3)) ...)))
;=> error differ in length
(import (only (srfi 241 match quasiquote) quasiquote))
(let ((x '(1 2))) `(,x ... 3))
;=> (1 2 3)

;; A failure is an assertion violation to programs with R6RS's libraries.
(import (only (rnrs conditions) assertion-violation?))
(define (violates? thunk)
  (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (assertion-violation? e))) thunk))))
(define (zip x) (match x (((,a ...) (,b ...)) `((,a . ,b) ...))))
(list (violates? (lambda () (match 'a (b 1)))) (violates? (lambda () (zip '((1 2) (a))))))
;=> (#t #t)
