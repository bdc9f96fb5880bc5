;; R7RS 4.3: macros, and 5.4: syntax definitions.

;; 4.3.1 let-syntax, letrec-syntax
(let-syntax ((given-that (syntax-rules ()
                           ((given-that test stmt1 stmt2 ...)
                            (if test
                                (begin stmt1
                                       stmt2 ...))))))
  (let ((if #t))
    (given-that if (set! if 'now))
    if))
;=> now
(let ((x 'outer))
  (let-syntax ((m (syntax-rules () ((m) x))))
    (let ((x 'inner))
      (m))))
;=> outer
(letrec-syntax
    ((my-or (syntax-rules ()
              ((my-or) #f)
              ((my-or e) e)
              ((my-or e1 e2 ...)
               (let ((temp e1))
                 (if temp
                     temp
                     (my-or e2 ...)))))))
  (let ((x #f)
        (y 7)
        (temp 8)
        (let odd?)
        (if even?))
    (my-or x
           (let temp)
           (if y)
           y)))
;=> 7
(let-syntax () 5)
;=> 5
(letrec-syntax () 5)
;=> 5
(let-syntax ((foo (syntax-rules () ((_ x) (list 'foo x)))) (bar (syntax-rules () ((_ x) (list 'bar x))))) (list (foo 1) (bar 2)))
;=> ((foo 1) (bar 2))
;; transformers of let-syntax do not see each other, those of letrec-syntax do
(define (ls-g x) (list 'procedure x))
(let-syntax ((ls-g (syntax-rules () ((_ x) (list 'macro x)))) (h (syntax-rules () ((_ x) (ls-g x))))) (h 1))
;=> (procedure 1)
(letrec-syntax ((ls-g (syntax-rules () ((_ x) (list 'macro x)))) (h (syntax-rules () ((_ x) (ls-g x))))) (h 1))
;=> (macro 1)
(letrec-syntax
    ((ev? (syntax-rules () ((_) #t) ((_ x . r) (od? . r))))
     (od? (syntax-rules () ((_) #f) ((_ x . r) (ev? . r)))))
  (list (ev? a b c) (ev? a b c d)))
;=> (#f #t)
(let ((x 1)) (let-syntax ((set-x! (syntax-rules () ((_ v) (set! x v))))) (let ((x 2)) (set-x! 10)) x))
;=> 10
(let ((x 1)) (let-syntax ((foo (syntax-rules () ((_ y) (let-syntax ((bar (syntax-rules () ((_) (let ((x 2)) y))))) (bar)))))) (foo x)))
;=> 1
(let ((x 1)) (letrec-syntax ((foo (syntax-rules () ((_ y) (bar y)))) (bar (syntax-rules () ((_ x) (let ((y 'inner)) (list x y)))))) (foo x)))
;=> (1 inner)
;; the body may hold definitions
(let () (let-syntax ((d (syntax-rules () ((_ n v) (define n v))))) (d ls-x 5) (+ ls-x 1)))
;=> 6
(let-syntax ((m (syntax-rules () ((_) 1))) (m (syntax-rules () ((_) 2)))) 1)
;=> error
(let-syntax ((m 5)) 1)
;=> error

;; 4.3.2 pattern language
(define-syntax be-like-begin
  (syntax-rules ()
    ((be-like-begin name)
     (define-syntax name
       (syntax-rules ()
         ((name expr (... ...))
          (begin expr (... ...))))))))
(be-like-begin sequence)
(sequence 1 2 3 4)
;=> 4
(let ((=> #f))
  (cond (#t => 'ok)))
;=> ok
(define-syntax simple-let
  (syntax-rules ()
    ((_ (head ... ((x . y) val) . tail)
        body1 body2 ...)
     (syntax-error
      "expected an identifier but got"
      (x . y)))
    ((_ ((name val) ...) body1 body2 ...)
     ((lambda (name ...) body1 body2 ...)
      val ...))))
(simple-let ((a 1) (b 2)) (+ a b))
;=> 3
(simple-let ((a 1) ((b c) 2)) a)
;=> error expected an identifier but got
(syntax-error "custom complaint" 1 2)
;=> error custom complaint
(define-syntax never-use (syntax-rules () ((_ . args) (syntax-error "do not use me" args))))
(never-use 1 2)
;=> error do not use me
(let () (if #f (never-use)) 1)
;=> error do not use me

;; swap!, with variables named like the template's
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(let ((x 1) (y 2)) (swap! x y) (list x y))
;=> (2 1)
(let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other))
;=> (2 1)
(let ((a 1) (b 2)) (swap! a b) (list a b))
;=> (2 1)
(let ((set! 1) (tmp 2)) (swap! set! tmp) (list set! tmp))
;=> (2 1)
(let ((let 1) (x 2)) (swap! let x) (list let x))
;=> (2 1)
(define-syntax my-or2 (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or2 r ...))))))
(let ((t 5)) (my-or2 #f t))
;=> 5
(let ((if list) (t 1)) (my-or2 #f t))
;=> 1
(let ((let list) (if list)) (my-or2 #f #f 3))
;=> 3
(my-or2)
;=> #f
(let ((my-or2 list)) (my-or2 #f 2))
;=> (#f 2)
;; the template's free names mean what they meant at the definition
(define hyg-v 'global)
(define-syntax get-hyg-v (syntax-rules () ((_) hyg-v)))
(let ((hyg-v 'local)) (get-hyg-v))
;=> global
(define-syntax add-one (syntax-rules () ((_ e) (+ e 1))))
(let ((+ *)) (add-one 5))
;=> 6
(set! hyg-v 'changed)
(let ((hyg-v 'local)) (get-hyg-v))
;=> changed
(define-syntax my-list-of (syntax-rules () ((_ x ...) (list x ...))))
(let ((list vector)) (my-list-of 1 2))
;=> (1 2)
;; binding introduced by the template is not seen by the user's expression
(define-syntax with-x (syntax-rules () ((_ e) (let ((x 'macro)) e))))
(let ((x 'user)) (with-x x))
;=> user
(define-syntax with-two (syntax-rules () ((_ a e) (let ((a 1) (b 2)) e))))
(let ((b 'user)) (with-two c (list c b)))
;=> (1 user)
;; a user's name in binding position does bind
(define-syntax bind-it (syntax-rules () ((_ n v e) (let ((n v)) e))))
(bind-it q 3 (* q q))
;=> 9
(define-syntax my-let* (syntax-rules () ((_ () b ...) (let () b ...)) ((_ ((n v) r ...) b ...) (let ((n v)) (my-let* (r ...) b ...)))))
(my-let* ((a 1) (b (+ a 1)) (a (* b 10))) (list a b))
;=> (20 2)
;; introduced names of different expansions differ
(define-syntax acc-add (syntax-rules () ((_ e) e) ((_ e r ...) (let ((t e)) (let ((u (acc-add r ...))) (+ t u))))))
(acc-add 1 2 3 4)
;=> 10
(define-syntax nest-t (syntax-rules () ((_ 0 e) e) ((_ 1 e) (let ((t 'one)) (nest-t 0 (list t e)))) ((_ 2 e) (let ((t 'two)) (nest-t 1 (list t e))))))
(let ((t 'user)) (nest-t 2 t))
;=> (one (two user))

;; shadowing of keywords used by macros and by derived forms
(let ((else #f)) (cond (else 1) (#t 2)))
;=> 2
(define-syntax my-cond (syntax-rules (else) ((_ (else e)) e) ((_ (c e) r ...) (if c e (my-cond r ...))) ((_) 'none)))
(my-cond (#f 1) (else 2))
;=> 2
(let ((else #f)) (my-cond (#f 1) (else 2)))
;=> none
(let ((else #t)) (my-cond (#f 1) (else 2)))
;=> 2
(let ((if list)) (my-cond (1 2) (else 3)))
;=> 2
(let ((begin list) (lambda list)) (let ((define vector)) (when #t 1 2)))
;=> 2
(let ((if list)) (and 1 (or #f 2) (case 3 ((3) 'three) (else 4))))
;=> three
(let ((quote -)) (case 'x ((x) 'symbol) (else 5)))
;=> error
(let ((let list) (letrec list) (lambda list)) (do ((i 0 (+ i 1))) ((= i 3) i)))
;=> 3
(let ((car cdr) (cons list)) `(1 ,(+ 1 1) ,@(list 3)))
;=> (1 2 3)
(let ((list vector) (append list) (cons vector)) `(1 ,(+ 1 1) ,@'(3) 4))
;=> (1 2 3 4)
(let ((eqv? (lambda (a b) #t)) (memv (lambda (a b) #t))) (case 5 ((1 2) 'wrong) (else 'right)))
;=> right
(let ((call-with-values list) (values list)) (let-values (((a b) ((lambda () (exact-integer-sqrt 17))))) (+ a b)))
;=> 5
(let ((make-promise list) (force list)) (promise? (delay 1)))
;=> #t
(let ((raise list) (with-exception-handler list) (call/cc list)) (guard (e (#t 'got)) (car '())))
;=> got

;; literals
(define-syntax lit-test (syntax-rules (=> foo) ((_ a => b) (list 'arrow a b)) ((_ foo a) (list 'foo a)) ((_ a b c) (list 'three a b c)) ((_ a b) (list 'two a b))))
(lit-test 1 => 2)
;=> (arrow 1 2)
(let ((=> 'bound)) (lit-test 1 => 2))
;=> (three 1 bound 2)
(lit-test foo 1)
;=> (foo 1)
(let ((foo 'f)) (lit-test foo 1))
;=> (two f 1)
(lit-test 1 2)
;=> (two 1 2)
(let ((x 'outer)) (let-syntax ((m (syntax-rules (x) ((_ x) 'literal) ((_ y) 'other)))) (list (m x) (let ((x 1)) (m x)) (m z))))
;=> (literal other other)
(define-syntax m-number (syntax-rules () ((_ 1) 'one) ((_ "s") 'str) ((_ #\c) 'chr) ((_ #t) 'true) ((_ 2.5) 'flo) ((_ x) 'other)))
(list (m-number 1) (m-number "s") (m-number #\c) (m-number #t) (m-number 2.5) (m-number 2) (m-number 1.0) (m-number "t"))
;=> (one str chr true flo other other other)
(define-syntax m-empty (syntax-rules () ((_ ()) 'nil) ((_ (a)) 'one) ((_ (a . b)) 'pair) ((_ #()) 'novec) ((_ #(a ...)) 'vec) ((_ x) 'atom)))
(list (m-empty ()) (m-empty (1)) (m-empty (1 2)) (m-empty (1 . 2)) (m-empty #()) (m-empty #(1)) (m-empty 5))
;=> (nil one pair pair novec vec atom)

;; underscore
(define-syntax second-of (syntax-rules () ((_ _ b . _) b)))
(second-of 1 2 3 4)
;=> 2
(define-syntax count-to-2 (syntax-rules () ((_) 0) ((_ _) 1) ((_ _ _) 2) ((_ . _) 'many)))
(list (count-to-2) (count-to-2 a) (count-to-2 a b) (count-to-2 a b c d))
;=> (0 1 2 many)
(define-syntax count-to-2_ (syntax-rules (_) ((x) 0) ((x _) 1) ((x y) 'other) ((x . y) 'many)))
(list (count-to-2_) (count-to-2_ _) (count-to-2_ a) (count-to-2_ a b))
;=> (0 1 other many)
(define-syntax skip-all (syntax-rules () ((_ (_ _) ...) 'pairs) ((_ . _) 'no)))
(list (skip-all (1 2) (3 4)) (skip-all (1 2 3)) (skip-all))
;=> (pairs no pairs)

;; ellipsis
(define-syntax my-let (syntax-rules () ((_ ((n v) ...) b ...) ((lambda (n ...) b ...) v ...))))
(my-let ((a 1) (b 2)) (list a b))
;=> (1 2)
(my-let () 5)
;=> 5
(define-syntax flat (syntax-rules () ((_ (a ...) ...) '(a ... ...))))
(flat (1 2) () (3) (4 5 6))
;=> (1 2 3 4 5 6)
(define-syntax flat3 (syntax-rules () ((_ ((a ...) ...) ...) '(a ... ... ...))))
(flat3 ((1 2) (3)) () ((4) () (5 6)))
;=> (1 2 3 4 5 6)
(define-syntax regroup (syntax-rules () ((_ (a b ...) ...) '((a ...) (b ...) ...))))
(regroup (1 2 3) (4) (5 6))
;=> ((1 4 5) (2 3) () (6))
(define-syntax distribute (syntax-rules () ((_ x (y ...)) '((x y) ...))))
(distribute k (1 2 3))
;=> ((k 1) (k 2) (k 3))
(define-syntax dist2 (syntax-rules () ((_ k (x y ...) ...) '((x (y k) ...) ...))))
(dist2 z (a 1 2) (b) (c 3))
;=> ((a (1 z) (2 z)) (b) (c (3 z)))
(define-syntax my-let-values1 (syntax-rules () ((_ ((a b ...) ...) body) (let ((a (list b ...)) ...) body))))
(my-let-values1 ((p 1 2) (q) (r 3)) (list p q r))
;=> ((1 2) () (3))
;; tail patterns
(define-syntax last-of (syntax-rules () ((_ a ... z) 'z)))
(list (last-of 1) (last-of 1 2 3))
;=> (1 3)
(define-syntax but-last (syntax-rules () ((_ a ... y z) '((a ...) y z))))
(but-last 1 2 3 4)
;=> ((1 2) 3 4)
(but-last 1 2)
;=> (() 1 2)
(but-last 1)
;=> error
(define-syntax tail-dot (syntax-rules () ((_ a ... b . c) '((a ...) b c))))
(list (tail-dot 1 2 3) (tail-dot 1) (tail-dot 1 2 . 3))
;=> (((1 2) 3 ()) (() 1 ()) ((1) 2 3))
(define-syntax mid (syntax-rules () ((_ (a b ... c d)) '(a (b ...) c d))))
(mid (1 2 3 4 5))
;=> (1 (2 3) 4 5)
(mid (1 2 3))
;=> (1 () 2 3)
(define-syntax part-2 (syntax-rules () ((_ a b (m n) ... x y) (vector (list a b) (list m ...) (list n ...) (list x y))) ((_ . rest) 'no-match)))
(part-2 1 2 (3 4) (5 6) 7 8)
;=> #((1 2) (3 5) (4 6) (7 8))
(part-2 1 2 3 4)
;=> #((1 2) () () (3 4))
(part-2 1 2 3)
;=> no-match
(part-2 1 2 3 4 5)
;=> no-match
;; vectors
(define-syntax vec-m (syntax-rules () ((_ #(a b ...)) (list 'a '(b ...))) ((_ x) 'no)))
(list (vec-m #(1 2 3)) (vec-m #(1)) (vec-m #()) (vec-m (1 2)))
;=> ((1 (2 3)) (1 ()) no no)
(define-syntax vec-tail (syntax-rules () ((_ #(a ... b c)) '(#(a ...) c b))))
(vec-tail #(1 2 3 4))
;=> (#(1 2) 4 3)
(define-syntax to-vec (syntax-rules () ((_ (a b) ...) #((a ...) b ...))))
(to-vec (1 2) (3 4))
;=> #((1 3) 2 4)
(define-syntax vec-nest (syntax-rules () ((_ #(#(a ...) ...)) '(a ... ...))))
(vec-nest #(#(1 2) #() #(3)))
;=> (1 2 3)
;; dotted patterns and templates
(define-syntax dot-t (syntax-rules () ((_ a . b) '(b . a))))
(list (dot-t 1) (dot-t 1 2) (dot-t 1 . 2))
;=> ((() . 1) ((2) . 1) (2 . 1))
(define-syntax call-with-rest (syntax-rules () ((_ f . args) (f . args))))
(call-with-rest + 1 2 3)
;=> 6
(define-syntax ell-dot (syntax-rules () ((_ (a ... . b) ...) '((b a ...) ...))))
(ell-dot (1 2 . 3) (4) 5)
;=> ((3 1 2) (() 4) (5))
;; custom ellipsis
(define-syntax my-list ( syntax-rules ::: () ((_ a :::) (list a :::))))
(my-list 1 2 3)
;=> (1 2 3)
(define-syntax ell-lit (syntax-rules ::: () ((_ a :::) '(a ::: ...))))
(ell-lit 1 2)
;=> (1 2 ...)
(define-syntax be-like-begin2
  (syntax-rules ()
    ((_ name)
     (define-syntax name
       (syntax-rules ::: ()
         ((_ expr :::) (begin expr :::)))))))
(be-like-begin2 seq2)
(seq2 1 2 3)
;=> 3
(let-syntax ((m (syntax-rules dots () ((_ (a b dots) dots) '((b dots a) dots))))) (m (1 2 3) (4)))
;=> ((2 3 1) (4))
;; the ellipsis as a literal is no ellipsis
(define-syntax ell-as-lit (syntax-rules (...) ((_ a ...) '(just a)) ((_ a b) '(two a b))))
(ell-as-lit 1 ...)
;=> (just 1)
(ell-as-lit 1 2)
;=> (two 1 2)
;; (... ...)
(define-syntax three-dots (syntax-rules () ((_) '(... ...))))
(three-dots)
;=> ...
(define-syntax esc-t (syntax-rules () ((_ a b) '(... (a ... b)))))
(esc-t 1 2)
;=> (1 ... 2)
(define-syntax esc-n (syntax-rules () ((_ a ...) '((... ...) a ...))))
(esc-n 1 2)
;=> (... 1 2)
;; bad depths
(let-syntax ((m (syntax-rules () ((_ a ...) '(a))))) (m 1 2))
;=> error
(let-syntax ((m (syntax-rules () ((_ a) '(a ...))))) (m 1))
;=> error
(let-syntax ((m (syntax-rules () ((_ (a ...) ...) '(a ...))))) (m (1 2) (3)))
;=> error
(let-syntax ((m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...))))) (m (1 2) (3)))
;=> error
(let-syntax ((m (syntax-rules () ((_ a a) 'a)))) (m 1 2))
;=> error
(let-syntax ((m (syntax-rules () ((_ a ... b ...) 'a)))) (m 1 2))
;=> error
(let-syntax ((m (syntax-rules () ((_ 1) 'one)))) (m 2))
;=> error
(let-syntax ((m (syntax-rules ()))) (m))
;=> error
(let-syntax ((m (syntax-rules () ((_ a) a)))) m)
;=> error
(let-syntax ((m (syntax-rules () ((_ a) a)))) (set! m 1))
;=> error
(let-syntax ((m (syntax-rules (5) ((_ a) a)))) (m 1))
;=> error
;; unequal lengths of two ellipsis variables: extra ones are an error, equal ones are zipped
(define-syntax zip-m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...))))
(zip-m (1 2) (3 4))
;=> ((1 3) (2 4))

;; 5.4 define-syntax at top level and in bodies
(let ((x 1) (y 2))
  (define-syntax swap!
    (syntax-rules ()
      ((swap! a b)
       (let ((tmp a))
         (set! a b)
         (set! b tmp)))))
  (swap! x y)
  (list x y))
;=> (2 1)
(define-syntax def2 (syntax-rules () ((_ a b v) (begin (define a v) (define b (list a v))))))
(def2 d2-a d2-b 7)
(list d2-a d2-b)
;=> (7 (7 7))
(let () (def2 a b 1) (list a b))
;=> (1 (1 1))
(define (uses-internal x) (define-syntax double (syntax-rules () ((_ e) (* 2 e)))) (define y (double x)) (+ y 1))
(uses-internal 5)
;=> 11
(let () (define (f) (m)) (define-syntax m (syntax-rules () ((_) 'late))) (f))
;=> late
(let () (define-syntax ev (syntax-rules () ((_ n) (if (= n 0) #t (od (- n 1)))))) (define (od n) (if (= n 0) #f (ev n))) (ev 0))
;=> #t
(let ((x 5)) (define-syntax get (syntax-rules () ((_) x))) (define x2 (get)) (let ((x 6)) (list (get) x2)))
;=> (5 5)
;; a local definition with an introduced name is not visible to the body
(define-syntax def-hidden (syntax-rules () ((_ v) (define hidden v))))
(let ((hidden 'outer)) (def-hidden 'introduced) hidden)
;=> outer
(let () (def-hidden 1) (def-hidden 2) 'both)
;=> both
(define-syntax def-pair (syntax-rules () ((_ get put) (begin (define cell 0) (define (get) cell) (define (put v) (set! cell v))))))
(let () (def-pair g1 p1) (def-pair g2 p2) (p1 'a) (p2 'b) (list (g1) (g2)))
;=> (a b)
(define-syntax def-getter (syntax-rules () ((_ n v) (define (n) v))))
(def-getter getter-1 (list 1 2))
(getter-1)
;=> (1 2)
;; macro-defining macros
(define-syntax def-const (syntax-rules () ((_ n v) (define-syntax n (syntax-rules () ((_) v))))))
(def-const five 5)
(+ (five) 1)
;=> 6
(let ((v 'user)) (def-const get-v v) (let ((v 'inner)) (get-v)))
;=> user
(define-syntax def-alias (syntax-rules () ((_ new old) (define-syntax new (syntax-rules () ((_ . args) (old . args)))))))
(def-alias my-if if)
(my-if #f (car '()) 'else-branch)
;=> else-branch
(def-alias my-define define)
(my-define md-x 10)
md-x
;=> 10
(let () (my-define (f x) (* x 2)) (f 21))
;=> 42
(define-syntax jabberwocky
  (syntax-rules ()
    ((_ hatter)
     (begin
       (define march-hare 42)
       (define-syntax hatter
         (syntax-rules ()
           ((_) march-hare)))))))
(jabberwocky mad-hatter)
(mad-hatter)
;=> 42
(define-syntax ell-outer (syntax-rules () ((_ name (a ...) ...) (define-syntax name (syntax-rules () ((_) '((a ...) ...)) ((_ x (... ...)) '((x (... ...)) (a ...) ...)))))))
(ell-outer ell-inner (1 2) (3))
(list (ell-inner) (ell-inner p q))
;=> (((1 2) (3)) ((p q) (1 2) (3)))
;; redefinition: a top-level variable may become a macro and back
(define vm-thing 1)
(define-syntax vm-thing (syntax-rules () ((_ x) (list 'macro x))))
(vm-thing 2)
;=> (macro 2)
(define (vm-thing x) (list 'procedure x))
(vm-thing 3)
;=> (procedure 3)
;; local variables shadow macros and macros shadow variables
(define-syntax shadow-me (syntax-rules () ((_ x) (list 'macro x))))
(let ((shadow-me (lambda (x) (list 'local x)))) (shadow-me 1))
;=> (local 1)
(define (shad shadow-me) (shadow-me 1))
(shad list)
;=> (1)
(let () (define (shadow-me x) (list 'inner x)) (shadow-me 1))
;=> (inner 1)
(let ((f (lambda (x) (list 'var x)))) (let-syntax ((f (syntax-rules () ((_ x) (list 'macro x))))) (f 1)))
;=> (macro 1)
(do ((shadow-me 0 (+ shadow-me 1))) ((= shadow-me 2) shadow-me))
;=> 2
(let loop ((when 0)) (if (< when 3) (loop (+ when 1)) when))
;=> 3
(let ((unless (lambda (a b) (list a b)))) (unless 1 2))
;=> (1 2)
(let-syntax ((if (syntax-rules () ((_ a b c) (cond (a c) (else b)))))) (if #t 1 2))
;=> 2

;; recursive and higher-order macros
(define-syntax my-rev (syntax-rules () ((_ () acc) 'acc) ((_ (x . r) (a ...)) (my-rev r (x a ...)))))
(my-rev (1 2 3) ())
;=> (3 2 1)
(define-syntax len (syntax-rules () ((_) 0) ((_ x . r) (+ 1 (len . r)))))
(len a b c d e)
;=> 5
(define-syntax while (syntax-rules () ((_ c b ...) (let lp () (when c b ... (lp))))))
(let ((i 0) (lp '())) (while (< i 3) (set! lp (cons i lp)) (set! i (+ i 1))) lp)
;=> (2 1 0)
(define-syntax for (syntax-rules (in) ((_ x in l b ...) (for-each (lambda (x) b ...) l))))
(let ((s 0)) (for x in '(1 2 3) (for y in '(10 20) (set! s (+ s (* x y))))) s)
;=> 180
(define-syntax my-do (syntax-rules () ((_ ((v i s) ...) (t r) b ...) (let loop ((v i) ...) (if t r (begin b ... (loop s ...)))))))
(let ((loop 'user)) (my-do ((i 0 (+ i 1)) (acc '() (cons loop acc))) ((= i 2) acc) #f))
;=> (user user)
(define-syntax apply-macro (syntax-rules () ((_ m . args) (m . args))))
(apply-macro if #t 1 2)
;=> 1
(apply-macro let ((x 1)) (+ x 1))
;=> 2
(define-syntax cps-car (syntax-rules () ((_ (k ...) (a . d)) (k ... a))))
(cps-car (list 1 2) (3 4))
;=> (1 2 3)
(define-syntax my-quasi (syntax-rules () ((_ a b) `(a ,b ,@(list a b) . end))))
(my-quasi 1 (+ 1 1))
;=> (1 2 1 2 . end)
(define-syntax k-lambda (syntax-rules () ((_ args . body) (lambda args . body))))
((k-lambda (a . b) (list a b)) 1 2 3)
;=> (1 (2 3))
;; quoted symbols inserted by a template are plain symbols
(define-syntax q-sym (syntax-rules () ((_ a) '(a inserted))))
(eq? (cadr (q-sym x)) 'inserted)
;=> #t
(define-syntax q-case (syntax-rules () ((_ e) (case e ((yes) 1) ((no) 2) (else 3)))))
(list (q-case 'yes) (q-case 'no) (q-case 'maybe))
;=> (1 2 3)
(define-syntax introduces-temp-list (syntax-rules () ((_ v) (let ((t v)) '(t v)))))
(introduces-temp-list 5)
;=> (t 5)
;; macros expanding to record definitions, parameterize, guard, named let, do
(define-syntax def-point (syntax-rules () ((_ make pred gx) (define-record-type point (make x y) pred (x gx) (y gy)))))
(def-point mk-point a-point? point-x)
(point-x (mk-point 3 4))
;=> 3
(a-point? (mk-point 3 4))
;=> #t
(define-syntax try (syntax-rules (catch) ((_ b ... (catch e h ...)) (guard (e (#t h ...)) b ...))))
(try (raise 'x) (catch err (list 'caught err)))
;=> (caught x)
(try 1 2 (catch err 3))
;=> 2
(define-syntax gen-loop (syntax-rules () ((_ n body) (let loop ((i 0)) (if (< i n) (begin body (loop (+ i 1))))))))
(let ((i 0)) (gen-loop 5 (set! i (+ i 2))) i)
;=> 10
;; a pattern variable named like a keyword
(define-syntax pv-if (syntax-rules () ((_ if) (list if if))))
(pv-if 3)
;=> (3 3)
(define-syntax pv-dots (syntax-rules () ((_ define ...) (list define ...))))
(pv-dots 1 2)
;=> (1 2)
;; the keyword position of the pattern is ignored
(define-syntax kw-ignored (syntax-rules () ((anything x) (list 'ok x))))
(kw-ignored 1)
;=> (ok 1)
(define-syntax kw-nolit (syntax-rules (kw-nolit) ((kw-nolit x) 'x)))
(kw-nolit 9)
;=> 9
;; let-bound ellipsis loses its meaning only in scopes that see the binding
(let ((... 'dots)) ...)
;=> dots
;; nested scopes with equal names
(let ((a 1))
  (let-syntax ((ref-a (syntax-rules () ((_) a))))
    (let ((a 2))
      (let-syntax ((ref-a2 (syntax-rules () ((_) (list a (ref-a))))))
        (let ((a 3))
          (list a (ref-a) (ref-a2)))))))
;=> (3 1 (2 1))
(define-syntax ten (syntax-rules () ((_) 10)))
(define (use-ten) (ten))
(define-syntax ten (syntax-rules () ((_) 'ten)))
(list (use-ten) (ten))
;=> (10 ten)
;; definition by a macro that shadows another macro in the body
(let () (define-syntax foo (syntax-rules () ((_) 'inner-foo))) (define-syntax bar (syntax-rules () ((_) (foo)))) (bar))
;=> inner-foo
(define-syntax)
;=> error
(define-syntax x)
;=> error
(define-syntax 5 (syntax-rules ()))
;=> error
(define-syntax bad-t (lambda (x) x) 2)
;=> error
(syntax-rules ())
;=> error

;; a literal stays the same when its name is used as a variable before
(define-syntax is-values (syntax-rules (values) ((_ values) 'it-is) ((_ x) 'it-is-not)))
(call-with-values (lambda () (values 1 2)) list)
;=> (1 2)
(is-values values)
;=> it-is
(let ((values 1)) (is-values values))
;=> it-is-not
