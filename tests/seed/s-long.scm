;; Sema's heavy cases.
;; S4: 10,000 calls deep through map, on one machine
(define (deep n) (if (= n 0) 0 (+ 1 (car (map (lambda (x) (deep (- n 1))) '(0))))))
(deep 1000)
;=> 1000
(deep 10000)
;=> 10000
;; S5
(letrec ((e (lambda (n) (if (= n 0) #t (o (- n 1))))) (o (lambda (n) (if (= n 0) #f (e (- n 1)))))) (e 100000))
;=> #t
(letrec ((e (lambda (n) (if (= n 0) #t (o (- n 1))))) (o (lambda (n) (if (= n 0) #f (e (- n 1)))))) (e 1000001))
;=> #f
;; S11
(define (s n) (if (= n 0) 0 (+ n (s (- n 1)))))
(s 10000)
;=> 50005000
(s 1000000)
;=> 500000500000
;; 500 closures called one after the other, each made fresh
(let loop ((i 0) (acc 0)) (if (= i 100000) acc (loop (+ i 1) ((lambda (x) (+ x acc)) 1))))
;=> 100000
;; S18: constant space forcing
(define (l n) (if (= n 0) (delay 0) (delay-force (l (- n 1)))))
(force (l 1000000))
;=> 0
(define (stream-loop s n) (if (= n 0) (car (force s)) (stream-loop (cdr (force s)) (- n 1))))
(define (from n) (delay (cons n (from (+ n 1)))))
(stream-loop (from 0) 100000)
;=> 100000
;; S23: a meta-circular evaluator running tak
(define (m-eval e env)
  (cond ((symbol? e) (cdr (assq e env)))
        ((not (pair? e)) e)
        (else (case (car e)
          ((quote) (cadr e))
          ((if) (if (m-eval (cadr e) env) (m-eval (caddr e) env) (m-eval (cadddr e) env)))
          ((lambda) (list 'closure (cadr e) (caddr e) env))
          ((letrec) (let* ((b (car (cadr e))) (cell (cons (car b) #f)) (env2 (cons cell env))) (set-cdr! cell (m-eval (cadr b) env2)) (m-eval (caddr e) env2)))
          (else (m-apply (m-eval (car e) env) (map (lambda (x) (m-eval x env)) (cdr e))))))))
(define (m-apply f args) (if (procedure? f) (apply f args) (m-eval (caddr f) (append (map cons (cadr f) args) (cadddr f)))))
(define m-env (list (cons '< <) (cons '- -)))
(define (m-tak x y z) (m-eval `(letrec ((tak (lambda (x y z) (if (< y x) (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y)) z)))) (tak ,x ,y ,z)) m-env))
(m-tak 12 8 4)
;=> 5
(m-tak 10 5 2)
;=> 5
;; S27: calls of a global procedure in a loop, redefined between
(define (f x) (+ x 1))
(define (loop-f n acc) (if (= n 0) acc (loop-f (- n 1) (f acc))))
(loop-f 300000 0)
;=> 300000
(define (f x) (+ x 2))
(loop-f 300000 0)
;=> 600000
;; S28: self-recursive local closures must be collected (memory is looked at from outside)
(define (leak n) (if (= n 0) 'done (let ((x (make-vector 4 n))) (letrec ((self (lambda () (if x self #f)))) (self) (leak (- n 1))))))
(leak 500000)
;=> done
