;; Delimited continuations: reset and shift, prompts, and their effect on dynamic state.

(reset (+ 1 (shift k (k 10))))
;=> 11
(define (f x) (reset (+ x (shift k (k 10)))))
(f 5)
;=> 15
(reset 1 2 (+ 1 (shift k (k (k 5)))))
;=> 7
(reset (define a 1) (+ a (shift k (list (k 1) (k 2)))))
;=> (2 3)
(reset (+ 1 (reset (* 2 (shift k (k (k 3)))))))
;=> 13
(+ 1 (reset (* 2 (shift k 5))))
;=> 6
(reset 5)
;=> 5
(call-with-values (lambda () (reset (values 1 2))) list)
;=> (1 2)
(call-with-values (lambda () (reset (call-with-values (lambda () (shift k (k 1 2))) values))) list)
;=> (1 2)
(let ((k #f)) (cons (reset (+ 1 (shift c (set! k c) 0))) (map k '(1 2 3))))
;=> (0 2 3 4)
(define (yield x) (shift k (cons x (k #f))))
(reset (for-each yield '(1 2 3)) '())
;=> (1 2 3)
(define (choose items) (shift k (append-map k items)))
(reset (let* ((x (choose '(1 2 3))) (y (choose '(a b)))) (list (cons x y))))
;=> ((1 . a) (1 . b) (2 . a) (2 . b) (3 . a) (3 . b))
;; the state of printf ("Functional Unparsing", Danvy)
(define (in-order . parts) (reset (let ((text (apply string-append (map (lambda (part) (part)) parts)))) (lambda () text))))
((((in-order (lambda () (shift k k)) (lambda () "-") (lambda () (shift k k))) "a") "b"))
;=> "a-b"
(shift k 1)
;=> error shift: there is no reset around it
(reset)
;=> error reset
(reset (shift k))
;=> error shift
(reset (shift 5 k))
;=> error the name of a variable

;; a part keeps nothing outside its prompt alive
(define (numbers n) (reset (let loop ((i 0)) (if (< i n) (begin (shift k (cons i k)) (loop (+ i 1))) 'end))))
(let loop ((next (numbers 200)) (sum 0))
  (if (pair? next) (loop ((cdr next) #f) (+ sum (car next))) (list next sum)))
;=> (end 19900)

;; all resumptions of a part share assigned variables, but not temporaries
(let ((n 0)) (reset (let ((m 10)) (shift k (list (k 1) (k 2))) (set! n (+ n 1)) (set! m (+ m 1)) (list n m))))
;=> ((1 11) (2 12))

;; parameters: those of the part on top of those where it is resumed
(define p (make-parameter 'outer))
(define q (make-parameter 'q0))
(define part #f)
(reset (parameterize ((p 'inner)) (shift k (set! part k) 'left) (list (p) (q))))
;=> left
(p)
;=> outer
(parameterize ((q 'q1)) (list (part 0) (p) (q)))
;=> ((inner q1) outer q1)
(list (part 0) (p) (q))
;=> ((inner q0) outer q0)

;; winders: left by the shift, entered by the resumption
(define log '())
(define (note x) (set! log (cons x log)))
(reset (dynamic-wind (lambda () (note 'in)) (lambda () (shift k (set! part k) 'left) (note 'body) 'done) (lambda () (note 'out))))
;=> left
(reverse log)
;=> (in out)
(dynamic-wind (lambda () (note 'in2)) (lambda () (part 1)) (lambda () (note 'out2)))
;=> done
(reverse log)
;=> (in out in2 in body out out2)
(set! log '())
(dynamic-wind (lambda () (note 'in)) (lambda () (reset (+ 1 (shift k (note 'shift) (k 1))))) (lambda () (note 'out)))
;=> 2
(reverse log)
;=> (in shift out)

;; handlers and guards of a part
(reset (cons 'g (guard (e (#t (list 'caught e))) (shift k (set! part k) 'first) (raise 'boom))))
;=> first
(list 'again (part 1) (part 2))
;=> (again (g caught boom) (g caught boom))
(reset (cons 'g (guard (e ((number? e) (list 'number e))) (raise (shift k (set! part k) 'first)))))
;=> first
(list 'again (part 1))
;=> (again (g number 1))
(guard (e ((symbol? e) (list 'outside e))) (list 'again (part 'a)))
;=> (outside a)
(part 'a)
;=> error a
(reset (with-exception-handler (lambda (e) (* 2 e)) (lambda () (shift k (set! part k) 'left) (+ 1 (raise-continuable 5)))))
;=> left
(part 0)
;=> 11
(with-exception-handler (lambda (e) 100) (lambda () (list (part 0) (raise-continuable 1))))
;=> (11 100)
(with-exception-handler
  (lambda (e) (shift k (list 'handled e (k 7))))
  (lambda () (reset (+ 1 (raise-continuable 5)))))
;=> (handled 5 8)

;; guard, re-entered to raise what it does not handle
(with-exception-handler (lambda (e) 42) (lambda () (guard (e ((string? e) 1)) (+ 1 (raise-continuable 'c)))))
;=> 43
(with-exception-handler
  (lambda (e) 42)
  (lambda () (guard (e ((eq? e 'd) 'dd)) (list (raise-continuable 'c) (raise-continuable 'd)))))
;=> dd
(guard (e ((symbol? e) (list 'outer e))) (guard (e ((string? e) 1)) (+ 1 (raise 'c))))
;=> (outer c)
(let ((path '()))
  (define (note x) (set! path (cons x path)))
  (with-exception-handler
    (lambda (e) (note 'handler) 5)
    (lambda ()
      (guard (e ((begin (note 'clause) #f) 'no))
        (dynamic-wind
          (lambda () (note 'in))
          (lambda () (note (raise-continuable 'x)))
          (lambda () (note 'out))))))
  (reverse path))
;=> (in out clause in handler 5 out)

;; prompts
(define tag (list 'tag))
(call-with-prompt tag (lambda () (+ 1 (abort-to-prompt tag 10 20))) (lambda (k a b) (list a b (k 100))))
;=> (10 20 101)
(call-with-prompt tag (lambda () 1) (lambda (k) k))
;=> 1
(call-with-values (lambda () (call-with-prompt tag (lambda () (values 1 2)) (lambda (k) k))) list)
;=> (1 2)
(call-with-prompt tag
  (lambda () (call-with-values (lambda () (abort-to-prompt tag)) list))
  (lambda (k) (list (k 1 2) (k))))
;=> ((1 2) ())
(call-with-prompt tag (lambda () (+ 1 (abort-to-prompt tag))) (lambda (k) (call-with-prompt tag (lambda () (k (abort-to-prompt tag))) (lambda (k) (k 1)))))
;=> 2
(abort-to-prompt 'none 1)
;=> error no such prompt
(call-with-prompt tag (lambda () (abort-to-prompt 'other 1)) (lambda (k x) x))
;=> error no such prompt
;; k has no prompt of its own
(call-with-prompt tag (lambda () (list (abort-to-prompt tag 1) (abort-to-prompt tag 2))) (lambda (k x) (k x)))
;=> error no such prompt
;; a prompt within the part, which is resumed in other prompts
(define inner (list 'inner))
(call-with-prompt tag
  (lambda ()
    (list 'a
          (call-with-prompt inner
            (lambda () (list 'b (abort-to-prompt tag 1) (abort-to-prompt inner 'x)))
            (lambda (k v) (list 'inner v (k 'y))))))
  (lambda (k v) (set! part k) (list 'captured v)))
;=> (captured 1)
(list 'z (part 5))
;=> (z (a (inner x (b 5 y))))
(list 'w (call-with-prompt inner (lambda () (part 6)) (lambda (k v) 'wrong)))
;=> (w (a (inner x (b 6 y))))
(list (part 1) (part 2))
;=> ((a (inner x (b 1 y))) (a (inner x (b 2 y))))

;; together with call/cc, whose continuations are whole ones
(reset (+ 1 (call/cc (lambda (c) (+ 10 (c 1))))))
;=> 2
(let ((k #f) (n 0))
  (let ((v (reset (+ 1 (call/cc (lambda (c) (set! k c) 1))))))
    (set! n (+ n 1))
    (if (< n 3) (k n) (list v n))))
;=> (3 3)
(call-with-prompt tag
  (lambda () (call/cc (lambda (c) (list 'not-here (c (abort-to-prompt tag 5))))))
  (lambda (k x) (list 'not-here-either (k 6))))
;=> 6

;; deep parts
(define (deep n) (if (= n 0) (shift k (k (k 0))) (+ 1 (deep (- n 1)))))
(reset (deep 10000))
;=> 20000

;; an object that no guard handles passes through many of them in linear time and memory
(define (guarded n) (if (= n 0) (raise 'x) (guard (e ((string? e) 1)) (+ 1 (guarded (- n 1))))))
(guard (e ((symbol? e) e)) (guarded 200))
;=> x
(with-exception-handler (lambda (e) 7) (lambda () (guard (e (#f 1)) (guard (e (#f 2)) (+ 1 (raise-continuable 'y))))))
;=> 8
(guard (e ((error-object? e) (error-object-irritants e))) (with-exception-handler (lambda (e) 7) (lambda () (guard (e (#f 1)) (raise 'y)))))
;=> (y)

;; a part that was captured in a handler: the handler runs with the handlers outside it
(define k0 #f)
(reset
  (with-exception-handler
    (lambda (x) (shift k (set! k0 k) 'left))
    (lambda () (dynamic-wind (lambda () #f) (lambda () (+ 1 (raise-continuable 'x))) (lambda () #f)))))
;=> left
(k0 41)
;=> 42
(reset
  (with-exception-handler
    (lambda (x) (shift k (set! k0 k) 'left))
    (lambda () (dynamic-wind (lambda () #f) (lambda () (car 1)) (lambda () #f)))))
;=> left
(k0 1)
;=> error handler returned from an error

;; a part captured in a handler continues with the handlers where it is resumed
(define (numbered n thunk) (with-exception-handler (lambda (x) (list n x)) thunk))
(numbered 1 (lambda ()
  (call-with-prompt 'p
    (lambda () (list (raise-continuable 'a) (raise-continuable 'b)))
    list)))
;=> ((1 a) (1 b))
(define (resumed)
  (with-exception-handler
    (lambda (x) (if (eq? x 'leave) (abort-to-prompt 'p) (list 'h x)))
    (lambda ()
      (call-with-prompt 'p
        (lambda () (list (raise-continuable 'leave) (raise-continuable 'b)))
        (lambda (k) k)))))
((resumed) 5)
;=> error uncaught object: b
(numbered 2 (lambda () ((resumed) 5)))
;=> (5 (2 b))

;; a converter that escapes: the bindings are established where it is resumed
(define r (make-parameter 0 (lambda (x) (if (eq? x 'leave) (shift k k) x))))
(let ((part (reset (parameterize ((p 'in) (r 'leave)) (list (p) (r) (q))))))
  (parameterize ((q 'there)) (part 7)))
;=> (in 7 there)

;; an after thunk that escapes, and is resumed elsewhere
(define trail '())
(define (note x) (set! trail (cons x trail)))
(define part2
  (call-with-prompt 'p
    (lambda ()
      (dynamic-wind (lambda () (note 'in)) (lambda () 1) (lambda () (note 'out) (abort-to-prompt 'p)))
      'done)
    (lambda (k) k)))
(dynamic-wind (lambda () (note 'in2)) (lambda () (call-with-prompt 'p (lambda () (part2 0)) list)) (lambda () (note 'out2)))
;=> done
(reverse trail)
;=> (in out in2 out2)

;; only prompts are found, whatever the tag
(call-with-prompt #f (lambda () (dynamic-wind (lambda () 1) (lambda () (abort-to-prompt #f 5)) (lambda () 1))) (lambda (k x) x))
;=> 5
