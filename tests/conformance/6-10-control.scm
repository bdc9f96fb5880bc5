;; R7RS 6.10: control features.
(procedure? car)
;=> #t
(procedure? 'car)
;=> #f
(procedure? (lambda (x) (* x x)))
;=> #t
(procedure? '(lambda (x) (* x x)))
;=> #f
(call-with-current-continuation procedure?)
;=> #t
(map procedure? (list call/cc apply map values (make-parameter 1) current-output-port (case-lambda ((x) x))))
;=> (#t #t #t #t #t #t #t)
(procedure?)
;=> error

;; apply
(apply + (list 3 4))
;=> 7
(define compose
  (lambda (f g)
    (lambda args
      (f (apply g args)))))
((compose sqrt *) 12 75)
;=> 30
(apply + '())
;=> 0
(apply + 1 '())
;=> 1
(apply list 1 2 '(3 4))
;=> (1 2 3 4)
(apply apply (list + (list 1 2)))
;=> 3
(apply (lambda (a . b) (list a b)) '(1 2 3))
;=> (1 (2 3))
(call-with-values (lambda () (apply values '(1 2))) list)
;=> (1 2)
(apply call/cc (list (lambda (k) (k 5))))
;=> 5
(apply + (vector->list (make-vector 1000 1)))
;=> 1000
(length (apply list (make-list 1000 'x)))
;=> 1000
(apply car '((1)))
;=> 1
(apply + 1)
;=> error
(apply + 1 2)
;=> error
(apply + '(1 . 2))
;=> error
(apply 5 '())
;=> error
(apply)
;=> error
(apply car '())
;=> error
(apply car '(1 2))
;=> error

;; map
(map cadr '((a b) (d e) (g h)))
;=> (b e h)
(map (lambda (n) (expt n n))
     '(1 2 3 4 5))
;=> (1 4 27 256 3125)
(map + '(1 2 3) '(4 5 6 7))
;=> (5 7 9)
(let ((count 0))
  (map (lambda (ignored)
         (set! count (+ count 1))
         count)
       '(a b)))
;=> one-of (1 2) | (2 1)
(map car '())
;=> ()
(map + '() '(1 2))
;=> ()
(map + '(1) '(10) '(100) '(1000))
;=> (1111)
(map list '(1 2 3) '(a b c) '(x y))
;=> ((1 a x) (2 b y))
(let ((c (list 1 2))) (set-cdr! (cdr c) c) (map + c '(10 20 30)))
;=> (11 22 31)
(let ((c (list 1 2))) (set-cdr! (cdr c) c) (map + '(10 20 30) c c))
;=> (12 24 32)
(let ((l (list 1 2 3))) (map - l) l)
;=> (1 2 3)
(map car 5)
;=> error
(map car)
;=> error
(map 5 '(1))
;=> error
(map (lambda (x) (map (lambda (y) (* x y)) '(1 2))) '(3 4))
;=> ((3 6) (4 8))
;; re-entry into map does not change the earlier result
(let ((k* #f) (n 0) (first #f))
  (let ((r (map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! k* k)) x))) '(1 2 3))))
    (set! n (+ n 1))
    (if (= n 1) (begin (set! first r) (k* 'again)) (list first r))))
;=> ((1 2 3) (1 again 3))
(let ((k* #f) (results '()))
  (let ((r (map (lambda (x y) (call/cc (lambda (k) (if (= x 1) (set! k* k)) (+ x y)))) '(1 2 3) '(10 20 30))))
    (set! results (cons r results))
    (if (< (length results) 3) (k* (* -1 (length results))) (reverse results))))
;=> ((11 22 33) (-1 22 33) (-2 22 33))

;; string-map
(string-map char-foldcase "AbdEgH")
;=> "abdegh"
(string-map
 (lambda (c)
   (integer->char (+ 1 (char->integer c))))
 "HAL")
;=> "IBM"
(string-map
 (lambda (c k)
   ((if (eqv? k #\u) char-upcase char-downcase)
    c))
 "studlycaps xxx"
 "ululululul")
;=> "StUdLyCaPs"
(string-map char-upcase "")
;=> ""
(string-map (lambda (c) #\λ) "abc")
;=> "λλλ"
(string-map (lambda (a b c) (if (char<? a b) c a)) "ad" "bc" "xyz")
;=> "xd"
(string-map (lambda (c) 5) "a")
;=> error
(string-map char-upcase 'abc)
;=> error
(let ((k* #f) (n 0) (first #f))
  (let ((r (string-map (lambda (c) (call/cc (lambda (k) (if (char=? c #\b) (set! k* k)) c))) "abc")))
    (set! n (+ n 1))
    (if (= n 1) (begin (set! first r) (k* #\X)) (list first r))))
;=> ("abc" "aXc")

;; vector-map
(vector-map cadr '#((a b) (d e) (g h)))
;=> #(b e h)
(vector-map (lambda (n) (expt n n))
            '#(1 2 3 4 5))
;=> #(1 4 27 256 3125)
(vector-map + '#(1 2 3) '#(4 5 6 7))
;=> #(5 7 9)
(let ((count 0))
  (vector-map
   (lambda (ignored)
     (set! count (+ count 1))
     count)
   '#(a b)))
;=> one-of #(1 2) | #(2 1)
(vector-map car #())
;=> #()
(vector-map + #(1 2) #(10) #(100 200 300))
;=> #(111)
(vector-map car '(1))
;=> error
(let ((k* #f) (n 0) (first #f))
  (let ((r (vector-map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! k* k)) x))) #(1 2 3))))
    (set! n (+ n 1))
    (if (= n 1) (begin (set! first r) (k* 'again)) (list first r))))
;=> (#(1 2 3) #(1 again 3))

;; for-each and the like
(let ((v (make-vector 5)))
  (for-each (lambda (i)
              (vector-set! v i (* i i)))
            '(0 1 2 3 4))
  v)
;=> #(0 1 4 9 16)
(let ((l '())) (for-each (lambda (a b) (set! l (cons (list a b) l))) '(1 2 3) '(x y)) (reverse l))
;=> ((1 x) (2 y))
(let ((c (list 1 2)) (n 0)) (set-cdr! (cdr c) c) (for-each (lambda (a b) (set! n (+ n (* a b)))) c '(1 10 100)) n)
;=> 121
(for-each car '())
;=> unspecified
(for-each 5 '(1))
;=> error
(for-each car 5)
;=> error
(let ((v '()))
  (string-for-each
   (lambda (c) (set! v (cons (char->integer c) v)))
   "abcde")
  v)
;=> (101 100 99 98 97)
(let ((v '())) (string-for-each (lambda (a b) (set! v (cons (string a b) v))) "abc" "λ😀") (reverse v))
;=> ("aλ" "b😀")
(let ((n 0)) (string-for-each (lambda (c) (set! n (+ n 1))) "") n)
;=> 0
(string-for-each car 'a)
;=> error
(let ((v (make-list 5)))
  (vector-for-each
   (lambda (i) (list-set! v i (* i i)))
   '#(0 1 2 3 4))
  v)
;=> (0 1 4 9 16)
(let ((n 0)) (vector-for-each (lambda (a b) (set! n (+ n (* a b)))) #(1 2 3) #(10 20)) n)
;=> 50
(vector-for-each car '(1))
;=> error
;; re-entry into for-each continues with the rest
(let ((k* #f) (log '()) (n 0))
  (for-each (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! k* k)))) (set! log (cons x log))) '(1 2 3))
  (set! n (+ n 1))
  (if (< n 3) (k* #f) (reverse log)))
;=> (1 2 3 2 3 2 3)

;; call/cc
(call-with-current-continuation
 (lambda (exit)
   (for-each (lambda (x)
               (if (negative? x)
                   (exit x)))
             '(54 0 37 -3 245 19))
   #t))
;=> -3
(define list-length
  (lambda (obj)
    (call-with-current-continuation
     (lambda (return)
       (letrec ((r
                 (lambda (obj)
                   (cond ((null? obj) 0)
                         ((pair? obj)
                          (+ (r (cdr obj)) 1))
                         (else (return #f))))))
         (r obj))))))
(list-length '(1 2 3 4))
;=> 4
(list-length '(a b . c))
;=> #f
(eq? call/cc call-with-current-continuation)
;=> #t
(call/cc (lambda (k) 5))
;=> 5
(+ 1 (call/cc (lambda (k) (+ 10 (k 1)))))
;=> 2
(call/cc (lambda (k) (dynamic-wind (lambda () #f) (lambda () (k 'out)) (lambda () #f))))
;=> out
(call/cc 5)
;=> error
(call/cc)
;=> error
;; values through a continuation
(call-with-values (lambda () (call/cc (lambda (k) (k 1 2 3)))) list)
;=> (1 2 3)
(call-with-values (lambda () (call/cc (lambda (k) (k)))) list)
;=> ()
(begin (call/cc (lambda (k) (k 1 2 3))) 'discarded)
;=> discarded
(let-values (((a . b) (call/cc (lambda (k) (k 1 2 3))))) (list a b))
;=> (1 (2 3))
;; re-entry
(define r '())
(define k* #f)
(define (test-reentry)
  (set! r '())
  (let ((i 0))
    (let ((v (call/cc (lambda (k) (set! k* k) 'first)))) (set! r (cons v r)))
    (set! i (+ i 1))
    (if (< i 4) (k* i))
    (reverse r)))
(test-reentry)
;=> (first 1 2 3)
;; generators
(define (make-gen l)
  (define return #f)
  (define (next)
    (call/cc (lambda (r)
      (set! return r)
      (for-each (lambda (x) (call/cc (lambda (k) (set! next (lambda () (k #f))) (return x)))) l)
      (return 'done))))
  (lambda () (call/cc (lambda (r) (set! return r) (next)))))
(let ((g (make-gen '(a b c)))) (let* ((x (g)) (y (g)) (z (g)) (e (g))) (list x y z e)))
;=> (a b c done)
(define (tree-walk tree visit) (cond ((null? tree) #f) ((pair? tree) (tree-walk (car tree) visit) (tree-walk (cdr tree) visit)) (else (visit tree))))
(define (tree->generator tree)
  (define caller #f)
  (define (resume) (tree-walk tree (lambda (leaf) (call/cc (lambda (rest) (set! resume (lambda () (rest 'resume))) (caller leaf))))) (caller '*eof*))
  (lambda () (call/cc (lambda (k) (set! caller k) (resume)))))
(define (same-fringe? a b) (let ((g1 (tree->generator a)) (g2 (tree->generator b))) (let loop () (let* ((x (g1)) (y (g2))) (cond ((not (eqv? x y)) #f) ((eq? x '*eof*) #t) (else (loop)))))))
(same-fringe? '(1 (2 3)) '((1 2) 3))
;=> #t
(same-fringe? '(1 2 3) '(1 3 2))
;=> #f
;; backtracking
(define fail #f)
(define (amb-list l) (call/cc (lambda (k) (let ((old fail)) (for-each (lambda (x) (call/cc (lambda (next) (set! fail (lambda () (next #f))) (k x)))) l) (set! fail old) (fail)))))
(call/cc (lambda (out) (set! fail (lambda () (out 'none))) (let* ((a (amb-list '(1 2 3 4 5 6 7))) (b (amb-list '(1 2 3 4 5 6 7))) (c (amb-list '(1 2 3 4 5 6 7)))) (if (and (= (* c c) (+ (* a a) (* b b))) (< a b)) (list a b c) (fail)))))
;=> (3 4 5)
(call/cc (lambda (out) (set! fail (lambda () (out 'none))) (let ((a (amb-list '(1 2 3)))) (if (> a 5) a (fail)))))
;=> none
;; a coroutine pair
(let ((log '()) (other #f))
  (define (note x) (set! log (cons x log)))
  (define (switch) (call/cc (lambda (k) (let ((o other)) (set! other k) (o #f)))))
  (call/cc (lambda (done)
    (set! other (lambda (x) (note 'b1) (switch) (note 'b2) (switch) (note 'b3) (done #f)))
    (note 'a1) (switch) (note 'a2) (switch) (note 'a3) (switch)))
  (reverse log))
;=> (a1 b1 a2 b2 a3 b3)
;; mutable variables keep their values on re-entry, loop variables do too
(let ((k* #f) (n 0)) (call/cc (lambda (k) (set! k* k))) (set! n (+ n 1)) (if (< n 3) (k* #f)) n)
;=> 3
(let ((k* #f) (y 1)) (let ((t (call/cc (lambda (k) (set! k* k) 2)))) (set! y (* t y)) (if (< y 50) (k* 3)) y))
;=> 54
(let ((saved '())) (define (f x) (call/cc (lambda (k) (set! saved (cons k saved)) x))) (let ((v (+ (f 1) 100))) (if (pair? saved) (let ((k (car saved))) (set! saved (cdr saved)) (if (< v 103) (k (- v 98)) v)) v)))
;=> 103
;; an escape from a deep recursion
(define (deep n k) (if (= n 0) (k 'escaped) (+ 1 (deep (- n 1) k))))
(call/cc (lambda (k) (deep 1000 k)))
;=> escaped
;; a continuation called from another one's extent
(let ((k1 #f) (trace '()))
  (call/cc (lambda (outer) (call/cc (lambda (k) (set! k1 k))) (set! trace (cons 'x trace)) (if (< (length trace) 3) (call/cc (lambda (k2) (k1 #f)))) (outer #f)))
  trace)
;=> (x x x)

;; values, call-with-values
(call-with-values (lambda () (values 4 5))
                  (lambda (a b) b))
;=> 5
(call-with-values * -)
;=> -1
(call-with-values (lambda () (values)) list)
;=> ()
(call-with-values (lambda () 5) list)
;=> (5)
(values 5)
;=> 5
(+ 1 (values 2))
;=> 3
(begin (values 1 2 3) 'ok)
;=> ok
(begin (values) 'ok)
;=> ok
(call-with-values (lambda () (values 1 2)) (lambda (a . b) (list a b)))
;=> (1 (2))
(call-with-values (lambda () (call-with-values (lambda () (values 1 2)) values)) list)
;=> (1 2)
(call-with-values (lambda () (values 1 2)) (lambda (a) a))
;=> error
(call-with-values (lambda () (values)) (lambda (a) a))
;=> error
(call-with-values 5 list)
;=> error
(call-with-values list)
;=> error
(length (call-with-values (lambda () (apply values (make-list 300 1))) list))
;=> 300

;; dynamic-wind
(let ((path '())
      (c #f))
  (let ((add (lambda (s)
               (set! path (cons s path)))))
    (dynamic-wind
      (lambda () (add 'connect))
      (lambda ()
        (add (call-with-current-continuation
              (lambda (c0)
                (set! c c0)
                'talk1))))
      (lambda () (add 'disconnect)))
    (if (< (length path) 4)
        (c 'talk2)
        (reverse path))))
;=> (connect talk1 disconnect connect talk2 disconnect)
(let ((log '())) (list (dynamic-wind (lambda () (set! log (cons 'in log))) (lambda () 'value) (lambda () (set! log (cons 'out log)))) 'x))
;=> (value x)
(let ((log '())) (dynamic-wind (lambda () (set! log (cons 1 log))) (lambda () (set! log (cons 2 log))) (lambda () (set! log (cons 3 log)))) (reverse log))
;=> (1 2 3)
(call-with-values (lambda () (dynamic-wind (lambda () #f) (lambda () (values 1 2)) (lambda () (values 3 4)))) list)
;=> (1 2)
;; nested, with escape
(let ((log '()))
  (define (note x) (set! log (cons x log)))
  (call/cc (lambda (k)
    (dynamic-wind (lambda () (note 'in1))
                  (lambda () (dynamic-wind (lambda () (note 'in2)) (lambda () (note 'body) (k #f)) (lambda () (note 'out2))))
                  (lambda () (note 'out1)))))
  (reverse log))
;=> (in1 in2 body out2 out1)
;; re-entry into two levels: outer before first, inner after first
(let ((log '()) (k* #f) (n 0))
  (define (note x) (set! log (cons x log)))
  (dynamic-wind (lambda () (note 'in1))
                (lambda () (dynamic-wind (lambda () (note 'in2)) (lambda () (call/cc (lambda (k) (set! k* k))) (note 'body)) (lambda () (note 'out2))))
                (lambda () (note 'out1)))
  (set! n (+ n 1))
  (if (< n 2) (k* #f))
  (reverse log))
;=> (in1 in2 body out2 out1 in1 in2 body out2 out1)
;; jump from one extent to another: after first, then before; the shared extent is not left
(let ((log '()) (k* #f))
  (define (note x) (set! log (cons x log)))
  (dynamic-wind
    (lambda () (note 'shared-in))
    (lambda ()
      (dynamic-wind (lambda () (note 'a-in)) (lambda () (call/cc (lambda (k) (set! k* k))) (note 'a)) (lambda () (note 'a-out)))
      (if k* (let ((k k*)) (set! k* #f) (dynamic-wind (lambda () (note 'b-in)) (lambda () (k #f)) (lambda () (note 'b-out))))))
    (lambda () (note 'shared-out)))
  (reverse log))
;=> (shared-in a-in a a-out b-in b-out a-in a a-out shared-out)
;; before and after run in the dynamic environment of the call
(let ((p (make-parameter 'outer)) (log '()))
  (parameterize ((p 'call))
    (dynamic-wind (lambda () (set! log (cons (p) log))) (lambda () (parameterize ((p 'inner)) (set! log (cons (p) log)))) (lambda () (set! log (cons (p) log)))))
  (reverse log))
;=> (call inner call)
(let ((p (make-parameter 'outer)) (log '()))
  (call/cc (lambda (k) (dynamic-wind (lambda () #f) (lambda () (parameterize ((p 'inner)) (k #f))) (lambda () (set! log (cons (p) log))))))
  log)
;=> (outer)
;; an escape inside the after thunk's own call
(let ((log '())) (dynamic-wind (lambda () #f) (lambda () #f) (lambda () (call/cc (lambda (k) (k #f) (set! log '(never)))) (set! log (cons 'after log)))) log)
;=> (after)
(dynamic-wind 5 (lambda () 1) (lambda () 2))
;=> error
(dynamic-wind (lambda () 1) (lambda () 2))
;=> error
;; an error in the body runs after; the handler of with-exception-handler runs before it
(let ((log '()))
  (define (note x) (set! log (cons x log)))
  (call/cc (lambda (k)
    (with-exception-handler
     (lambda (e) (note 'handler) (k #f))
     (lambda () (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'x)) (lambda () (note 'out)))))))
  (reverse log))
;=> (in handler out)
;; An argument that is not a procedure is an error even if there is no element to call it with.
(define-syntax refused (syntax-rules () ((_ e ...) (list (guard (x ((error-object? x) (car (error-object-irritants x)))) (begin e 'accepted)) ...))))
(refused (map 1 '()) (map 1 '() '()) (map 1 '() '() '()) (for-each 1 '()) (for-each 1 '() '()))
;=> (1 1 1 1 1)
(refused (vector-map 1 #()) (vector-map 1 #() #()) (vector-for-each 1 #()) (string-map 1 "") (string-map 1 "" "") (string-for-each 1 ""))
;=> (1 1 1 1 1 1)
(refused (member 1 '() 2) (assoc 1 '() 2))
;=> (2 2)
;; A continuation that leaves a mapping procedure and re-enters it produces a new result, and does
;; not change the one that was returned (R7RS 6.10, vector-map and string-map).
(define (entered-twice run probe other)
  (let* ((k #f) (first #f)
         (result (run (lambda (x) (call/cc (lambda (c) (if (and (not k) (eqv? x probe)) (set! k c)) x))))))
    (if first (list first result) (begin (set! first result) (k other)))))
(list (entered-twice (lambda (f) (map f '(1 2 3))) 2 9) (entered-twice (lambda (f) (map (lambda (x y) (f x)) '(1 2 3) '(1 2 3))) 2 9))
;=> (((1 2 3) (1 9 3)) ((1 2 3) (1 9 3)))
(list (entered-twice (lambda (f) (vector-map f #(1 2 3))) 2 9) (entered-twice (lambda (f) (vector-map (lambda (x y) (f x)) #(1 2 3) #(1 2 3))) 2 9))
;=> ((#(1 2 3) #(1 9 3)) (#(1 2 3) #(1 9 3)))
(entered-twice (lambda (f) (string-map f "abc")) #\b #\z)
;=> ("abc" "azc")
