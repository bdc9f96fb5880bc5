;; SRFI 101: random-access lists. The names are those of the report; here with a prefix.
(import (prefix (srfi 101) ra:))

(define (l x) (ra:random-access-list->linear-access-list x))
;; as an ordinary tree
(define (t x) (if (ra:pair? x) (cons (t (ra:car x)) (t (ra:cdr x))) x))
(define (upto n) (ra:linear-access-list->random-access-list (iota n)))

(map t (list (ra:quote (a b c)) (ra:quote a) (ra:quote ()) (ra:quote ((a) b . c)) (ra:quote 1)))
;=> ((a b c) a () ((a) b . c) 1)
(ra:pair? (vector-ref (ra:quote #((1) 2)) 0))
;=> #t
(list (ra:equal? (ra:quote (a (b) c)) (ra:quote (a (b) c))) (ra:equal? (ra:quote (a b)) (ra:quote (a c))) (ra:equal? (ra:quote (a b)) (ra:quote (a b c))) (ra:equal? (ra:quote (a . b)) (ra:quote (a . b))) (ra:equal? "abc" "abc") (ra:equal? (vector (ra:list 1)) (vector (ra:list 1))) (ra:equal? 'a 'b))
;=> (#t #f #f #t #t #t #f)
(let* ((x (ra:list 'a)) (y (ra:list 'a)) (z (ra:list x y))) (list (ra:equal? z (ra:list y x)) (ra:equal? z (ra:list x x))))
;=> (#t #t)
(map ra:pair? (list (ra:quote (a . b)) (ra:quote (a b c)) '() '#(a b) '(1)))
;=> (#t #t #f #f #f)
(map t (list (ra:cons 'a '()) (ra:cons (ra:quote (a)) (ra:quote (b c d))) (ra:cons "a" (ra:quote (b c))) (ra:cons 'a 3) (ra:cons (ra:quote (a b)) 'c)))
;=> ((a) ((a) b c d) ("a" b c) (a . 3) ((a b) . c))
(list (ra:car (ra:quote (a b c))) (t (ra:car (ra:quote ((a) b c d)))) (ra:car (ra:quote (1 . 2))) (t (ra:cdr (ra:quote ((a) b c d)))) (ra:cdr (ra:quote (1 . 2))))
;=> (a (a) 1 (b c d) 2)
(ra:car '())
;=> error car: expected a random-access pair
(ra:cdr '(1))
;=> error cdr: expected a random-access pair
(define tree (ra:quote ((((1 . 2) . (3 . 4)) . ((5 . 6) . (7 . 8))) . (((9 . 10) . (11 . 12)) . ((13 . 14) . (15 . 16))))))
(map (lambda (f) (f tree)) (list ra:caaaar ra:cdaaar ra:cadaar ra:cddaar ra:caadar ra:cdadar ra:caddar ra:cdddar ra:caaadr ra:cdaadr ra:cadadr ra:cddadr ra:caaddr ra:cdaddr ra:cadddr ra:cddddr))
;=> (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
(map (lambda (f) (t (f tree))) (list ra:caaar ra:caadr ra:cadar ra:caddr ra:cdaar ra:cdadr ra:cddar ra:cdddr))
;=> ((1 . 2) (9 . 10) (5 . 6) (13 . 14) (3 . 4) (11 . 12) (7 . 8) (15 . 16))
(map (lambda (f) (t (f tree))) (list ra:caar ra:cadr ra:cdar ra:cddr))
;=> (((1 . 2) 3 . 4) ((9 . 10) 11 . 12) ((5 . 6) 7 . 8) ((13 . 14) 15 . 16))
(list (ra:null? '()) (ra:null? (ra:list 1)) (map ra:list? (list (ra:quote (a b c)) '() (ra:quote (a . b)) '(1))))
;=> (#t #f (#t #t #f #f))
(map t (list (ra:list 'a (+ 3 4) 'c) (ra:list) (ra:make-list 5 0) (ra:make-list 0 'x) (ra:make-list 1 'x) (ra:make-list 6 'x)))
;=> ((a 7 c) () (0 0 0 0 0) () (x) (x x x x x x))
(ra:length (ra:make-list 1000000000))
;=> 1000000000
(ra:make-list -1)
;=> error make-list
;; the shape depends on the length alone
(let loop ((n 0)) (or (= n 70) (and (ra:equal? (ra:make-list n 1) (ra:linear-access-list->random-access-list (make-list n 1))) (loop (+ n 1)))))
;=> #t
(list (ra:length (ra:quote (a b c))) (ra:length (ra:quote (a (b) (c)))) (ra:length '()))
;=> (3 3 0)
(ra:length (ra:quote (a . b)))
;=> error length: expected a random-access list
(list (ra:length<=? 'not-a-list 0) (ra:length<=? (ra:quote (a . b)) 0) (ra:length<=? (ra:quote (a . b)) 1) (ra:length<=? (ra:quote (a . b)) 2))
;=> (#t #t #t #f)
(map t (list (ra:append (ra:list 'x) (ra:list 'y)) (ra:append (ra:quote (a)) (ra:quote (b c d)) (ra:list 'e)) (ra:append (ra:quote (a (b))) (ra:quote ((c)))) (ra:append (ra:quote (a b)) (ra:quote (c . d))) (ra:append '() 'a) (ra:append)))
;=> ((x y) (a b c d e) (a (b) (c)) (a b c . d) a ())
(ra:append (ra:quote (a . b)) '())
;=> error append
(map t (list (ra:reverse (ra:quote (a b c))) (ra:reverse (ra:quote (a (b c) d (e (f)))))))
;=> ((c b a) ((e (f)) d (b c) a))
(list (t (ra:list-tail (ra:quote (a b c d)) 0)) (t (ra:list-tail (ra:quote (a b c d)) 2)) (ra:list-tail 'not-a-list 0))
;=> ((a b c d) (c d) not-a-list)
(ra:list-tail (ra:quote (a b)) 3)
;=> error list-tail: the list is too short
(ra:list-ref (ra:quote (a b c d)) 2)
;=> c
(ra:list-ref (ra:quote (a b)) 2)
;=> error list-ref: the list is too short
(ra:list-ref (ra:quote (a b)) -1)
;=> error list-ref
(t (ra:list-set (ra:quote (a b c d)) 2 'x))
;=> (a b x d)
(ra:list-set (ra:list 1) 1 'x)
;=> error list-set: the list is too short
(call-with-values (lambda () (ra:list-ref/update (ra:quote (7 8 9 10)) 2 -)) (lambda (x y) (list x (t y))))
;=> (9 (7 8 -9 10))
(list (t (ra:map ra:cadr (ra:quote ((a b) (d e) (g h))))) (t (ra:map (lambda (n) (expt n n)) (ra:quote (1 2 3 4 5)))) (t (ra:map + (ra:quote (1 2 3)) (ra:quote (4 5 6)))) (t (ra:map - '())))
;=> ((b e h) (1 4 27 256 3125) (5 7 9) ())
(equal? (l (ra:map - (upto 50))) (map - (iota 50)))
;=> #t
(ra:map + (ra:list 1) (ra:list 1 2))
;=> error map: expected lists of one length
(ra:map - '(1))
;=> error map: expected a random-access list
(let ((v (make-vector 5))) (ra:for-each (lambda (i) (vector-set! v i (* i i))) (upto 5)) v)
;=> #(0 1 4 9 16)
(let ((seen '())) (ra:for-each (lambda (x) (set! seen (cons x seen))) (upto 10)) (ra:for-each (lambda (x y) (set! seen (cons (list x y) seen))) (ra:list 'a 'b) (ra:list 1 2)) seen)
;=> ((b 2) (a 1) 9 8 7 6 5 4 3 2 1 0)
(list (ra:random-access-list->linear-access-list (ra:list 1 2 3)) (t (ra:linear-access-list->random-access-list '(1 2 3))))
;=> ((1 2 3) (1 2 3))
(ra:linear-access-list->random-access-list '(1 . 2))
;=> error linear-access-list->random-access-list
;; every index
(let ((x (upto 12)))
  (map (lambda (i) (list (ra:list-ref x i) (l (ra:list-tail x i)) (ra:list-ref (ra:list-set x i 'y) i))) '(0 1 2 6 7 8 11)))
;=> ((0 (0 1 2 3 4 5 6 7 8 9 10 11) y) (1 (1 2 3 4 5 6 7 8 9 10 11) y) (2 (2 3 4 5 6 7 8 9 10 11) y) (6 (6 7 8 9 10 11) y) (7 (7 8 9 10 11) y) (8 (8 9 10 11) y) (11 (11) y))
;; in place of the report's names
(define-library (t rlists)
  (export result)
  (import (only (scheme base) define lambda *) (srfi 101))
  (begin (define result (random-access-list->linear-access-list (map (lambda (x) (* x x)) (cons 1 '(2 3)))))))
(import (t rlists))
result
;=> (1 4 9)

;; The same as (scheme rlist)
(import (prefix (scheme rlist) r:))
(list (r:rlist->list (r:rmap + (r:rlist 1 2) (r:rlist 10 20))) (r:rcar (r:rquote (1 2))) (r:rlength (r:make-rlist 3 'a)) (r:rlist->list (r:rlist-set (r:list->rlist '(a b c)) 1 'x)) (r:rpair? (r:rcons 1 2)) (r:rnull? '()) (r:rcaddr (r:rlist 1 2 3)))
;=> ((11 22) 1 3 (a x c) #t #t 3)
(define deep (r:rquote (((((1) 2) (3 4)) ((5 6) 7 8)) (((9 a) b c) (d e f g)) h i)))
(define (reaches f . more) (guard (e (#t 'error)) (apply f deep more)))
(define (plain x) (cond ((r:rpair? x) (cons (plain (r:rcar x)) (plain (r:rcdr x)))) (else x)))
(map (lambda (f) (plain (f deep))) (list r:rcdr r:rcaar r:rcadr r:rcdar r:rcddr))
;=> (((((9 a) b c) (d e f g)) h i) (((1) 2) (3 4)) (((9 a) b c) (d e f g)) (((5 6) 7 8)) (h i))
(map (lambda (f) (plain (f deep))) (list r:rcaaar r:rcaadr r:rcadar r:rcaddr r:rcdaar r:rcdadr r:rcddar r:rcdddr))
;=> (((1) 2) ((9 a) b c) ((5 6) 7 8) h ((3 4)) ((d e f g)) () (i))
(map (lambda (f) (plain (f deep))) (list r:rcaaaar r:rcaaadr r:rcaadar r:rcadaar r:rcadadr r:rcdaaar r:rcdaadr r:rcdadar r:rcddaar r:rcddadr))
;=> ((1) (9 a) (5 6) (3 4) (d e f g) (2) (b c) (7 8) () ())
(map (lambda (f x) (f x)) (list r:rcaaddr r:rcaddar r:rcadddr r:rcdaddr r:rcdddar r:rcddddr) (list (r:rquote (1 2 (3))) (r:rquote ((1 2 3))) (r:rquote (1 2 3 4)) (r:rquote (1 2 (3))) (r:rquote ((1 2 3))) (r:rquote (1 2 3 4))))
;=> (3 3 4 () () ())
(list (map r:rlist? (list (r:rlist 1) '() (r:rcons 1 2) '(1))) (plain (r:rappend (r:rlist 1 2) (r:rlist 3))) (plain (r:rreverse (r:rlist 1 2 3))) (plain (r:rlist-tail (r:rlist 1 2 3) 1)) (r:rlist-ref (r:rlist 1 2 3) 2) (r:rlength<=? (r:rlist 1 2) 2) (r:rlength<=? (r:rlist 1 2) 3))
;=> ((#t #t #f #f) (1 2 3) (3 2 1) (2 3) 3 #t #f)
(call-with-values (lambda () (r:rlist-ref/update (r:rlist 1 2 3) 1 -)) (lambda (old new) (list old (plain new))))
;=> (2 (1 -2 3))
(let ((seen '())) (r:rfor-each (lambda (x y) (set! seen (cons (+ x y) seen))) (r:rlist 1 2) (r:rlist 10 20)) seen)
;=> (22 11)
;; A constant is one object, however often it is evaluated.
(define (constants) (list (ra:quote (a b)) (ra:quote #((a)))))
(map eq? (constants) (constants))
;=> (#t #t)
