;; The cases of a Rust Lisp VM and of its list of missing features, with variations.

;; L1, L7: arguments, locals and temporaries do not mix
(list 'a 'b ((lambda (x y) (+ x y)) 1 2))
;=> (a b 3)
(list 'a ((lambda (x) (list x ((lambda (y) (list x y)) 2))) 1) 'b)
;=> (a (1 (1 2)) b)
(list 1 (let ((x 2)) x) 3 (let* ((x 4) (y (+ x 1))) (list x y)) 6)
;=> (1 2 3 (4 5) 6)
(let ((a 1) (b 2)) (list a b ((lambda (x y) (let ((z (+ x y))) (list a b x y z))) 3 4) a b))
;=> (1 2 (1 2 3 4 7) 1 2)

;; L2: argument order
((lambda (a b) (- a b)) 5 2)
;=> 3
((lambda (a b . r) (list a b r)) 1 2 3 4)
;=> (1 2 (3 4))
((lambda (a b c d e f g h) (list h g f e d c b a)) 1 2 3 4 5 6 7 8)
;=> (8 7 6 5 4 3 2 1)
((lambda (a b) (let ((c (- a b))) (- c b))) 10 3)
;=> 4

;; L3, L6: frames are preserved across recursion
(define (nested n) (if (= n 0) 1 (let ((a (nested (- n 1))) (b n)) (+ a b))))
(nested 5)
;=> 16
(define (nested2 n) (if (= n 0) '() (let* ((before (list n)) (rest (nested2 (- n 1))) (after (list n 'after))) (list before rest after))))
(nested2 2)
;=> ((2) ((1) () (1 after)) (2 after))
(define (two-calls n) (if (< n 2) n (+ (two-calls (- n 1)) (two-calls (- n 2)))))
(two-calls 15)
;=> 610
(define (ack m n) (cond ((= m 0) (+ n 1)) ((= n 0) (ack (- m 1) 1)) (else (ack (- m 1) (ack m (- n 1))))))
(ack 2 5)
;=> 13
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(tak 7 4 1)
;=> 4
(define (hanoi n a b c) (if (= n 0) 0 (+ (hanoi (- n 1) a c b) 1 (hanoi (- n 1) c b a))))
(hanoi 8 'a 'b 'c)
;=> 255

;; L4: a non-tail self call is no tail call
(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1)))))
(f 10)
;=> 10
(define (mk k) (lambda (n) (if (= n 0) k ((mk (+ k 1)) (- n 1)))))
((mk 0) 1000)
;=> 1000
(define (mk2 k) (lambda (n) (if (= n 0) (list k) (cons k ((mk2 (* k 2)) (- n 1))))))
((mk2 1) 5)
;=> (1 2 4 8 16 32)
(define (self-list n) (if (= n 0) '() (cons n (self-list (- n 1)))))
(self-list 5)
;=> (5 4 3 2 1)

;; L5: equal values in two slots
(define (g z) z)
(define (l5 x y) (g y) (g x) (list x y))
(l5 '(1) '(1))
;=> ((1) (1))
(l5 5 5)
;=> (5 5)
(define (l5b a b c) (let ((d a)) (g d) (g a) (list a b c d)))
(l5b 1 1 1)
;=> (1 1 1 1)

;; L8: locals are no aliases
(let ((x 1)) (set! x 5) x)
;=> 5
(define (l8 p) (set! p 9))
(let ((q 1)) (l8 q) q)
;=> 1
(let* ((a 1) (b a)) (set! a 2) (list a b))
;=> (2 1)
(let ((a 1)) (let ((b a)) (set! b 2) (list a b)))
;=> (1 2)
(let ((l (list 1 2))) (let ((m l)) (set-car! m 'shared) (set! m #f) l))
;=> (shared 2)
((lambda (a b) (set! a b) (set! b 'c) (list a b)) 'a 'b)
;=> (b c)

;; L9: where results land
(define (f1) 1)
(define (f2) 2)
(define (f3) 3)
(+ (f1) (* (f2) (f3)))
;=> 7
(list (f1) (list (f2) (list (f3) (f1)) (f2)) (f3))
;=> (1 (2 (3 1) 2) 3)
(- (* (f3) (f3)) (- (f2) (+ (f1) (f3) (* (f2) (f2)))))
;=> 15
(if (= (f1) (- (f3) (f2))) (+ (f1) (f1)) (f3))
;=> 2
(vector (f1) (vector (f2)) (apply + (f1) (list (f2) (f3))))
;=> #(1 #(2) 6)

;; L10, L11: accumulating factorial, with bignums
(define (fact n acc) (if (= n 0) acc (fact (- n 1) (* n acc))))
(fact 3 1)
;=> 6
(fact 10 1)
;=> 3628800
(fact 25 1)
;=> 15511210043330985984000000
(fact 30 1)
;=> 265252859812191058636308480000000

;; L14: continuations
(+ 1 (call/cc (lambda (k) (+ 100 (k 41)))))
;=> 42
(let ((n 0) (k* #f)) (call/cc (lambda (k) (set! k* k))) (set! n (+ n 1)) (if (< n 3) (k* #f)) n)
;=> 3
(call-with-values (lambda () (call/cc (lambda (k) (k 1 2)))) list)
;=> (1 2)
(let ((k* #f) (log '())) (let ((v (call/cc (lambda (k) (set! k* k) 'first)))) (set! log (cons v log)) (if (< (length log) 3) (k* 'again)) (reverse log)))
;=> (first again again)
(define (l14 n) (let ((k* #f) (count 0) (sum 0)) (call/cc (lambda (k) (set! k* k))) (set! count (+ count 1)) (set! sum (+ sum count)) (if (< count n) (k* #f) (list count sum))))
(l14 10)
;=> (10 55)
;; a variable assigned after capture keeps its value in the re-entry, a parameter too
((lambda (n k*) (call/cc (lambda (k) (set! k* k))) (set! n (+ n 1)) (if (< n 5) (k* #f)) n) 0 #f)
;=> 5
(let loop ((i 0) (k* #f)) (if (= i 3) (begin (set! k* (call/cc (lambda (k) k))) (set! i (+ i 1)) (if (< i 7) (k* k*) (list 'i i))) (loop (+ i 1) k*)))
;=> (i 7)
(let ((r '()) (k* #f)) (do ((i 0 (+ i 1))) ((= i 3)) (call/cc (lambda (k) (if (= i 1) (set! k* k)))) (set! r (cons i r))) (if (< (length r) 6) (k* #f)) (reverse r))
;=> (0 1 2 1 2 1 2)
;; temporaries are not shared: the sum started with 1 in both runs
(let ((k* #f) (n 0)) (let ((v (+ 1 (call/cc (lambda (k) (set! k* k) 10)) 100))) (set! n (+ n 1)) (if (< n 3) (k* (* n 1000)) v)))
;=> 2101
(let ((k* #f) (n 0)) (let ((v (list 'a (call/cc (lambda (k) (set! k* k) n)) 'b))) (set! n (+ n 1)) (if (< n 3) (k* n) v)))
;=> (a 2 b)

;; L15: quote
'(+ 1 2)
;=> (+ 1 2)
(car ''x)
;=> quote

;; L16: see l-long.scm
(define (loop i) (if (> i 10000) i (loop (+ i 1))))
(loop 0)
;=> 10001

;; L17: quasi-quote
(let ((x 3) (l '(1 2))) `(a ,x b ,@l))
;=> (a 3 b 1 2)
(let ((x 3) (l '(1 2))) `(,@l ,x ,@l . ,x))
;=> (1 2 3 1 2 . 3)
(let ((l '(1 2))) `#(0 ,@l (,@l)))
;=> #(0 1 2 (1 2))
(equal? `(1 `(2 ,(3 ,(+ 1 3)))) '(1 `(2 ,(3 4))))
;=> #t

;; L18: apply
(apply + 1 2 '(3 4))
;=> 10
(apply + '())
;=> 0
(apply list 1 '(2))
;=> (1 2)
(apply apply (list list 1 (list 2 3)))
;=> (1 2 3)
(apply max (map (lambda (x) (* x x)) '(1 -5 3)))
;=> 25

;; L19: read and write
(read (open-input-string "(a b \"c\")"))
;=> (a b "c")
(define (write-read x) (let ((o (open-output-string))) (write x o) (read (open-input-string (get-output-string o)))))
(let ((x '(a "s\n\"q\"" #\space #\x 1.5 -0.0 1/3 #u8(1 2) #(1 (2 . 3)) |odd sym| () #t))) (equal? x (write-read x)))
;=> #t

;; L20: lexical scope
(let ((x 1)) (let ((f (lambda () x))) (let ((x 2)) (f))))
;=> 1
(let ((x 1)) (let ((f (lambda () (set! x (+ x 1)) x))) (let ((x 100)) (f) (f))))
;=> 3

;; L21: dynamic scope is for parameters
(define px (make-parameter 1))
(let ((f (lambda () (px)))) (parameterize ((px 2)) (f)))
;=> 2
(px)
;=> 1

;; L28: conditions
(guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42))))
;=> 42
(guard (e ((string? e) 'string) (else (list 'else e))) (raise 5))
;=> (else 5)
(guard (e ((symbol? e) (list 'outer e))) (guard (e2 ((string? e2) 'inner)) (raise 'sym)))
;=> (outer sym)
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error "broken" 1 '(2)))
;=> ("broken" (1 (2)))
(guard (e ((file-error? e) 'file)) (open-input-file "cairn-test-does-not-exist"))
;=> file
(guard (e ((read-error? e) 'read)) (read (open-input-string "(1 2")))
;=> read

;; L29: continuable conditions
(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 5))))
;=> 11
(with-exception-handler (lambda (e) (* e 2)) (lambda () (with-exception-handler (lambda (e) (+ 1 (raise-continuable e))) (lambda () (+ 100 (raise-continuable 5))))))
;=> 111

;; L30: unwinding
(let ((log '()))
  (guard (e (#t (set! log (cons e log))))
    (dynamic-wind (lambda () (set! log (cons 'in log))) (lambda () (raise 'boom)) (lambda () (set! log (cons 'out log)))))
  log)
;=> (boom out in)
(let ((path '()) (c #f))
  (let ((add (lambda (s) (set! path (cons s path)))))
    (dynamic-wind
      (lambda () (add 'connect))
      (lambda () (add (call/cc (lambda (c0) (set! c c0) 'talk1))))
      (lambda () (add 'disconnect)))
    (if (< (length path) 4) (c 'talk2) (reverse path))))
;=> (connect talk1 disconnect connect talk2 disconnect)
(let ((log '()))
  (define (note x) (set! log (cons x log)))
  (guard (e (#t (note (list 'caught e))))
    (dynamic-wind (lambda () (note 'in1))
                  (lambda () (dynamic-wind (lambda () (note 'in2)) (lambda () (car '())) (lambda () (note 'out2))))
                  (lambda () (note 'out1)))
    'never)
  (list (length log) (cdr (reverse (cdr log)))))
;=> (5 (in2 out2 out1))
