;; R7RS 6.11: exceptions.
(call-with-current-continuation
 (lambda (k)
   (with-exception-handler
    (lambda (x)
      (k (list 'condition: x)))
    (lambda ()
      (+ 1 (raise 'an-error))))))
;=> (condition: an-error)
;; the handler returns from raise: a secondary exception in the outer handler
(with-exception-handler
 (lambda (x) 'ignored)
 (lambda ()
   (+ 1 (raise 'an-error))))
;=> error
(let ((log '()))
  (guard (e (#t (set! log (cons 'secondary log))))
    (with-exception-handler
     (lambda (x) (set! log (cons (list 'handler x) log)) 'ignored)
     (lambda () (+ 1 (raise 'an-error)))))
  (reverse log))
;=> ((handler an-error) secondary)
(let ((o (open-output-string)))
  (list
   (with-exception-handler
    (lambda (con)
      (cond
       ((string? con)
        (display con o))
       (else
        (display "a warning has been issued" o)))
      42)
    (lambda ()
      (+ (raise-continuable "should be a number")
         23)))
   'done))
;=> (65 done)
(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 5))))
;=> 11
(call-with-values (lambda () (with-exception-handler (lambda (e) (values 1 2)) (lambda () (raise-continuable 5)))) list)
;=> (1 2)
(with-exception-handler (lambda (e) 'never) (lambda () 'result))
;=> result
(call-with-values (lambda () (with-exception-handler (lambda (e) 'never) (lambda () (values 1 2)))) list)
;=> (1 2)
;; the handler runs with the outer handler installed
(with-exception-handler
 (lambda (e) (list 'outer e))
 (lambda () (with-exception-handler (lambda (e) (list 'inner (raise-continuable (list 'again e)))) (lambda () (raise-continuable 'x)))))
;=> (inner (outer (again x)))
(with-exception-handler
 (lambda (e) (* e 2))
 (lambda () (with-exception-handler (lambda (e) (+ 1 (raise-continuable e))) (lambda () (+ 100 (raise-continuable 5))))))
;=> 111
;; and again after the handler returned
(with-exception-handler (lambda (e) (+ e 1)) (lambda () (let* ((a (raise-continuable 1)) (b (raise-continuable 10))) (list a b))))
;=> (2 11)
;; an error in the handler goes to the outer handler
(guard (e (#t (list 'outer e)))
  (with-exception-handler (lambda (e) (raise (list 'from-handler e))) (lambda () (raise 'x))))
;=> (outer (from-handler x))
(guard (e (#t 'outer)) (with-exception-handler (lambda (e) (car '())) (lambda () (raise 'x))))
;=> outer
(guard (e ((string? e) (list 'g e))) (with-exception-handler (lambda (e) (raise (symbol->string e))) (lambda () (raise-continuable 'sym))))
;=> (g "sym")
;; the handler runs in the dynamic environment of the raise
(let ((p (make-parameter 'out))) (with-exception-handler (lambda (e) (p)) (lambda () (parameterize ((p 'in)) (raise-continuable 'x)))))
;=> in
(let ((p (make-parameter 'out))) (guard (e (#t (p))) (parameterize ((p 'in)) (raise 'x))))
;=> out
(with-exception-handler 5 (lambda () 1))
;=> error
(with-exception-handler (lambda (e) 1) 5)
;=> error
(with-exception-handler (lambda (e) 1))
;=> error
(with-exception-handler)
;=> error

;; raise of any object
(map (lambda (x) (guard (e (#t (equal? e x))) (raise x))) (list 1 'a "s" #\c '(1 2) #(1) #f '() car))
;=> (#t #t #t #t #t #t #t #t #t)
(guard (e ((not e) 'false)) (raise #f))
;=> false
(raise 'uncaught)
;=> error
(raise)
;=> error
(raise-continuable 'uncaught)
;=> error
(raise 1 2)
;=> error

;; error
(define (null-list? l)
  (cond ((pair? l) #f)
        ((null? l) #t)
        (else
         (error
          "null-list?: argument out of domain"
          l))))
(null-list? '())
;=> #t
(null-list? 5)
;=> error null-list?: argument out of domain
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (null-list? 5))
;=> ("null-list?: argument out of domain" (5))
(guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error "no irritants"))
;=> ("no irritants" ())
(guard (e ((error-object? e) (error-object-irritants e))) (error "msg" 1 "two" 'three '(4) #\5))
;=> (1 "two" three (4) #\5)
(guard (e (#t (error-object? e))) (raise 'x))
;=> #f
(guard (e (#t (list (error-object? e) (read-error? e) (file-error? e)))) (error "plain"))
;=> (#t #f #f)
(let ((e1 (guard (e (#t e)) (error "a"))) (e2 (guard (e (#t e)) (error "a")))) (list (eqv? e1 e1) (eqv? e1 e2)))
;=> (#t #f)
(guard (e (#t (let ((i (error-object-irritants e))) (eq? (car i) (car i))))) (error "x" (list 1)))
;=> #t
;; an error object can be raised again
(guard (e (#t (error-object-message e))) (guard (e2 (#t (raise e2))) (error "original" 1)))
;=> "original"
(guard (e (#t (error-object-message e))) (guard (e2 ((string? e2) 'no)) (error "passed on" 1)))
;=> "passed on"
(error-object? 5)
;=> #f
(error-object? "string")
;=> #f
(error-object-message 5)
;=> error
(error-object-irritants 'a)
;=> error
(error)
;=> error
;; conditions of the system are error objects too
(map (lambda (th) (guard (e (#t (and (error-object? e) (string? (error-object-message e)) (list? (error-object-irritants e))))) (th)))
     (list (lambda () (car 5)) (lambda () (vector-ref #(1) 1)) (lambda () (+ 'a 1)) (lambda () (/ 1 0)) (lambda () ((lambda (x) x))) (lambda () not-bound-at-all) (lambda () (5)) (lambda () (open-input-file "cairn-test-no-such-file")) (lambda () (read (open-input-string "(1")))))
;=> (#t #t #t #t #t #t #t #t #t)

;; read-error?, file-error?
(guard (e (#t (list (read-error? e) (file-error? e)))) (read (open-input-string "(1 2")))
;=> (#t #f)
(guard (e (#t (read-error? e))) (read (open-input-string ")")))
;=> #t
(guard (e (#t (read-error? e))) (read (open-input-string "#<foo>")))
;=> #t
(guard (e (#t (read-error? e))) (read (open-input-string "\"abc")))
;=> #t
(guard (e (#t (list (read-error? e) (file-error? e)))) (open-input-file "cairn-test-no-such-file"))
;=> (#f #t)
(guard (e (#t (file-error? e))) (open-binary-input-file "cairn-test-no-such-file"))
;=> #t
(guard (e (#t (file-error? e))) (open-output-file "cairn-test-no-such-dir/x"))
;=> #t
(guard (e (#t (file-error? e))) (open-binary-output-file "cairn-test-no-such-dir/x"))
;=> #t
(guard (e (#t (file-error? e))) (delete-file "cairn-test-no-such-file"))
;=> #t
(guard (e (#t (file-error? e))) (call-with-input-file "cairn-test-no-such-file" read))
;=> #t
(guard (e (#t (file-error? e))) (with-input-from-file "cairn-test-no-such-file" read))
;=> #t
(guard (e (#t (file-error? e))) (load "cairn-test-no-such-file"))
;=> #t
(list (read-error? 5) (file-error? 'a) (read-error? "x"))
;=> (#f #f #f)

;; guard and dynamic-wind, in order
(define (trace thunk) (let ((log '())) (thunk (lambda (x) (set! log (cons x log)) x)) (reverse log)))
(trace (lambda (note) (guard (e (#t (note (list 'caught e)))) (dynamic-wind (lambda () (note 'in)) (lambda () (note 'body) (raise 'x) (note 'never)) (lambda () (note 'out))))))
;=> (in body out (caught x))
(trace (lambda (note)
  (guard (e1 (#t (note (list 'outer e1))))
    (dynamic-wind (lambda () (note 'in1))
      (lambda () (guard (e2 ((begin (note 'test) #f) 'never)) (dynamic-wind (lambda () (note 'in2)) (lambda () (raise 'x)) (lambda () (note 'out2)))))
      (lambda () (note 'out1))))))
;=> one-of (in1 in2 out2 test in2 out2 out1 (outer x)) | (in1 in2 test out2 out1 (outer x))
(trace (lambda (note) (dynamic-wind (lambda () (note 'in)) (lambda () (guard (e (#t (note 'caught))) (raise 'x))) (lambda () (note 'out)))))
;=> (in caught out)
(trace (lambda (note) (guard (e (#t (note e))) (dynamic-wind (lambda () #f) (lambda () (raise 'first)) (lambda () (raise 'second))))))
;=> (second)
;; guard re-raises to an outer with-exception-handler, continuably
(with-exception-handler (lambda (e) (list 'handled e)) (lambda () (list 'result (guard (e ((number? e) 'num)) (raise-continuable 'sym)))))
;=> (result (handled sym))
(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'outer e))) (lambda () (guard (e ((number? e) 'num)) (raise 'sym))))))
;=> (outer sym)
(guard (e ((number? e) (list 'num e)) ((symbol? e) (list 'sym e))) (guard (e ((string? e) 'str)) (guard (e ((char? e) 'chr)) (raise 'deep))))
;=> (sym deep)
(guard (e (#t (list 'from-clause e))) (guard (e (#t (raise (list e 'again)))) (raise 'x)))
;=> (from-clause (x again))
(guard (e (#t (list 'from-test e))) (guard (e ((raise (list e 'in-test)) 1)) (raise 'x)))
;=> (from-test (x in-test))
;; the body may return normally after inner exceptions
(list (guard (e (#t 'a)) (guard (e (#t 'b)) (raise 1))) (guard (e (#t 'a)) (guard (e (#f 'b)) (raise 1))))
;=> (b a)
(let loop ((i 0) (acc '())) (if (= i 5) acc (loop (+ i 1) (cons (guard (e ((even? e) (list 'even e)) (else (list 'odd e))) (raise i)) acc))))
;=> ((even 4) (odd 3) (even 2) (odd 1) (even 0))
;; an exception inside map, for-each, apply, sort of callbacks
(guard (e (#t e)) (map (lambda (x) (if (= x 2) (raise 'in-map) x)) '(1 2 3)))
;=> in-map
(guard (e (#t e)) (vector-for-each (lambda (x) (raise (list 'v x))) #(1 2)))
;=> (v 1)
(with-exception-handler (lambda (e) (* e 10)) (lambda () (map (lambda (x) (if (even? x) (raise-continuable x) x)) '(1 2 3 4))))
;=> (1 20 3 40)
(guard (e (#t (list 'dw e))) (dynamic-wind (lambda () (raise 'before)) (lambda () 1) (lambda () 2)))
;=> (dw before)
;; handlers are restored after an escape
(begin (call/cc (lambda (k) (with-exception-handler (lambda (e) 'inner) (lambda () (k 1))))) (guard (e (#t (list 'fresh e))) (raise-continuable 'x)))
;=> (fresh x)
;; the handler stack is part of a continuation
(let ((k* #f) (n 0))
  (with-exception-handler
   (lambda (e) (list 'handler e))
   (lambda ()
     (call/cc (lambda (k) (set! k* k)))
     (set! n (+ n 1))
     (let ((r (raise-continuable n))) (if (< n 3) (k* #f) r)))))
;=> (handler 3)
(guard (e ((string? e) e)) (guard (e ((number? e) e)) (raise "text")))
;=> "text"
