;; The cases that the first system (a C bytecode VM) wrote down, with variations.
;; Delimited control and the-environment: see on-top.scm.

;; V1: a built-in that takes a closure sees the closure's own variables
((lambda (x) (call/cc (lambda (k) (+ 1 (k x))))) 7)
;=> 7
(define (v1-f x) (let ((y (* x 2))) (call/cc (lambda (k) (for-each (lambda (i) (if (= i y) (k (list 'found i x)))) '(1 2 3 4 5 6 7 8)) 'none))))
(v1-f 3)
;=> (found 6 3)
(v1-f 10)
;=> none
((lambda (x) ((lambda (y) (call/cc (lambda (k) (k (list x y))))) (+ x 1))) 7)
;=> (7 8)
(define (v1-g a b) (call-with-values (lambda () (values a b)) (lambda (p q) (list p q a b))))
(v1-g 1 2)
;=> (1 2 1 2)

;; V2: eval sees only its environment argument, not the locals around it
(let ((x 1)) (eval 'x (environment '(scheme base))))
;=> error x
(eval '(let ((x 1)) (+ x 1)) (environment '(scheme base)))
;=> 2
(define (v2-f v2-local) (eval 'v2-local (interaction-environment)))
(v2-f 42)
;=> error v2-local
(define v2-global 5)
(let ((v2-global 6)) (eval 'v2-global (interaction-environment)))
;=> 5
(let ((x 3)) (eval `(* ,x ,x) (environment '(scheme base))))
;=> 9
((eval '(lambda (x) (lambda (y) (- x y))) (environment '(scheme base))) 10)
;=> unspecified
(((eval '(lambda (x) (lambda (y) (- x y))) (environment '(scheme base))) 10) 4)
;=> 6

;; V3: every procedure that takes a procedure
(let ((k 10)) (map (lambda (x) (+ x k)) '(1 2)))
;=> (11 12)
(let ((k 10)) (apply (lambda (a b) (list a b k)) '(1 2)))
;=> (1 2 10)
(let ((k 10)) (vector-map (lambda (x) (+ x k)) #(1 2)))
;=> #(11 12)
(let ((k 10)) (call/cc (lambda (c) (c (+ k 1)))))
;=> 11
(let ((k 10) (log '())) (dynamic-wind (lambda () (set! log (cons (+ k 1) log))) (lambda () (set! log (cons (+ k 2) log))) (lambda () (set! log (cons (+ k 3) log)))) log)
;=> (13 12 11)
(let ((k 10)) (with-exception-handler (lambda (e) (+ e k)) (lambda () (+ k (raise-continuable 5)))))
;=> 25
(let ((k 10) (s 0)) (for-each (lambda (x) (set! s (+ s x k))) '(1 2)) s)
;=> 23
(let ((k 10) (s 0)) (vector-for-each (lambda (x) (set! s (+ s x k))) #(1 2)) s)
;=> 23
(let ((k 1)) (string-map (lambda (c) (integer->char (+ k (char->integer c)))) "HAL"))
;=> "IBM"
(let ((k 0)) (string-for-each (lambda (c) (set! k (+ k (char->integer c)))) "ab") k)
;=> 195
(let ((k 2)) (member 5 '(1 2 3 4) (lambda (a b) (= (abs (- a b)) k))))
;=> (3 4)
(let ((k 2)) (assoc 5 '((1 a) (3 b)) (lambda (a b) (= (abs (- a b)) k))))
;=> (3 b)
(let ((k 10)) (call-with-values (lambda () (values k (+ k 1))) (lambda (a b) (list a b k))))
;=> (10 11 10)
(let ((k 10)) (call-with-port (open-input-string "abc") (lambda (p) (list (read-char p) k))))
;=> (#\a 10)
(let ((k 10)) ((make-parameter 1 (lambda (v) (+ v k)))))
;=> 11
(let ((k 10)) (force (delay (+ k 1))))
;=> 11
(let ((k 10)) (let ((k 20) (j k)) (map (lambda (x) (list x k j)) '(1))))
;=> ((1 20 10))
(let* ((a 1) (f (lambda (b) (map (lambda (c) (map (lambda (d) (list a b c d)) '(4))) '(3))))) (f 2))
;=> (((1 2 3 4)))

;; V4: two closures of one frame share one variable
(let ((a 0)) (let ((f (lambda () (set! a (+ a 1)))) (g (lambda () a))) (f) (f) (g)))
;=> 2
(define (v4-mk) (let ((a 0) (b 100)) (list (lambda () (set! a (+ a 1)) a) (lambda () (set! b (- b 1)) b) (lambda () (list a b)))))
(let ((x (v4-mk)) (y (v4-mk))) ((car x)) ((car x)) ((cadr x)) ((car y)) (list ((caddr x)) ((caddr y))))
;=> ((2 99) (1 100))
(let ((a 0)) (let ((fs (map (lambda (i) (lambda () (set! a (+ a i)) a)) '(1 10 100)))) (for-each (lambda (f) (f)) fs) a))
;=> 111
(define (v4-three) (define n 0) (define (up) (set! n (+ n 1))) (define (down) (set! n (- n 1))) (define (get) n) (up) (up) (up) (down) (get))
(v4-three)
;=> 2

;; V5: define and set!, local and global
(define x 10)
(define (h) (define x 1) (set! x 2) x)
(h)
;=> 2
x
;=> 10
(let ((r (h))) (list r x))
;=> (2 10)
(define (s) (set! x 99))
(s)
x
;=> 99
(define (v5-deep) (lambda () (lambda () (set! x 'deep) x)))
(((v5-deep)))
;=> deep
x
;=> deep
(define (v5-both) (define y x) (set! x 'outer) (let ((x 'inner)) (set! x 'inner2) (list x y)))
(v5-both)
;=> (inner2 deep)
x
;=> outer

;; V6: bodies of several expressions
((lambda (x) (set! x (+ x 1)) (set! x (* x 2)) x) 2)
;=> 6
((lambda args (set! args (cdr args)) (set! args (cons 'z args)) args) 1 2 3)
;=> (z 2 3)
(let ((l '())) (set! l (cons 1 l)) (set! l (cons 2 l)) (set! l (cons 3 l)) l)
;=> (3 2 1)
(define (v6 n) 'ignored "ignored" (define m (* n 2)) (set! m (+ m 1)) #f m)
(v6 5)
;=> 11
(let loop ((i 0)) 'a (set! i (+ i 1)) (if (< i 5) (loop i) i))
;=> 5

;; V7: eval of several forms
(eval '(begin (define v7-q 1) (+ v7-q 1)) (interaction-environment))
;=> 2
v7-q
;=> 1
(eval '(begin 1 2 3) (environment '(scheme base)))
;=> 3
(eval '((lambda () (define a 1) (define b 2) (+ a b))) (environment '(scheme base)))
;=> 3
(begin (eval '(define (v7-f n) (if (= n 0) 1 (* n (v7-f (- n 1))))) (interaction-environment)) (v7-f 5))
;=> 120

;; V9: any keyword can be shadowed
(let ((if list)) (if 1 2 3))
;=> (1 2 3)
(let ((and (lambda (a b) (* a b)))) (and 3 4))
;=> 12
(let ((define list)) (define 1 2))
;=> (1 2)
(let ((quote -)) '5)
;=> -5
(let ((lambda *)) (lambda 6 7))
;=> 42
(let ((let list) (set! vector)) (let 1 (set! 2 3)))
;=> (1 #(2 3))
(let ((begin +)) (begin 1 2 3))
;=> 6
(define (v9 cond case when) (list (cond 1) (case 2) (when 3)))
(v9 - list vector)
;=> (-1 (2) #(3))
;; redefinition of a global procedure is seen by callers compiled before
(define (v9-old) 'old)
(define (v9-caller) (v9-old))
(v9-caller)
;=> old
(define (v9-old) 'new)
(v9-caller)
;=> new
(set! v9-old (lambda () 'newer))
(v9-caller)
;=> newer
;; the same for a built-in
(define (v9-abs-caller n) (abs n))
(v9-abs-caller -5)
;=> 5
(define v9-saved-abs abs)
(define (abs n) (list 'my-abs n))
(v9-abs-caller -5)
;=> (my-abs -5)
(define abs v9-saved-abs)
(v9-abs-caller -5)
;=> 5
(define (v9-plus-caller a b) (+ a b))
(v9-plus-caller 1 2)
;=> 3
(define v9-saved-plus +)
(set! + (lambda (a b) (list a 'plus b)))
(v9-plus-caller 1 2)
;=> (1 plus 2)
(set! + v9-saved-plus)
(v9-plus-caller 1 2)
;=> 3

;; V10: lexical, not dynamic scope
(let ((y 'outer)) (define (f) y) (define (g y) (f)) (g 'caller))
;=> outer
(define v10-y 'global)
(define (v10-f) v10-y)
(define (v10-g v10-y) (v10-f))
(v10-g 'caller)
;=> global
(let ((v10-y 'let)) (v10-f))
;=> global
(define (v10-call thunk) (let ((y 'callee) (x 'callee)) (thunk)))
(let ((y 'definer) (x 'definer)) (v10-call (lambda () (list x y))))
;=> (definer definer)
(let* ((y 1) (f (lambda () y)) (y 2) (g (lambda () y)) (y 3)) (list (f) (g) y))
;=> (1 2 3)
(define (v10-make n) (lambda () n))
(let ((n 'mine)) (map (lambda (t) (t)) (list (v10-make 1) (v10-make 2))))
;=> (1 2)

;; V15: inner definitions do not leak
(define (v15-f) (define v15-loc 1) v15-loc)
(v15-f)
;=> 1
v15-loc
;=> error v15-loc
(let () (define v15-loc2 2) (begin (define v15-loc3 3)) (+ v15-loc2 v15-loc3))
;=> 5
v15-loc3
;=> error v15-loc3
(define (v15-nested) (define (inner) (define v15-innermost 'i) v15-innermost) (inner))
(v15-nested)
;=> i
v15-innermost
;=> error v15-innermost
(define (v15-g) (define (v15-helper) 1) (v15-helper))
(begin (v15-g) (v15-helper))
;=> error v15-helper

;; V21: recursion deeper than a tree walker's stack
(define (countdown n) (if (= n 0) 0 (countdown (- n 1))))
(countdown 10000)
;=> 0
(define (count-up n) (if (= n 0) 0 (+ 1 (count-up (- n 1)))))
(count-up 10000)
;=> 10000

;; a form that does not compile leaves the names in it as they were
(list (list-tail '(1 2) 1) (if))
;=> error malformed if
(list-tail '(1 2) 1)
;=> (2)
