;; R7RS 6.4: pairs and lists.
(define x (list 'a 'b 'c))
(define y x)
y
;=> (a b c)
(list? y)
;=> #t
(set-cdr! x 4)
;=> unspecified
x
;=> (a . 4)
(eqv? x y)
;=> #t
y
;=> (a . 4)
(list? y)
;=> #f
(set-cdr! x x)
;=> unspecified
(list? x)
;=> #f
(equal? '(a b c . d) '(a . (b . (c . d))))
;=> #t
'(a . (b . (c . (d . (e . ())))))
;=> (a b c d e)

(pair? '(a . b))
;=> #t
(pair? '(a b c))
;=> #t
(pair? '())
;=> #f
(pair? '#(a b))
;=> #f
(pair? "ab")
;=> #f
(cons 'a '())
;=> (a)
(cons '(a) '(b c d))
;=> ((a) b c d)
(cons "a" '(b c))
;=> ("a" b c)
(cons 'a 3)
;=> (a . 3)
(cons '(a b) 'c)
;=> ((a b) . c)
(cons 1)
;=> error
(cons 1 2 3)
;=> error
(car '(a b c))
;=> a
(car '((a) b c d))
;=> (a)
(car '(1 . 2))
;=> 1
(car '())
;=> error
(cdr '((a) b c d))
;=> (b c d)
(cdr '(1 . 2))
;=> 2
(cdr '())
;=> error
(car 5)
;=> error
(cdr "ab")
;=> error
(car #(1 2))
;=> error
(car)
;=> error
(define (f) (list 'not-a-constant-list))
(define (g) '(constant-list))
(set-car! (f) 3)
;=> unspecified
;; "is an error" for a constant; it need not be signalled
(guard (e (#t 'error)) (set-car! (g) 3) 'not-signalled)
;=> one-of error | not-signalled
(let ((p (cons 1 2))) (set-car! p 'x) (set-cdr! p 'y) p)
;=> (x . y)
(set-car! 5 1)
;=> error
(set-cdr! '() 1)
;=> error
(set-car! (cons 1 2))
;=> error

(caar '((a) b c))
;=> a
(cadr '(a b c))
;=> b
(cdar '((a b) c))
;=> (b)
(cddr '(a b c))
;=> (c)
(caar '(a))
;=> error
(cddr '(a))
;=> error
(cadr '(a . b))
;=> error
;; the twenty-four of (scheme cxr), on a full binary tree of depth four whose
;; leaves are named by their paths
(define tree
  '((((aaaa . daaa) . (adaa . ddaa)) . ((aada . dada) . (adda . ddda)))
    . (((aaad . daad) . (adad . ddad)) . ((aadd . dadd) . (addd . dddd)))))
(list (caaaar tree) (cdaaar tree) (cadaar tree) (cddaar tree) (caadar tree) (cdadar tree) (caddar tree) (cdddar tree) (caaadr tree) (cdaadr tree) (cadadr tree) (cddadr tree) (caaddr tree) (cdaddr tree) (cadddr tree) (cddddr tree))
;=> (aaaa daaa adaa ddaa aada dada adda ddda aaad daad adad ddad aadd dadd addd dddd)
(list (caaar tree) (cdaar tree) (cadar tree) (cddar tree) (caadr tree) (cdadr tree) (caddr tree) (cdddr tree))
;=> ((aaaa . daaa) (adaa . ddaa) (aada . dada) (adda . ddda) (aaad . daad) (adad . ddad) (aadd . dadd) (addd . dddd))
(caddr '(1 2))
;=> error
(cadddr '(1 2 3 4))
;=> 4
(cddddr '(1 2 3 4 5))
;=> (5)
(caaar '((1)))
;=> error

(null? '())
;=> #t
(null? '(a))
;=> #f
(null? #f)
;=> #f
(null? "")
;=> #f
(list? '(a b c))
;=> #t
(list? '())
;=> #t
(list? '(a . b))
;=> #f
(let ((x (list 'a)))
  (set-cdr! x x)
  (list? x))
;=> #f
(list? 5)
;=> #f
(list? '(1 2 . 3))
;=> #f
(let ((x (list 1 2 3))) (set-cdr! (cddr x) (cdr x)) (list? x))
;=> #f
(make-list 2 3)
;=> (3 3)
(length (make-list 5))
;=> 5
(make-list 0 'x)
;=> ()
(make-list 0)
;=> ()
(make-list -1)
;=> error
(make-list 1.0)
;=> error
(make-list 'a)
;=> error
(list 'a (+ 3 4) 'c)
;=> (a 7 c)
(list)
;=> ()
(length '(a b c))
;=> 3
(length '(a (b) (c d e)))
;=> 3
(length '())
;=> 0
(length '(1 2 . 3))
;=> error
(length 5)
;=> error
(length (let ((x (list 1 2))) (set-cdr! (cdr x) x) x))
;=> error
(length "abc")
;=> error
(append '(x) '(y))
;=> (x y)
(append '(a) '(b c d))
;=> (a b c d)
(append '(a (b)) '((c)))
;=> (a (b) (c))
(append '(a b) '(c . d))
;=> (a b c . d)
(append '() 'a)
;=> a
(append)
;=> ()
(append 'a)
;=> a
(append '(a))
;=> (a)
(append '() '() '())
;=> ()
(append '(1) '(2) '(3 4) '() '(5))
;=> (1 2 3 4 5)
(append '(1) 2)
;=> (1 . 2)
(append '(1) '() 2)
;=> (1 . 2)
(let ((l (list 3 4))) (eq? l (cddr (append '(1 2) l))))
;=> #t
(let ((l (list 1 2))) (eq? l (append l '())))
;=> #f
(append '(1 . 2) '(3))
;=> error
(append 1 '(2))
;=> error
(append '(1) 2 '(3))
;=> error
(reverse '(a b c))
;=> (c b a)
(reverse '(a (b c) d (e (f))))
;=> ((e (f)) d (b c) a)
(reverse '())
;=> ()
(let ((l (list 1 2 3))) (reverse l) l)
;=> (1 2 3)
(reverse '(1 . 2))
;=> error
(reverse 5)
;=> error
(list-tail '(a b c d) 2)
;=> (c d)
(list-tail '(a b c) 0)
;=> (a b c)
(list-tail '(a b c) 3)
;=> ()
(list-tail '() 0)
;=> ()
(list-tail '(a b . c) 2)
;=> c
(list-tail 'x 0)
;=> x
(list-tail '(a b) 3)
;=> error
(list-tail '(a b) -1)
;=> error
(list-tail '(a b) 1.0)
;=> error
(let ((l (list 1 2 3))) (eq? (cdr l) (list-tail l 1)))
;=> #t
(list-ref '(a b c d) 2)
;=> c
(list-ref '(a b c d)
          (exact (round 1.8)))
;=> c
(list-ref '(a b) 0)
;=> a
(list-ref '(a b) 2)
;=> error
(list-ref '() 0)
;=> error
(list-ref '(a b) -1)
;=> error
(list-ref '(a b) 1.0)
;=> error
(let ((x (list 1 2))) (set-cdr! (cdr x) x) (list-ref x 101))
;=> 2
(let ((ls (list 'one 'two 'five!)))
  (list-set! ls 2 'three)
  ls)
;=> (one two three)
(guard (e (#t 'error)) (list-set! '(0 1 2) 1 "oops") 'not-signalled)
;=> one-of error | not-signalled
(let ((ls (list 1 2))) (list-set! ls 0 'x) ls)
;=> (x 2)
(list-set! (list 1 2) 2 'x)
;=> error
(list-set! '() 0 'x)
;=> error

(memq 'a '(a b c))
;=> (a b c)
(memq 'b '(a b c))
;=> (b c)
(memq 'a '(b c d))
;=> #f
(memq (list 'a) '(b (a) c))
;=> #f
(member (list 'a)
        '(b (a) c))
;=> ((a) c)
(member "B"
        '("a" "b" "c")
        string-ci=?)
;=> ("b" "c")
(pair? (list (memq 101 '(100 101 102))))
;=> #t
(memv 101 '(100 101 102))
;=> (101 102)
(memv 1.0 '(1 2))
;=> #f
(memv 1/2 '(1/3 1/2))
;=> (1/2)
(memq 'a '())
;=> #f
(member 2.0 '(1 2 3) =)
;=> (2 3)
(member 2.0 '(1 2 3))
;=> #f
(member 3 '(1 2 4 8) (lambda (a b) (and (number? a) (< (abs (- a b)) 2))))
;=> (2 4 8)
(let ((l (list 1 2 3))) (eq? (cdr l) (memv 2 l)))
;=> #t
(member 'x '(1 2) (lambda (a b) #f))
;=> #f
(memq 'x '(a . b))
;=> error
(memq 'a 5)
;=> error
(memq 'a)
;=> error
(member 1 '(1) 5)
;=> error

(define e '((a 1) (b 2) (c 3)))
(assq 'a e)
;=> (a 1)
(assq 'b e)
;=> (b 2)
(assq 'd e)
;=> #f
(assq (list 'a) '(((a)) ((b)) ((c))))
;=> #f
(assoc (list 'a) '(((a)) ((b)) ((c))))
;=> ((a))
(assoc 2.0 '((1 1) (2 4) (3 9)) =)
;=> (2 4)
(pair? (list (assq 5 '((2 3) (5 7) (11 13)))))
;=> #t
(assv 5 '((2 3) (5 7) (11 13)))
;=> (5 7)
(assq 'a '())
;=> #f
(assv 1.5 '((1 a) (1.5 b)))
;=> (1.5 b)
(assoc "b" '(("a" . 1) ("b" . 2)))
;=> ("b" . 2)
(assoc "B" '(("a" . 1) ("b" . 2)) string-ci=?)
;=> ("b" . 2)
(assoc 5 '((1 a) (5 b)) (lambda (x y) (= (+ x y) 6)))
;=> (1 a)
(let ((al (list (cons 'a 1)))) (eq? (car al) (assq 'a al)))
;=> #t
(assq 'c '((a 1) 5 (c 2)))
;=> error
(assq 'c '((a 1) . b))
;=> error
(assq 'c)
;=> error
(assq 'c 5)
;=> error

(define a '(1 8 2 8)) ; a may be immutable
(define b (list-copy a))
(set-car! b 3)        ; b is mutable
b
;=> (3 8 2 8)
a
;=> (1 8 2 8)
(list-copy '())
;=> ()
(list-copy '(1 2 . 3))
;=> (1 2 . 3)
(list-copy 5)
;=> 5
(list-copy "abc")
;=> "abc"
(let* ((inner (list 1)) (l (list inner 2)) (c (list-copy l))) (list (eq? l c) (eq? inner (car c))))
;=> (#f #t)
;; the quotation abbreviations are lists
(map (lambda (d) (list (car d) (cadr d) (length d))) '('a `a ,a ,@a))
;=> ((quote a 2) (quasiquote a 2) (unquote a 2) (unquote-splicing a 2))
