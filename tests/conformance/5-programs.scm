;; R7RS 5.1-5.5 and 5.7: programs, imports, definitions, record types.

;; 5.2 Import declarations (at a REPL they may appear anywhere)
(import (scheme base))
(import (only (scheme base) car cdr))
(import (prefix (scheme base) b:))
(b:+ 1 2)
;=> 3
(b:let ((x 1)) (b:if #t x 2))
;=> 1
(import (rename (scheme base) (car kar-of) (cdr kdr-of)))
(kar-of '(1 . 2))
;=> 1
(import (prefix (only (scheme base) car cdr) my-))
(my-car '(1 . 2))
;=> 1
(import (only (prefix (scheme base) p-) p-cons))
(p-cons 1 2)
;=> (1 . 2)
(import (rename (only (scheme base) vector-ref) (vector-ref vref)))
(vref #(a b) 1)
;=> b
(import (except (scheme base) car cdr))
(import (rename (prefix (only (scheme base) list vector) x-) (x-list mk-list)))
(list (mk-list 1) (x-vector 2))
;=> ((1) #(2))
(import (only (scheme base)))
(import)
(import (scheme base) (scheme write) (scheme char))
(import (only (scheme base) no-such-export-here))
;=> error no-such-export-here
(import (except (scheme base) no-such-export-here))
;=> error no-such-export-here
(import (rename (scheme base) (no-such-export-here x)))
;=> error no-such-export-here
(import (no such library anywhere))
;=> error
(import 5)
;=> error

;; 5.3.1 Top level definitions
(define add3
  (lambda (x) (+ x 3)))
(add3 3)
;=> 6
(define first car)
(first '(1 2))
;=> 1
(define (proper a b) (list a b))
(proper 1 2)
;=> (1 2)
(define (dotted a . b) (list a b))
(dotted 1 2 3)
;=> (1 (2 3))
(define (all . args) args)
(all 1 2)
;=> (1 2)
(define (no-args) 'none)
(no-args)
;=> none
(define x 1)
(define x 2)
x
;=> 2
(define (uses-later) (defined-later 1))
(define (defined-later n) (+ n 1))
(uses-later)
;=> 2
(define (calls-old) (redefined))
(define (redefined) 'old)
(calls-old)
;=> old
(define (redefined) 'new)
(calls-old)
;=> new
;; a REPL may redefine a standard procedure
(define (list-tail-user l) (list-tail l 1))
(define old-list-tail list-tail)
(define (list-tail l k) (list 'mine l k))
(list-tail '(1 2) 1)
;=> (mine (1 2) 1)
(list-tail-user '(1 2))
;=> (mine (1 2) 1)
(set! list-tail old-list-tail)
(list-tail-user '(1 2))
;=> (2)
(define)
;=> error
(define 5 1)
;=> error
(define "x" 1)
;=> error
(define dup 1 2)
;=> error
(define (f x x) x)
;=> error
(define (f))
;=> error
(define unbound-init (+ 1 not-bound-at-all))
;=> error not-bound-at-all
unbound-init
;=> error unbound-init
;; define is not an expression
(list (define a-in-list 1))
;=> error
(if #t (define a-in-if 1))
;=> error

;; 5.3.2 Internal definitions
(let ((x 5))
  (define foo (lambda (y) (bar x y)))
  (define bar (lambda (a b) (+ (* a b) a)))
  (foo (+ x 3)))
;=> 45
(let ((x 5))
  (letrec* ((foo (lambda (y) (bar x y)))
            (bar (lambda (a b) (+ (* a b) a))))
    (foo (+ x 3))))
;=> 45
(let () (define a 1) (define b (+ a 1)) (define c (* b 10)) (list a b c))
;=> (1 2 20)
(let () (define (e? n) (if (= n 0) #t (o? (- n 1)))) (define (o? n) (if (= n 0) #f (e? (- n 1)))) (e? 101))
;=> #f
(define x 'global)
(let () (define y x) (let () (define x 'inner) (list x y)))
;=> (inner global)
(define (leak) (define loc 1) loc)
(leak)
;=> 1
loc
;=> error loc
(let () (define a b) (define b 1) a)
;=> error
(let ((x 1)) (define y x) (define x 2) y)
;=> error
(let () (define a 1) (define a 2) a)
;=> error
(define (opt . args) (define a (if (null? args) 'default (car args))) (define (show) (list 'a a)) (show))
(list (opt) (opt 1))
;=> ((a default) (a 1))
(let () (begin (define a 1) (define b 2)) (define c (+ a b)) c)
;=> 3
(let* ((x 1)) (define x 2) (set! x (+ x 1)) x)
;=> 3
(letrec ((f (lambda () (define g (lambda () 'g)) (g)))) (f))
;=> g
(let-values (((a b) (values 1 2))) (define c (+ a b)) c)
;=> 3
(parameterize () (define a 1) (+ a 1))
;=> 2
(guard (e (#t e)) (define a 1) (raise (+ a 1)))
;=> 2
((case-lambda ((x) (define y x) (* y y))) 7)
;=> 49
(let-syntax () (define let-syntax-local 5) let-syntax-local)
;=> 5
(when #t (let () (define w 1) w))
;=> 1
;; an extension of every large implementation: definitions after expressions
(let () (define a 1) (set! a 2) (define b (* a 10)) (set! b (+ b a)) (define c b) (list a b c))
;=> (2 22 22)
(define (mixed x) (if (< x 0) (set! x 0)) (define y (+ x 1)) (begin (set! y (* y 2)) (define z y)) (list x y z))
(mixed -5)
;=> (0 2 2)
(let () (for-each (lambda (x) x) '(1)) (define (f n) (if (= n 0) 'end (g (- n 1)))) 'between (define (g n) (f n)) (f 3))
;=> end
;; shadowing of keywords by internal definitions
(let () (define (if a b c) (list a b c)) (if 1 2 3))
;=> (1 2 3)
(let ((x 1)) (define begin list) (begin x 2 3))
;=> (1 2 3)
(let () (define quote -) '5)
;=> -5
(let () (define else #f) (cond (else 'no) (#t 'yes)))
;=> yes

;; 5.3.3 Multiple-value definitions
(define-values (x y) (exact-integer-sqrt 17))
(list x y)
;=> (4 1)
(let ()
  (define-values (x y) (values 1 2))
  (+ x y))
;=> 3
(define-values (h . t) (values 1 2 3))
(list h t)
;=> (1 (2 3))
(define-values all-of-them (values 1 2 3))
all-of-them
;=> (1 2 3)
(define-values () (values))
(define-values (only-one) (values 'one))
only-one
;=> one
(let () (define-values (a b) (values 1 2)) (define-values (c . d) (values a b 3)) (define e (list a b c d)) e)
;=> (1 2 1 (2 3))
(let () (define-values (f g) (values (lambda () (g)) (lambda () 'g))) (f))
;=> g
(let ((x 'outer)) (define-values (x) (values 'inner)) x)
;=> inner
(let () (define-values all (values)) all)
;=> ()
(define-values (dv-a dv-b) (values 1))
;=> error
(define-values (dv-a dv-b) (values 1 2 3))
;=> error
(let () (define-values (a b) (values 1)) a)
;=> error
(let () (define-values (a b . c) (values 1)) a)
;=> error
(let () (define-values (a a) (values 1 2)) a)
;=> error
(begin (define-values (bv-a bv-b) (values 'p 'q)) (define bv-c (list bv-a bv-b)))
bv-c
;=> (p q)
(set! bv-a 'changed)
(list bv-a bv-b)
;=> (changed q)

;; 5.4: errors of the report
(let () (define define 3) (define x 4) x)
;=> error

;; 5.5 Record-type definitions
(define-record-type <pare>
  (kons x y)
  pare?
  (x kar set-kar!)
  (y kdr))
(pare? (kons 1 2))
;=> #t
(pare? (cons 1 2))
;=> #f
(kar (kons 1 2))
;=> 1
(kdr (kons 1 2))
;=> 2
(let ((k (kons 1 2)))
  (set-kar! k 3)
  (kar k))
;=> 3
(kar (cons 1 2))
;=> error
(set-kar! (cons 1 2) 3)
;=> error
(kons 1)
;=> error
(kons 1 2 3)
;=> error
(kar)
;=> error
(kar (kons 1 2) 3)
;=> error
(set-kar! (kons 1 2))
;=> error
(pare? 5)
;=> #f
(pare? '())
;=> #f
(pare? (vector 1 2))
;=> #f
(pare?)
;=> error
;; records are disjoint from the other types
(map (lambda (p) (p (kons 1 2))) (list pair? vector? procedure? symbol? string? number? boolean? char? null? bytevector? eof-object? port?))
;=> (#f #f #f #f #f #f #f #f #f #f #f #f)
(procedure? kons)
;=> #t
(procedure? kar)
;=> #t
(map kar (list (kons 1 2) (kons 3 4)))
;=> (1 3)
;; the constructor may list fields in another order, and leave some out
(define-record-type thing (make-thing c a) thing? (a thing-a) (b thing-b set-thing-b!) (c thing-c))
(let ((t (make-thing 1 2))) (set-thing-b! t 3) (list (thing-a t) (thing-b t) (thing-c t)))
;=> (2 3 1)
(thing-b (make-thing 1 2))
;=> unspecified
(define-record-type empty (make-empty) empty?)
(empty? (make-empty))
;=> #t
(eq? (make-empty) (make-empty))
;=> #f
(define-record-type no-args-rec (make-nar) nar? (f nar-f set-nar-f!))
(let ((r (make-nar))) (set-nar-f! r 'v) (nar-f r))
;=> v
;; the type is generative
(define-record-type same (make-same-1 x) same-1? (x same-1-x))
(define-record-type same (make-same-2 x) same-2? (x same-2-x))
(list (same-1? (make-same-1 1)) (same-2? (make-same-1 1)) (same-1? (make-same-2 1)) (same-2? (make-same-2 1)))
;=> (#t #f #f #t)
(same-2-x (make-same-1 1))
;=> error
;; equivalence
(let ((r (kons 1 2))) (list (eq? r r) (eqv? r r) (equal? r r)))
;=> (#t #t #t)
(eqv? (kons 1 2) (kons 1 2))
;=> #f
;; in a body; each evaluation creates a new type
(let () (define-record-type p (mk a) p? (a get)) (get (mk 5)))
;=> 5
(define (new-type) (define-record-type p (mk a) p? (a get)) (list mk p? get))
(let ((t1 (new-type)) (t2 (new-type))) (let ((r ((car t1) 1))) (list ((cadr t1) r) ((cadr t2) r) ((list-ref t1 2) r))))
;=> (#t #f 1)
;; records holding records, closures, themselves
(let ((r (kons 1 (kons 2 3)))) (list (kar r) (kar (kdr r)) (kdr (kdr r))))
;=> (1 2 3)
(let ((r (kons 1 2))) (set-kar! r r) (eq? r (kar (kar (kar r)))))
;=> #t
((kar (kons (lambda (x) (* x x)) 0)) 9)
;=> 81
;; many fields
(define-record-type big (make-big a b c d e f g h i j k l) big? (a big-a) (b big-b) (c big-c) (d big-d) (e big-e) (f big-f) (g big-g) (h big-h) (i big-i) (j big-j) (k big-k) (l big-l set-big-l!))
(let ((r (make-big 1 2 3 4 5 6 7 8 9 10 11 12))) (set-big-l! r 'last) (list (big-a r) (big-f r) (big-k r) (big-l r)))
;=> (1 6 11 last)
(define-record-type bad (make-bad nofield) bad? (x bad-x))
;=> error
(define-record-type bad (make-bad x) bad? (x bad-x) (x bad-x2))
;=> error
(define-record-type)
;=> error
(define-record-type bad)
;=> error

;; 5.7 The REPL environment
(eval 'add3 (interaction-environment))
;=> unspecified
(begin (eval '(define from-eval 99) (interaction-environment)) (+ 1 (eval 'from-eval (interaction-environment))))
;=> 100
from-eval
;=> 99
