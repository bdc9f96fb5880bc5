;; R7RS 4.1: primitive expression types.

;; 4.1.1 Variable references
(define x 28)
x
;=> 28
no-such-variable
;=> error no-such-variable
(let ((y 1)) (let ((y 2)) y))
;=> 2
(let ((y 1)) (let ((z 2)) y))
;=> 1
(list x (let ((x 'inner)) x) x)
;=> (28 inner 28)
;; a keyword is not a variable
if
;=> error
(list else)
;=> error
(list =>)
;=> error
lambda
;=> error

;; 4.1.2 Literal expressions
(quote a)
;=> a
(quote #(a b c))
;=> #(a b c)
(quote (+ 1 2))
;=> (+ 1 2)
'a
;=> a
'#(a b c)
;=> #(a b c)
'()
;=> ()
'(+ 1 2)
;=> (+ 1 2)
'(quote a)
;=> one-of (quote a) | 'a
''a
;=> one-of (quote a) | 'a
(car ''a)
;=> quote
(length ''a)
;=> 2
(equal? ''a '(quote a))
;=> #t
'145932
;=> 145932
145932
;=> 145932
'"abc"
;=> "abc"
"abc"
;=> "abc"
'#\a
;=> #\a
#\a
;=> #\a
'#(a 10)
;=> #(a 10)
#(a 10)
;=> #(a 10)
'#u8(64 65)
;=> #u8(64 65)
#u8(64 65)
;=> #u8(64 65)
'#t
;=> #t
#t
;=> #t
#()
;=> #()
#u8()
;=> #u8()
""
;=> ""
#(1 #(2 (3 . 4)) "s" #\x)
;=> #(1 #(2 (3 . 4)) "s" #\x)
(vector-ref #(x (+ 1 2)) 1)
;=> (+ 1 2)
'(1 . 2)
;=> (1 . 2)
'(1 . (2 . (3 . ())))
;=> (1 2 3)
'(1 2 . 3)
;=> (1 2 . 3)
'((a . b) (c d . e) . #(f))
;=> ((a . b) (c d . e) . #(f))
(quote)
;=> error
(quote a b)
;=> error
;; the same literal is the same object every time it is evaluated
(define (lit) '(1 2))
(eq? (lit) (lit))
;=> #t
(let ((f (lambda () "str"))) (eq? (f) (f)))
;=> #t
(let ((f (lambda () #(1)))) (eq? (f) (f)))
;=> #t
(eq? '() '())
;=> #t

;; 4.1.3 Procedure calls
(+ 3 4)
;=> 7
((if #f + *) 3 4)
;=> 12
()
;=> error
(1 2 3)
;=> error
("not a procedure")
;=> error
('car '(1))
;=> error
((lambda () 1) 2)
;=> error
((lambda (a) a))
;=> error
((lambda (a b) a) 1)
;=> error
((lambda (a b) a) 1 2 3)
;=> error
((lambda (a b . c) a) 1)
;=> error
((lambda (a . b) b) 1)
;=> ()
(car 1 . (2))
;=> error
(+ 1 . 2)
;=> error
((let ((n 10)) (lambda (m) (- n m))) 3)
;=> 7
(((lambda (a) (lambda (b) (list a b))) 1) 2)
;=> (1 2)
((((lambda (a) (lambda (b) (lambda (c) (list a b c)))) 1) 2) 3)
;=> (1 2 3)
;; operands are evaluated exactly once each, operator too
(let ((n 0)) (list (begin (set! n (+ n 1)) 'x) 'y) n)
;=> 1
(let* ((log '()) (note (lambda (v) (set! log (cons v log)) v))) ((note +) (note 1) (note 2)) (length log))
;=> 3
;; arguments are passed by value
(define (clobber! v) (set! v 'changed) v)
(let ((w 'kept)) (clobber! w) w)
;=> kept

;; 4.1.4 Procedures
(procedure? (lambda (x) (+ x x)))
;=> #t
((lambda (x) (+ x x)) 4)
;=> 8
(define reverse-subtract (lambda (x y) (- y x)))
(reverse-subtract 7 10)
;=> 3
(define add4 (let ((x 4)) (lambda (y) (+ x y))))
(add4 6)
;=> 10
((lambda x x) 3 4 5 6)
;=> (3 4 5 6)
((lambda (x y . z) z) 3 4 5 6)
;=> (5 6)
((lambda x x))
;=> ()
((lambda (x . y) (list x y)) 1)
;=> (1 ())
((lambda (x . y) (list x y)) 1 2 3)
;=> (1 (2 3))
((lambda () 1 2 3))
;=> 3
((lambda (x) (set! x (+ x 1)) (set! x (* x 2)) x) 2)
;=> 6
;; the rest list is newly allocated
(let ((l (list 1 2 3))) (eq? l (apply (lambda r r) l)))
;=> #f
(let ((l (list 1 2 3))) (apply (lambda r (set-car! r 'x)) l) l)
;=> (1 2 3)
;; eqv? on procedures
(let ((p (lambda (x) x))) (eqv? p p))
;=> #t
(let ((p (lambda (x) x))) (eq? (car (list p)) p))
;=> #t
;; malformed lambda
(lambda)
;=> error
(lambda (x))
;=> error
(lambda (x x) x)
;=> error
(lambda (x . x) x)
;=> error
(lambda (1) 1)
;=> error
(lambda ("a") 1)
;=> error
;; a body may start with definitions
((lambda (x) (define y (* x 2)) (define (z) (+ x y)) (z)) 5)
;=> 15
((lambda () (define a 1) (begin (define b 2) (define c (+ a b))) (list a b c)))
;=> (1 2 3)
((lambda () (begin) (define a 1) a))
;=> 1
;; a body of definitions only has no expression
(lambda () (define a 1))
;=> error
;; parameters shadow syntax and standard procedures
((lambda (car) (car 1)) (lambda (x) (list 'mine x)))
;=> (mine 1)
((lambda (if) (if 1 2 3)) list)
;=> (1 2 3)
((lambda (lambda) (lambda 1)) -)
;=> -1
((lambda (define) (define 3 4)) *)
;=> 12
((lambda (quote) '5) -)
;=> -5
((lambda (list . vector) (cons list vector)) 1 2 3)
;=> (1 2 3)
;; procedures in data
((cadr (list + -)) 9 4)
;=> 5
((vector-ref (vector + - *) 2) 6 7)
;=> 42
(map (lambda (f) (f 9)) (list sqrt - (lambda (n) (* n n))))
;=> (3 -9 81)

;; 4.1.5 Conditionals
(if (> 3 2) 'yes 'no)
;=> yes
(if (> 2 3) 'yes 'no)
;=> no
(if (> 3 2)
    (- 3 2)
    (+ 3 2))
;=> 1
(if #f #f)
;=> unspecified
(if #f 1)
;=> unspecified
(if #t 1)
;=> 1
(if '() 'true 'false)
;=> true
(if 0 'true 'false)
;=> true
(if "" 'true 'false)
;=> true
(if 'nil 'true 'false)
;=> true
(if #() 'true 'false)
;=> true
(if (not 1) 'true 'false)
;=> false
(if #t 'only (car '()))
;=> only
(if #f (car '()) 'only)
;=> only
(if)
;=> error
(if #t)
;=> error
(if #t 1 2 3)
;=> error
(call-with-values (lambda () (if #t (values 1 2) 3)) list)
;=> (1 2)
(if (if #f #t #f) 1 (if (if #t #f #t) 2 3))
;=> 3

;; 4.1.6 Assignments
(define x 2)
(+ x 1)
;=> 3
(set! x 4)
;=> unspecified
(+ x 1)
;=> 5
(set! never-defined-anywhere 1)
;=> error never-defined-anywhere
(let ((a 1)) (set! a (+ a 1)) (set! a (* a 10)) a)
;=> 20
(let ((a 1)) (let ((b 2)) (set! a 10) (set! b 20)) a)
;=> 10
(let ((a 1)) (let ((a 2)) (set! a 3)) a)
;=> 1
(set! x)
;=> error
(set! x 1 2)
;=> error
(set! (car x) 1)
;=> error
(set! 5 1)
;=> error
(set! "x" 1)
;=> error
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c1 (counter))
(define c2 (counter))
(list (begin (c1) (c1) (c1)) (c2))
;=> (3 1)
;; set! evaluates its expression before it assigns
(let ((a 1)) (set! a (let ((old a)) (set! a 100) (+ old a))) a)
;=> 101

;; operands are evaluated from left to right, and the operation comes after all of them
(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(define-syntax traced
  (syntax-rules ()
    ((_ expr)
     (begin
       (set! trace '())
       (let ((result (guard (e (#t (error-object-message e))) expr)))
         (list result (reverse trace)))))))
(traced (- (note 1) (note 2)))
;=> (-1 (1 2))
(traced (+ (note 'a) 1 (note 2)))
;=> ("+: expected a number, got" (a 2))
(traced (- (note 'a) (note 2) (note 3)))
;=> ("-: expected a number, got" (a 2 3))
(traced (* 2 (note 'a) (note 3)))
;=> ("*: expected a number, got" (a 3))
(traced (/ (note 1) 0 (note 3)))
;=> ("/: division by zero" (1 3))
(traced (- 10 (note 'a) (note 'b)))
;=> ("-: expected a number, got" (a b))
(traced (< (note 'a) (note 'b)))
;=> ("<: expected a real number, got" (a b))
(traced (vector-set! (note 'a) (note 'b) (note 'c)))
;=> ("vector-set!: expected a vector, got" (a b c))
(traced (list (car (note 'a)) (note 'b)))
;=> ("car: expected a pair, got" (a))
(let ((n 1)) (- n (begin (set! n 10) n) n))
;=> -19
(let ((n 1)) (+ n (begin (set! n 10) 0) n))
;=> 11

;; an error names the procedure that the program wrote, and the first wrong operand
(define (complaint thunk)
  (guard (e (#t (list (condition-kind e) (error-object-message e) (error-object-irritants e)))) (thunk)))
(complaint (lambda () (> 'a 1)))
;=> (type ">: expected a real number, got" (a))
(complaint (lambda () (if (>= 'a 'b) 1 2)))
;=> (type ">=: expected a real number, got" (a))
(complaint (lambda () (- 'a 1)))
;=> (type "-: expected a number, got" (a))
(complaint (lambda () (truncate-quotient 'a 1)))
;=> (type "truncate-quotient: expected a number, got" (a))
(complaint (lambda () (floor-remainder 1 0)))
;=> (division-by-zero "floor-remainder: division by zero" ())
(complaint (lambda () (vector-ref (vector 1) (expt 2 60))))
;=> (range "vector-ref: index out of range" (1152921504606846976))
(complaint (lambda () (string-set! 0 0 0)))
;=> (type "string-set!: expected a string, got" (0))
(complaint (lambda () (bytevector-u8-set! (bytevector 1) 5 999)))
;=> (range "bytevector-u8-set!: index out of range" (5))
(complaint (lambda () (cadr '(1))))
;=> (type "cadr: expected a list that is long enough, got" ((1)))
(complaint (lambda () (caddr '(1 2))))
;=> (type "caddr: expected a list that is long enough, got" ((1 2)))
