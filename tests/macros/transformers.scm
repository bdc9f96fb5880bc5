;; Procedural transformers: explicit and implicit renaming, syntactic closures.

;; Explicit renaming.
(define-syntax swap-er!
  (er-macro-transformer
    (lambda (form rename compare)
      (let ((a (cadr form)) (b (caddr form)))
        `(,(rename 'let) ((,(rename 'tmp) ,a))
           (,(rename 'set!) ,a ,b)
           (,(rename 'set!) ,b ,(rename 'tmp)))))))
(let ((tmp 1) (y 2) (set! list)) (swap-er! tmp y) (cons tmp y))
;=> (2 . 1)

;; Implicit renaming: identifiers in the form belong to the user, all others to the macro.
(define-syntax swap-ir!
  (ir-macro-transformer
    (lambda (form inject compare)
      (let ((a (cadr form)) (b (caddr form)))
        `(let ((tmp ,a)) (set! ,a ,b) (set! ,b tmp))))))
(let ((tmp 1) (y 2) (set! list)) (swap-ir! tmp y) (cons tmp y))
;=> (2 . 1)
(define-syntax loop-ir
  (ir-macro-transformer
    (lambda (form inject compare)
      `(call/cc (lambda (,(inject 'exit)) (let again () ,@(cdr form) (again)))))))
(let ((n 0) (again 'mine)) (loop-ir (set! n (+ n 1)) (if (= n 3) (exit (list n again)))))
;=> (3 mine)
(define-syntax my-if
  (ir-macro-transformer
    (lambda (form inject compare)
      (if (compare (caddr form) 'then) `(if ,(cadr form) ,(cadddr form) #f) ''no-then))))
(my-if #t then 1)
;=> 1
(my-if #t also 1)
;=> no-then
(let ((then 0)) (my-if #t then 1))
;=> no-then
(define-syntax quoted-ir (ir-macro-transformer (lambda (form inject compare) `'(mine . #(,@(cdr form))))))
(quoted-ir a "b" (c d))
;=> (mine . #(a "b" (c d)))

;; Syntactic closures.
(define-syntax swap-sc!
  (sc-macro-transformer
    (lambda (form env)
      (let ((a (close-syntax (cadr form) env)) (b (close-syntax (caddr form) env)))
        `(let ((tmp ,a)) (set! ,a ,b) (set! ,b tmp))))))
(let ((tmp 1) (y 2) (set! list)) (swap-sc! tmp y) (cons tmp y))
;=> (2 . 1)
(define-syntax loop-sc
  (sc-macro-transformer
    (lambda (form env)
      `(call/cc
         (lambda (exit)
           (let again ()
             ,@(map (lambda (form) (make-syntactic-closure env '(exit) form)) (cdr form))
             (again)))))))
(let ((n 0) (again 'mine)) (loop-sc (set! n (+ n 1)) (if (= n 3) (exit (list n again)))))
;=> (3 mine)
(define-syntax let1
  (sc-macro-transformer
    (lambda (form env)
      (let ((id (cadr form)) (init (close-syntax (caddr form) env)))
        `(let ((,id ,init)) ,(make-syntactic-closure env (list id) (cadddr form)))))))
(let ((x 1)) (let1 y (+ x 1) (let1 x (* y 10) (list x y))))
;=> (20 2)
(define-syntax is-else
  (sc-macro-transformer
    (lambda (form env) (if (identifier=? env (cadr form) env 'else) ''yes ''no))))
(list (is-else else) (is-else other) (let ((else 1)) (is-else else)))
;=> (yes no yes)
(define-syntax swap-rsc!
  (rsc-macro-transformer
    (lambda (form env)
      (let ((a (cadr form)) (b (caddr form)) (close (lambda (name) (close-syntax name env))))
        `(,(close 'let) ((,(close 'tmp) ,a)) (,(close 'set!) ,a ,b) (,(close 'set!) ,b ,(close 'tmp)))))))
(let ((tmp 1) (y 2) (set! list)) (swap-rsc! tmp y) (cons tmp y))
;=> (2 . 1)
(define-syntax capture-rsc
  (rsc-macro-transformer
    (lambda (form env) (list (close-syntax 'let env) (list (list 'it (cadr form))) (caddr form)))))
(let ((let 0)) (capture-rsc 5 (+ it let)))
;=> 5

;; All of them work in definitions, in bodies and in other macros.
(define-syntax define-twice
  (ir-macro-transformer (lambda (form inject compare) `(begin (define ,(cadr form) 1) (define hidden 2)))))
(define-twice seen)
seen
;=> 1
hidden
;=> error hidden
(define (f x)
  (define-syntax add-x (sc-macro-transformer (lambda (form env) `(+ x ,(close-syntax (cadr form) env)))))
  (let ((x 100)) (add-x x)))
(f 1)
;=> 101
(define-syntax through (syntax-rules () ((_ a b) (let ((tmp 0)) (swap-ir! a b) (swap-sc! a tmp) (list a b tmp)))))
(let ((tmp 1) (y 2)) (through tmp y))
;=> (0 1 2)

;; Wrong definitions and uses.
(define-syntax m (ir-macro-transformer 5))
;=> error ir-macro-transformer: expected a procedure
(define-syntax m (sc-macro-transformer))
;=> error malformed sc-macro-transformer
(close-syntax 'a 5)
;=> error expected a syntactic environment
(make-syntactic-closure (lambda (names form) form) 'a 'a)
;=> error make-syntactic-closure: expected a list
(identifier=? 1 'a 2 'a)
;=> error expected a syntactic environment
