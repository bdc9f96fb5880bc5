;; Pattern matching: (cairn match), which is also (chibi match).
(import (scheme base) (scheme write) (cairn match))

(list (match '(1 2 3) ((a b) 'two) ((a b c) (list c b a))) (match 5 (x (+ x 1))) (match '() (() 'empty)) (match '(1 . 2) ((a . b) (list b a))))
;=> ((3 2 1) 6 empty (2 1))
(list (match 'a ('b 1) ('a 2)) (match "x" ("y" 1) ("x" 2)) (match 1.5 (1 1) (1.5 2)) (match #\a (#\a 'char)) (match #t (#f 1) (#t 2)) (match '(a (b "c")) ('(a (b "c")) 'quoted)))
;=> (2 2 2 char 2 quoted)
(match '(1 2 3) ((_ x _) x))
;=> 2
(map (lambda (x) (match x ((a a) (list 'same a)) ((a b) (list 'other a b)))) '((1 1) (1 2) ("s" "s")))
;=> ((same 1) (other 1 2) (same "s"))
(match '(1 2) ((a b c) 'no))
;=> error match: no pattern matches (1 2)
(match 1)
;=> error match: no pattern matches 1

;; ellipses
(list (match '(1 2 3) ((x ...) x)) (match '(1 2 3 4 5) ((x ... y z) (list x y z))) (match '(1 2 . 3) ((x ... . r) (list x r))) (match '(1 2 3) ((x ___) x)) (match '() ((x ...) x)))
;=> ((1 2 3) ((1 2 3) 4 5) ((1 2) 3) (1 2 3) ())
(list (match '((1 . 2) (3 . 4)) (((a . b) ...) (list a b))) (match '((1 2 3) (4) ()) (((a ...) ...) a)) (match '((1 (2 3)) (4 (5))) (((a (b ...)) ...) (list a b))))
;=> (((1 3) (2 4)) ((1 2 3) (4) ()) ((1 4) ((2 3) (5))))
(map (lambda (x) (match x (((? number? n) ...) (list 'numbers n)) (((? symbol?) ...) 'symbols) ((_ ...) 'list) (_ 'other))) '((1 2) (a b) (1 a) (1 . 2) 5))
;=> ((numbers (1 2)) symbols list other other)
(map (lambda (x) (match x ((a **1) (list 'some a)) (() 'none))) '((1 2) ()))
;=> ((some (1 2)) none)
(map (lambda (x) (match x ((a =.. 2) (list 'two a)) ((a *.. 3 4) (list 'three-or-four a)) ((a b ..1) (list 'more a b)) (_ 'else))) '((1 2) (1 2 3) (1 2 3 4) (1 2 3 4 5) (1)))
;=> ((two (1 2)) (three-or-four (1 2 3)) (three-or-four (1 2 3 4)) (more 1 (2 3 4 5)) else)
(map (lambda (x) (match x ((a b ..= 2) (list 'two b)) ((a b ..* 3 4 c) (list 'to-four b c)) (_ 'else))) '((1 2) (1 2 3) (1 2 3 4) (1 2 3 4 5) (1 2 3 4 5 6) (1 2 3 4 5 6 7)))
;=> (else (two (2 3)) else (to-four (2 3 4) 5) (to-four (2 3 4 5) 6) else)
(list (match '(1 1 1) ((x x ...) x) (_ 'no)) (match '(1 1 2) ((x x ...) x) (_ 'no)))
;=> (1 no)
(let ((circle (list 1 2 3))) (set-cdr! (cddr circle) circle) (list (match circle ((x ...) 'list) ((1 2 . _) 'pair)) (match circle ((x ... y) 'list) (_ 'no))))
;=> (pair no)

;; vectors
(list (match '#(1 2) (#(a b) (list a b))) (match '#(1 2 3 4) (#(a b ... c) (list a b c))) (match '#(1 2) (#(a b c) 'three) (#(a b) 'two)) (match '#() (#() 'empty)) (match '#(1 2) (#(a b c d ...) 'many) (_ 'few)) (match '#((1 2) (3 4)) (#((a b) ...) (list a b))))
;=> ((1 2) (1 (2 3) 4) two empty few ((1 3) (2 4)))

;; and, or, not, predicates, procedures
(list (match '(1 2) ((and (a _) whole) (list a whole))) (match 3 ((or 1 2) 'low) ((or 3 4) 'middle)) (match '(x 2) ((or (1 a) ('x a)) a)) (match 5 ((not 4) 'not-4)) (match 4 ((not 4) 'not-4) (_ 4)) (match 1 ((and) 'any)) (match 1 ((or) 'none) (_ 'else)))
;=> ((1 (1 2)) middle 2 not-4 4 any else)
(list (match 5 ((? odd? x) (list 'odd x))) (match '(3 4) ((? pair? (a b)) (+ a b))) (match '(1 2) ((= car x) x)) (match 16 ((= (lambda (x) (* x x)) (? even? y)) y)) (match 5 ((? number? (? odd?) x) x)))
;=> ((odd 5) 7 1 256 5)
(match '(1 5) ((a (? (lambda (b) (> b a)) b)) (list a b)))
;=> (1 5)

;; records
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-record-type <named> (make-named name) named? (name named-name))
(list (match (make-point 1 2) (($ point a b) (list a b))) (match (make-point 1 2) ((struct point a) a)) (match (make-point 1 2) ((@ point (y b)) b)) (match (make-named 'n) (($ point a b) 'point) (($ <named> n) n)) (match 5 (($ point _ _) 'point) (_ 'no)) (match (make-point 1 '(2 3)) ((object point (y (a b)) (x c)) (list a b c))))
;=> ((1 2) 1 2 n no (2 3 1))
(match (make-point 1 2) ((@ point (z b)) b))
;=> error no such field

;; places
(let ((x (list 1 2))) (match x ((_ (set! set-it)) (set-it 5) x)))
;=> (1 5)
(let ((x (list 1 2))) (match x ((_ (get! get-it)) (set-car! (cdr x) 9) (get-it))))
;=> 9
(let ((v (vector 1 2)) (p (make-point 1 2)) (y 1)) (match v (#(_ (set! s)) (s 5))) (match p (($ point (set! s)) (s 6))) (match y ((set! s) (s 7))) (list v (point-x p) y))
;=> (#(1 5) 6 7)

;; quasi-quotation
(list (match '(1 . 2) (`(,a . ,b) (list a b))) (match '(add 1 2) (`(sub ,x ,y) (- x y)) (`(add ,x ,y) (+ x y))) (match '(1 2 3) (`(1 ,@r) r)) (match '(1 2 3 4) (`(1 ,@(x ...) 4) x)) (match '(let ((a 1) (b 2)) c) (`(let ((,n ,v) ...) ,e) (list n v e))) (match '#(1 2) (`#(1 ,x) x)) (match '(a `(b ,c)) (`(a `(b ,c)) 'nested)) (match 'x (`x 'symbol)) (match '(1 2) (`(,(? number? n) ,_) n)))
;=> ((1 2) 3 (2 3) (2 3) ((a b) (1 2) c) 2 nested symbol 1)

;; trees
(list (match '(a (a (a b))) ((x *** 'b) x)) (match '(a (b) (c (d e) (f g))) ((x *** 'g) x)) (match '(a (b)) ((x *** 'z) x) (_ 'none)) (match 'b ((x *** 'b) x)))
;=> ((a a a) (a c f) none ())

;; failing on purpose
(list (match '(1 2) ((a b) (=> next) (if (= a 1) (next) 'x)) ((a . _) (list 'next a))) (match 5 (x (=> fail) (if (even? x) 'even (fail))) (x (=> fail) (if (> x 3) 'great (fail))) (_ 'else)))
;=> ((next 1) great)

;; the other forms
(list ((match-lambda ((a b) (+ a b)) (_ 0)) '(1 2)) ((match-lambda* ((a b) (+ a b)) ((a) a)) 1 2) ((match-lambda* ((a b) (+ a b)) ((a) a)) 7))
;=> (3 3 7)
(list (match-let (((a b) '(1 2)) (c 3)) (list a b c)) (match-let* (((a b) '(1 2)) ((c) (list a))) (list a b c)) (match-let loop ((n 3) ((a . b) '(x . y))) (if (= n 0) (list a b) (loop (- n 1) (cons b a)))))
;=> ((1 2 3) (1 2 1) (y x))
(match-letrec (((x y) (list 1 (lambda () (list a x)))) ((a b) (list 3 4))) (list x (y) a b))
;=> (1 (3 1) 3 4)
(match-letrec* ((a 1) ((b c) (list a (+ a 1)))) (list a b c))
;=> (1 1 2)
(match-define (p (q ...)) '(1 (2 3)))
(let () (match-define #(r s) #(4 5)) (list p q r s))
;=> (1 (2 3) 4 5)
(match '(1 2) ((a b) (define c (+ a b)) (* 2 c)))
;=> 6

;; Variables are fresh at each match, and names of the program do not interfere.
(let ((procedures (map (lambda (x) (match x ((a b) (lambda () (set! a (+ a b)) a)))) '((1 2) (10 20))))) (list ((car procedures)) ((cadr procedures)) ((car procedures))))
;=> (3 30 5)
(let ((pair? #f) (car cdr) (equal? list) (list? 1) (fail vector)) (match '(1 (2 2)) ((list (eq? eq?)) (fail list eq?))))
;=> #(1 2)
(define-syntax my-match
  (syntax-rules () ((_ e clause ...) (match e (('my x) x) clause ...))))
(list (my-match '(my 1) (x 'other)) (my-match 5 (x (list x))))
;=> (1 (5))
(define (simplify e)
  (match e
    (`(+ 0 ,x) (simplify x))
    (`(+ ,x 0) (simplify x))
    (`(* 1 ,x) (simplify x))
    (`(* 0 ,_) 0)
    (('- ('- x)) (simplify x))
    ((op x y) (list op (simplify x) (simplify y)))
    (x x)))
(map simplify '((+ 0 (* 1 a)) (+ (- (- b)) 0) (* 0 q) (* 2 (+ c 0)) (- (- (- z)))))
;=> (a b 0 (* 2 c) (- z))
;; Clauses of which only some share a test, in order.
(map (lambda (x) (match x (('a 1) 1) (('b . _) 2) ((x y) (=> next) (if (eq? y 'skip) (next) 3)) (('a . r) 4) (#(_ _) 5) (() 6) ((? string?) 7) (('b) 8) (_ 9)))
     '((a 1) (b) (c d) (a 2) (a skip) (c skip) #(1 2) #(1) () "s" (q)))
;=> (1 2 3 3 4 9 5 9 6 7 9)

;; ill-formed patterns
(match '(1) ((... x) 1))
;=> error an ellipsis has no pattern before it
(match 1 ((? ) 1))
;=> error ill-formed pattern
(match 1 (x))
;=> error expected a clause
(match '#(1 2) (#(a ... b ...) 1))
;=> error more than one ellipsis
