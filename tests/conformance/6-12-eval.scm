;; R7RS 6.12: environments and evaluation.
(eval '(* 7 3) (environment '(scheme base)))
;=> 21
(eval '(define foo 32)
      (environment '(scheme base)))
;=> error
(let ((f (eval '(lambda (f x) (f x x))
               (null-environment 5))))
  (f + 10))
;=> 20
(eval '(+ 1 2) (scheme-report-environment 5))
;=> 3
(eval '(let loop ((i 0)) (if (< i 3) (loop (+ i 1)) i)) (scheme-report-environment 5))
;=> 3
(eval '(exact->inexact 1/2) (scheme-report-environment 5))
;=> 0.5
(eval '(+ 1 2) (null-environment 5))
;=> error
(eval '(if #t 'yes 'no) (null-environment 5))
;=> yes
(scheme-report-environment 99)
;=> error
(null-environment 99)
;=> error
(eval 5 (environment '(scheme base)))
;=> 5
(eval ''sym (environment '(scheme base)))
;=> sym
(eval "str" (environment '(scheme base)))
;=> "str"
(eval '(let ((x 1)) (define y 2) (+ x y)) (environment '(scheme base)))
;=> 3
(call-with-values (lambda () (eval '(values 1 2) (environment '(scheme base)))) list)
;=> (1 2)
(eval 'car (environment '(only (scheme base) car)))
;=> unspecified
(eval '(cdr '(1 2)) (environment '(only (scheme base) car quote)))
;=> error cdr
(eval '(my-car '(1 2)) (environment '(scheme base) '(prefix (only (scheme base) car) my-)))
;=> 1
(eval '(kar '(1 2)) (environment '(rename (scheme base) (car kar))))
;=> 1
(eval '(sqrt 16) (environment '(scheme base) '(scheme inexact)))
;=> 4
(eval '(sqrt 16) (environment '(scheme base)))
;=> error sqrt
(eval '(let-syntax ((m (syntax-rules () ((_ x) (* x x))))) (m 7)) (environment '(scheme base)))
;=> 49
(eval (list '+ 1 (list 'quote 2)) (environment '(scheme base)))
;=> 3
(eval (list (lambda (x) (* x 2)) 21) (environment '(scheme base)))
;=> 42
(eval '(set! car cdr) (environment '(scheme base)))
;=> error
(eval '(if) (environment '(scheme base)))
;=> error
(eval 'no-such-name (environment '(scheme base)))
;=> error no-such-name
(environment '(no such library))
;=> error
(eval)
;=> error
;; the interaction environment
(eval '(define ev-x 10) (interaction-environment))
(eval '(+ ev-x 1) (interaction-environment))
;=> 11
ev-x
;=> 10
(define ev-y 5)
(eval '(set! ev-y (+ ev-y 1)) (interaction-environment))
ev-y
;=> 6
(eval '(define-syntax ev-m (syntax-rules () ((_ a) (list 'ev-m a)))) (interaction-environment))
(ev-m 1)
;=> (ev-m 1)
(eval '(begin (define ev-a 1) (define ev-b 2) (+ ev-a ev-b)) (interaction-environment))
;=> 3
(list ev-a ev-b)
;=> (1 2)
(eval '(define-record-type ev-r (mk-ev-r a) ev-r? (a ev-r-a)) (interaction-environment))
(ev-r-a (mk-ev-r 7))
;=> 7
(let loop ((i 0)) (if (< i 20) (begin (eval `(define ,(string->symbol (string-append "ev-gen-" (number->string i))) ,(* i i)) (interaction-environment)) (loop (+ i 1))) (eval '(+ ev-gen-3 ev-gen-19) (interaction-environment))))
;=> 370
(eval '(eval '(+ 1 2) (environment '(scheme base))) (environment '(scheme base) '(scheme eval)))
;=> 3
(guard (e (#t 'caught)) (eval '(car '()) (environment '(scheme base))))
;=> caught
(guard (e (#t (list 'caught e))) (eval '(raise 'from-eval) (environment '(scheme base))))
;=> (caught from-eval)
(+ 1 (call/cc (lambda (k) (eval `(,k 41) (environment '(scheme base))))))
;=> 42
