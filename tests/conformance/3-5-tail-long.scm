;; R7RS 3.5: proper tail recursion, 100,000 iterations and more through every tail
;; position that the report names. Without it each would need 100,000 live frames.
(define n0 100000)
;; last expression of a lambda body, after definitions and expressions
(define (t-body n) (define m (- n 1)) 'ignored (t-body2 m n))
(define (t-body2 m n) (if (<= n 0) 'ok (t-body m)))
(t-body n0)
;=> ok
;; both branches of if, one-armed if
(define (t-if n) (if (= n 0) 'ok (if (even? n) (t-if (- n 1)) (t-if (- n 1)))))
(t-if n0)
;=> ok
(define (t-if1 n k) (if (= n 0) (k 'ok)) (if (> n 0) (t-if1 (- n 1) k)))
(call/cc (lambda (k) (t-if1 n0 k)))
;=> ok
;; cond: body, last body expression, else, =>
(define (t-cond n) (cond ((= n 0) 'ok) ((even? n) (t-cond (- n 1))) (else 'x (t-cond (- n 1)))))
(t-cond n0)
;=> ok
(define (t-cond=> n) (cond ((= n 0) 'ok) ((- n 1) => t-cond=>) (else 'never)))
(t-cond=> n0)
;=> ok
(define (t-cond=>l n) (cond ((= n 0) 'ok) ((- n 1) => (lambda (m) (t-cond=>l m)))))
(t-cond=>l n0)
;=> ok
;; case: body, else, =>, else =>
(define (t-case n) (case (remainder n 3) ((0) (if (= n 0) 'ok (t-case (- n 1)))) ((1) 'x (t-case (- n 1))) (else (t-case (- n 1)))))
(t-case n0)
;=> ok
(define (t-case=> n) (case n ((0) 'ok) (else => (lambda (m) (t-case=> (- m 1))))))
(t-case=> n0)
;=> ok
(define (t-case=>2 n) (case (even? n) ((#t) => (lambda (x) (if (= n 0) 'ok (t-case=>2 (- n 1))))) ((#f) (t-case=>2 (- n 1)))))
(t-case=>2 n0)
;=> ok
;; and, or
(define (t-and n) (and #t n (if (= n 0) 'ok (t-and (- n 1)))))
(t-and n0)
;=> ok
(define (t-or n) (or #f (and (= n 0) 'ok) (t-or (- n 1))))
(t-or n0)
;=> ok
(define (t-andor n) (or (and (= n 0) 'ok) (and n (or #f (t-andor (- n 1))))))
(t-andor n0)
;=> ok
;; when, unless
(define (t-when n k) (when (= n 0) (k 'ok)) (when (> n 0) 'x (t-when (- n 1) k)))
(call/cc (lambda (k) (t-when n0 k)))
;=> ok
(define (t-unless n k) (unless (> n 0) (k 'ok)) (unless (= n 0) 'x (t-unless (- n 1) k)))
(call/cc (lambda (k) (t-unless n0 k)))
;=> ok
(define (t-when2 n) (if (= n 0) 'ok (when #t (unless #f (t-when2 (- n 1))))))
(t-when2 n0)
;=> ok
;; let, named let, let*, letrec, letrec*
(define (t-let n) (if (= n 0) 'ok (let ((m (- n 1))) (t-let m))))
(t-let n0)
;=> ok
(define (t-let-def n) (if (= n 0) 'ok (let () (define m (- n 1)) (t-let-def m))))
(t-let-def n0)
;=> ok
(define (t-nlet n) (if (= n 0) 'ok (let loop ((i 1)) (if (= i 0) (t-nlet (- n 1)) (loop (- i 1))))))
(t-nlet n0)
;=> ok
(let loop ((i 0)) (if (= i n0) 'ok (loop (+ i 1))))
;=> ok
(define (t-let* n) (if (= n 0) 'ok (let* ((m n) (m (- m 1))) (t-let* m))))
(t-let* n0)
;=> ok
(define (t-letrec n) (if (= n 0) 'ok (letrec ((m (lambda () (- n 1)))) (t-letrec (m)))))
(t-letrec n0)
;=> ok
(define (t-letrec* n) (if (= n 0) 'ok (letrec* ((m (- n 1)) (k m)) (t-letrec* k))))
(t-letrec* n0)
;=> ok
;; let-values, let*-values
(define (t-let-values n) (if (= n 0) 'ok (let-values (((a b) (values n 1))) (t-let-values (- a b)))))
(t-let-values n0)
;=> ok
(define (t-let*-values n) (if (= n 0) 'ok (let*-values (((a) (values n)) ((b . c) (values (- a 1)))) (t-let*-values b))))
(t-let*-values n0)
;=> ok
;; let-syntax, letrec-syntax, a macro's expansion
(define (t-let-syntax n) (if (= n 0) 'ok (let-syntax ((dec (syntax-rules () ((_ x) (- x 1))))) (t-let-syntax (dec n)))))
(t-let-syntax n0)
;=> ok
(define (t-letrec-syntax n) (if (= n 0) 'ok (letrec-syntax ((call (syntax-rules () ((_ f x) (f (- x 1)))))) (call t-letrec-syntax n))))
(t-letrec-syntax n0)
;=> ok
;; begin
(define (t-begin n) (if (= n 0) 'ok (begin 'x (begin (t-begin (- n 1))))))
(t-begin n0)
;=> ok
;; do: the result expressions
(define (t-do n) (do ((m n (- m 1))) ((<= m (- n 1)) 'x (if (<= m 0) 'ok (t-do m)))))
(t-do n0)
;=> ok
(do ((i 0 (+ i 1))) ((= i n0) 'ok))
;=> ok
;; case-lambda
(define t-case-lambda (case-lambda ((n) (if (= n 0) 'ok (t-case-lambda n 1))) ((n m) (t-case-lambda (- n m)))))
(t-case-lambda n0)
;=> ok
;; rest arguments
(define (t-rest n . more) (if (= n 0) 'ok (t-rest (- n 1) n n)))
(t-rest n0)
;=> ok
;; mutual recursion with different numbers of arguments
(define (t-a n) (if (= n 0) 'ok (t-b (- n 1) 1 2 3)))
(define (t-b n x y z) (if (= n 0) 'ok (t-c (- n 1) x y z 4 5 6 7 8)))
(define (t-c n . r) (if (= n 0) 'ok (t-a (- n 1))))
(t-a n0)
;=> ok
;; apply, call/cc, call-with-values, eval
(define (t-apply n) (if (= n 0) 'ok (apply t-apply (list (- n 1)))))
(t-apply n0)
;=> ok
(define (t-apply2 n . r) (if (= n 0) 'ok (apply t-apply2 (- n 1) 'a '(b c))))
(t-apply2 n0)
;=> ok
(define (t-callcc n) (if (= n 0) 'ok (call/cc (lambda (k) (t-callcc (- n 1))))))
(t-callcc n0)
;=> ok
(define (t-callcc2 n) (if (= n 0) 'ok (call-with-current-continuation (lambda (k) (if (even? n) (k (t-callcc3 (- n 1))) (t-callcc2 (- n 1)))))))
(define (t-callcc3 n) 'ok)
(t-callcc2 n0)
;=> ok
(define (t-cwv n) (if (= n 0) 'ok (call-with-values (lambda () (values (- n 1) 'x)) (lambda (m x) (t-cwv m)))))
(t-cwv n0)
;=> ok
(define (t-cwv2 n) (if (= n 0) 'ok (call-with-values (lambda () (- n 1)) t-cwv2)))
(t-cwv2 n0)
;=> ok
(define t-env (environment '(scheme base)))
(define (t-eval n) (if (= n 0) 'ok (eval (list t-eval (- n 1)) t-env)))
(t-eval 10000)
;=> ok
;; the operator may be any expression
(define (t-op n) (if (= n 0) 'ok ((if (even? n) t-op (lambda (m) (t-op m))) (- n 1))))
(t-op n0)
;=> ok
(define (t-vec n) (if (= n 0) 'ok ((vector-ref (vector t-vec) 0) (- n 1))))
(t-vec n0)
;=> ok
;; closures passed on: continuation-passing style
(define (t-cps n k) (if (= n 0) (k 'ok) (t-cps (- n 1) (lambda (v) (k v)))))
(t-cps n0 (lambda (v) v))
;=> ok
;; parameterize and guard bodies need no constant space, but a loop around them does
(define (t-loop-guard n) (if (= n 0) 'ok (begin (guard (e (#t e)) (if (even? n) (raise 'x) n)) (t-loop-guard (- n 1)))))
(t-loop-guard 20000)
;=> ok
(define (t-guard-clause n) (guard (e (#t (if (= n 0) 'ok (t-guard-clause (- n 1))))) (raise n)))
(t-guard-clause 2000)
;=> ok
(define t-p (make-parameter 0))
(define (t-loop-param n) (if (= n 0) (t-p) (begin (parameterize ((t-p n)) (t-p)) (t-loop-param (- n 1)))))
(t-loop-param 20000)
;=> 0
(define (t-loop-wind n) (if (= n 0) 'ok (begin (dynamic-wind (lambda () 1) (lambda () n) (lambda () 2)) (t-loop-wind (- n 1)))))
(t-loop-wind 20000)
;=> ok
;; a loop of escapes
(define (t-escape n) (if (= n 0) 'ok (begin (call/cc (lambda (k) (k n))) (t-escape (- n 1)))))
(t-escape n0)
;=> ok
;; a loop made by re-entering one continuation
(let ((k* #f) (n 0)) (call/cc (lambda (k) (set! k* k))) (set! n (+ n 1)) (if (< n n0) (k* #f)) n)
;=> 100000
;; state machine of closures
(let ((state #f) (n 0)) (letrec ((a (lambda () (set! n (+ n 1)) (if (>= n n0) 'ok (begin (set! state b) (state))))) (b (lambda () (set! n (+ n 1)) (set! state a) (state)))) (a)))
;=> ok
;; delay-force
(define (t-delay-force n) (if (= n 0) (delay 'ok) (delay-force (t-delay-force (- n 1)))))
(force (t-delay-force n0))
;=> ok
