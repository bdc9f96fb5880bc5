;; Dynamic state, exceptions, promises: beyond the examples of the report.
(let ((path '()) (c #f))
  (let ((add (lambda (s) (set! path (cons s path)))))
    (dynamic-wind (lambda () (add 'connect)) (lambda () (add (call/cc (lambda (c0) (set! c c0) 'talk1)))) (lambda () (add 'disconnect)))
    (if (< (length path) 4) (c 'talk2) (reverse path))))
;=> (connect talk1 disconnect connect talk2 disconnect)
(let ((out '()) (p (make-parameter 0)))
  (define (note x) (set! out (cons (cons x (p)) out)))
  (call/cc (lambda (k)
    (dynamic-wind (lambda () (note 'in1))
      (lambda () (parameterize ((p 1))
         (dynamic-wind (lambda () (note 'in2)) (lambda () (parameterize ((p 2)) (k 1))) (lambda () (note 'out2)))))
      (lambda () (note 'out1)))))
  (note 'end)
  (reverse out))
;=> ((in1 . 0) (in2 . 1) (out2 . 1) (out1 . 0) (end . 0))
(call-with-values (lambda () (dynamic-wind (lambda () 1) (lambda () (values 1 2 3)) (lambda () 2))) list)
;=> (1 2 3)
(let ((p (make-parameter 10 (lambda (x) (* x 2))))) (list (p) (parameterize ((p 3)) (p)) (p)))
;=> (20 6 20)
(parameterize ((car 1)) 2)
;=> error parameterize: expected a parameter, got
(let* ((p (make-parameter 1)) (k* #f) (n 0) (r (parameterize ((p 2)) (call/cc (lambda (k) (set! k* k))) (p)))) (set! n (+ n 1)) (if (< n 3) (k* 0) (list r (p) n)))
;=> (2 1 3)
(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 5))))
;=> 11
(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise 5))))
;=> error handler returned
(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'c e))) (lambda () (+ 1 (raise 'an-error))))))
;=> (c an-error)
(raise 'boom)
;=> error
(guard (e ((symbol? e) (list 'sym e)) ((string? e) 'str)) (raise 'boom))
;=> (sym boom)
(guard (e ((string? e) 'str)) (raise 'boom))
;=> error
(guard (e ((symbol? e) (list 'outer e))) (guard (e ((string? e) 'str)) (raise 'boom)))
;=> (outer boom)
(guard (e (#f 'no) (else (list 'else e))) (raise 'boom))
;=> (else boom)
(guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42))))
;=> 42
(guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23))))
;=> (b . 23)
(call-with-values (lambda () (guard (e (#t 0)) (values 1 2))) list)
;=> (1 2)
(call-with-values (lambda () (guard (e (#t (values 3 4))) (raise 1))) list)
;=> (3 4)
(let ((out '())) (guard (e (#t (set! out (cons e out)))) (dynamic-wind (lambda () (set! out (cons 'in out))) (lambda () (raise 'boom)) (lambda () (set! out (cons 'out out))))) out)
;=> (boom out in)
(with-exception-handler (lambda (e) 42) (lambda () (+ 1 (guard (e ((string? e) 0)) (raise-continuable 'x)))))
;=> 43
(let ((out '())) (with-exception-handler (lambda (e) (set! out (cons 'h out)) 42)
   (lambda () (guard (e ((string? e) 0)) (dynamic-wind (lambda () (set! out (cons 'in out))) (lambda () (raise-continuable 'x)) (lambda () (set! out (cons 'out out)))))))  (reverse out))
;=> (in out in h out)
(guard (e (#t (error-object-message e))) (error "msg" 1 2))
;=> "msg"
(guard (e (#t (error-object-irritants e))) (error "msg" 1 2))
;=> (1 2)
(guard (e ((string? e) e)) (guard (e ((number? e) (raise "inner"))) (raise 1)))
;=> "inner"
(with-exception-handler (lambda (e) (list 'outer e)) (lambda () (with-exception-handler (lambda (e) (raise-continuable (list 'inner e))) (lambda () (raise-continuable 1)))))
;=> (outer (inner 1))
(let loop ((i 0)) (if (< i 10000) (guard (e (#t (loop (+ i 1)))) (raise i)) i))
;=> 10000
(force (delay (+ 1 2)))
;=> 3
(force 7)
;=> 7
(letrec ((l (lambda (n) (if (= n 0) (delay 'done) (delay-force (l (- n 1))))))) (force (l 100000)))
;=> done
(let* ((n 0) (p (delay (begin (set! n (+ n 1)) n)))) (list (force p) (force p) n))
;=> (1 1 1)
(let () (define x 5) (define count 0) (define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p))))) (let ((a (force p))) (set! x 10) (list a (force p))))
;=> (6 6)
(let () (define q (let ((first? #t)) (delay (if first? (begin (set! first? #f) (force q) 'first) 'second)))) (force q))
;=> second
(let () (define r (delay (begin (set! c (+ c 1)) 'hi))) (define c 0) (define s (delay-force r)) (define t (delay-force s)) (list (force t) (force r) (force s) c))
;=> (hi hi hi 1)
(force (delay-force 5))
;=> 5
;; after and before thunks run in the dynamic state of their dynamic-wind
(let ((log '()) (k* #f))
  (guard (e (#t (set! log (cons (list 'caught e) log))))
    (with-exception-handler
     (lambda (e) (set! log (cons (list 'outer e) log)) 'handled)
     (lambda ()
       (dynamic-wind
        (lambda () #f)
        (lambda () (call/cc (lambda (k) (with-exception-handler (lambda (e) (k 'inner)) (lambda () (raise 'x))))))
        (lambda () (set! log (cons (raise-continuable 'after) log)))))))
  (reverse log))
;=> ((outer after) handled)
;; leaving many extents, and entering them again
(let ((outs 0) (ins 0) (k* #f))
  (define (deep i k) (if (= i 0) (begin (call/cc (lambda (c) (set! k* c))) (k 'out)) (dynamic-wind (lambda () (set! ins (+ ins 1))) (lambda () (deep (- i 1) k)) (lambda () (set! outs (+ outs 1))))))
  (let ((r (call/cc (lambda (k) (deep 1000 k)))))
    (if (< ins 2000) (k* #f) (list r ins outs))))
;=> (out 2000 2000)
;; an escape between sibling extents leaves the common part alone
(let ((log '()) (k* #f) (n 0))
  (define (note x) (set! log (cons x log)))
  (dynamic-wind (lambda () (note 'in0))
    (lambda ()
      (dynamic-wind (lambda () (note 'in1)) (lambda () (call/cc (lambda (k) (set! k* k)))) (lambda () (note 'out1)))
      (set! n (+ n 1))
      (if (< n 2) (dynamic-wind (lambda () (note 'in2)) (lambda () (k* #f)) (lambda () (note 'out2)))))
    (lambda () (note 'out0)))
  (reverse log))
;=> (in0 in1 out1 in2 out2 in1 out1 out0)
;; an escape out of an after thunk
(call/cc (lambda (k) (dynamic-wind (lambda () #f) (lambda () 1) (lambda () (k 'from-after)))))
;=> from-after
(let ((p (make-parameter 1 (lambda (x) (if (number? x) x (error "no number" x)))))) (parameterize ((p 'a)) (p)))
;=> error no number
(make-parameter 'a (lambda (x) (error "no good")))
;=> error no good
(parameterize ((5 1)) 1)
;=> error parameterize: expected a parameter, got
(let ((p (make-parameter 1)) (q (make-parameter 2))) (parameterize ((p (q)) (q (p))) (list (p) (q))))
;=> (2 1)
((make-parameter 1) 2 3)
;=> error
;; handlers that all return are reported once
(guard (e (#t (error-object-irritants e))) (with-exception-handler (lambda (e) 1) (lambda () (with-exception-handler (lambda (e) 2) (lambda () (raise 'x))))))
;=> (x)
(with-exception-handler (lambda (e) 0) (lambda () (+ 1 (car 5))))
;=> error handler returned
;; error takes messages of all kinds
(map (lambda (t) (guard (e (#t (list (error-object-message e) (error-object-irritants e)))) (t)))
     (list (lambda () (error "m" 1)) (lambda () (error 'who "m" 1)) (lambda () (error 'who 1)) (lambda () (error 5 "m"))))
;=> (("m" (1)) ("who: m" (1)) ("who" (1)) ("" (5 "m")))
(guard (e (#t (condition-report-string e))) (error "bad:" 1 "two" #\3))
;=> "bad: 1 \"two\" #\\3"
(map (lambda (t) (guard (e (#t (condition-kind e))) (t))) (list (lambda () (error "x")) (lambda () (car 1)) (lambda () (vector-ref #(1) 1)) (lambda () (open-input-file "cairn-no-such-file")) (lambda () (read (open-input-string "(")))))
;=> (general type range file read)
(let loop ((i 0)) (if (< i 20000) (guard (e (#t (loop (+ i 1)))) (raise i)) i))
;=> 20000
;; a promise forced while it is being forced
(let ((p #f) (n 0)) (set! p (delay (begin (set! n (+ n 1)) (if (< n 3) (force p) 'deep)))) (list (force p) (force p) n))
;=> (deep deep 3)
(call-with-values (lambda () (force (delay (values 1 2)))) list)
;=> (1 2)
(guard (e (#t (list e 'again (force (delay 1))))) (force (delay (raise 'x))))
;=> (x again 1)
(let* ((n 0) (p (delay (begin (set! n (+ n 1)) (if (< n 2) (raise 'first) n))))) (guard (e (#t #f)) (force p)) (force p))
;=> 2

;; parameters below many bindings of others
(define far (make-parameter 'far))
(define near (make-parameter 0))
(define (nested n thunk)
  (if (= n 0) (thunk) (parameterize ((near n)) (let ((result (nested (- n 1) thunk))) (if (eq? (far) 'bound) result 'lost)))))
(parameterize ((far 'bound))
  (nested 20000 (lambda () (let loop ((i 0) (found 0)) (if (= i 20000) (list found (near)) (loop (+ i 1) (if (eq? (far) 'bound) (+ found 1) found)))))))
;=> (20000 1)
(let ((k #f) (seen '()))
  (parameterize ((far 'bound))
    (nested 300 (lambda () (call/cc (lambda (c) (set! k c))) (set! seen (cons (list (far) (near)) seen)))))
  (set! seen (cons (far) seen))
  (if (< (length seen) 6) (k #f) seen))
;=> (far (bound 1) far (bound 1) far (bound 1))
(nested 200 (lambda () (parameterize ((far 'inner)) (list (far) (nested 100 far) (parameterize ((far 'innermost)) (far)) (far)))))
;=> lost
(parameterize ((far 'bound))
  (nested 200 (lambda () (parameterize ((far 'inner)) (list (far) (nested 100 far) (parameterize ((far 'innermost)) (far)) (far))))))
;=> (inner lost innermost inner)
(far)
;=> far
