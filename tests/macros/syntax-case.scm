;; syntax-case and the rest of R6RS 12, and library (rnrs syntax-case).

(define-syntax swap!
  (lambda (stx)
    (syntax-case stx ()
      ((_ a b) (syntax (let ((tmp a)) (set! a b) (set! b tmp)))))))
(let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other))
;=> (2 1)
(let ((set! 1) (let 2)) (swap! set! let) (list set! let))
;=> (2 1)

;; 12.4 the examples of the report
(define p (cons 4 5))
(define-syntax p.car
  (lambda (x)
    (syntax-case x ()
      ((_ . rest) #'((car p) . rest))
      (_ #'(car p)))))
p.car
;=> 4
(define-syntax loop
  (lambda (x)
    (syntax-case x ()
      ((k e ...)
       (with-syntax ((break (datum->syntax #'k 'break)))
         #'(call-with-current-continuation
            (lambda (break)
              (let f () e ... (f)))))))))
(let ((n 3) (ls '()))
  (loop
    (if (= n 0) (break ls))
    (set! ls (cons 'a ls))
    (set! n (- n 1))))
;=> (a a a)
(define-syntax my-let
  (lambda (x)
    (define all-ids?
      (lambda (ls) (or (null? ls) (and (identifier? (car ls)) (all-ids? (cdr ls))))))
    (define unique-ids?
      (lambda (ls)
        (define (notmem? x ls) (or (null? ls) (and (not (bound-identifier=? x (car ls))) (notmem? x (cdr ls)))))
        (or (null? ls) (and (notmem? (car ls) (cdr ls)) (unique-ids? (cdr ls))))))
    (syntax-case x ()
      ((_ ((i e) ...) b1 b2 ...)
       (and (all-ids? #'(i ...)) (unique-ids? #'(i ...)))
       #'((lambda (i ...) b1 b2 ...) e ...)))))
(my-let ((a 1) (b 2)) (list a b))
;=> (1 2)
(my-let ((a 1) (a 2)) a)
;=> error no clause of syntax-case matches
(my-let ((1 a)) a)
;=> error no clause of syntax-case matches
(define-syntax my-cond
  (lambda (x)
    (syntax-case x ()
      ((_ c1 c2 ...)
       (let f ((c1 #'c1) (cmore #'(c2 ...)))
         (if (null? cmore)
             (syntax-case c1 (else =>)
               ((else e1 e2 ...) #'(begin e1 e2 ...))
               ((e0) #'(let ((t e0)) (if t t)))
               ((e0 => e1) #'(let ((t e0)) (if t (e1 t))))
               ((e0 e1 e2 ...) #'(if e0 (begin e1 e2 ...))))
             (with-syntax ((rest (f (car cmore) (cdr cmore))))
               (syntax-case c1 (=>)
                 ((e0) #'(let ((t e0)) (if t t rest)))
                 ((e0 => e1) #'(let ((t e0)) (if t (e1 t) rest)))
                 ((e0 e1 e2 ...) #'(if e0 (begin e1 e2 ...) rest))))))))))
(my-cond (#f 1) ((assv 2 '((1 . a) (2 . b))) => cdr) (else 3))
;=> b
(my-cond (#f 1) (else 2 3))
;=> 3
(let ((t 5)) (my-cond (#f) (t)))
;=> 5
(let ((else #f)) (my-cond (#f 1) (else 2) (#t 3)))
;=> 3
(let ((=> #f)) (my-cond (#t => 'ok)))
;=> ok
(define-syntax rec
  (lambda (x)
    (syntax-case x ()
      ((_ x e) (identifier? #'x) #'(letrec ((x e)) x)))))
(map (rec fact (lambda (n) (if (= n 0) 1 (* n (fact (- n 1)))))) '(1 2 3 4 5))
;=> (1 2 6 24 120)
(rec 5 (lambda (x) x))
;=> error no clause of syntax-case matches (rec 5
(define-syntax my-case
  (lambda (x)
    (syntax-case x ()
      ((_ e0 ((k ...) e1 e2 ...) ... (else-key else-e1 else-e2 ...))
       (and (identifier? #'else-key) (free-identifier=? #'else-key #'else))
       #'(let ((t e0))
           (cond ((memv t '(k ...)) e1 e2 ...) ... (else else-e1 else-e2 ...))))
      ((_ e0 ((ka ...) e1a e2a ...) ((kb ...) e1b e2b ...) ...)
       #'(let ((t e0))
           (cond ((memv t '(ka ...)) e1a e2a ...) ((memv t '(kb ...)) e1b e2b ...) ...))))))
(my-case 3 ((1 2) 'low) ((3 4) 'high) (else 'none))
;=> high
(my-case 9 ((1 2) 'low) (else 'none))
;=> none
(my-case 2 ((1 2) 'low) ((3) 'three))
;=> low

;; Patterns: depths, tails, vectors, literals, underscores.
(define-syntax flat
  (lambda (x) (syntax-case x () ((_ ((a b ...) ...)) #''((a ...) (b ... ...) ((b ... a) ...))))))
(flat ((1 2 3) (4) (5 6)))
;=> ((1 4 5) (2 3 6) ((2 3 1) (4) (6 5)))
(define-syntax tail
  (lambda (x) (syntax-case x () ((_ a ... y z . w) #''((a ...) y z w)))))
(tail 1 2 3 4 . 5)
;=> ((1 2) 3 4 5)
(tail 1 2)
;=> (() 1 2 ())
(define-syntax vec
  (lambda (x) (syntax-case x () ((_ #(a (b ...) ...)) #''#(a #(b ...) ...)))))
(vec #(1 (2 3) ()))
;=> #(1 #(2 3) #())
(define-syntax kind
  (lambda (x)
    (syntax-case x (word)
      ((_ word) #''word)
      ((_ "text") #''text)
      ((_ 1) #''one)
      ((_ _ _) #''two)
      (_ #''other))))
(list (kind word) (kind "text") (kind 1) (kind a b) (kind) (let ((word 1)) (kind word)))
;=> (word text one two other other)
(define-syntax dots (lambda (x) (syntax-case x () ((_ a) #''(a (... ...) (... (a ...)))))))
(dots 1)
;=> (1 ... (1 ...))

;; Several templates of one use make the same identifiers.
(define-syntax parts
  (lambda (x)
    (syntax-case x ()
      ((_ e) (let ((name #'v)) #`(let ((#,name e)) (list v #,name #,(bound-identifier=? name #'v))))))))
(let ((v 0)) (parts (+ v 1)))
;=> (1 1 #t)
(define-syntax nested
  (lambda (x) (syntax-case x () ((_ e) #'(let ((v 1)) (parts (+ v e)))))))
(let ((v 10)) (nested v))
;=> (11 11 #t)

;; 12.8 quasisyntax
(define-syntax q1
  (lambda (x)
    (syntax-case x ()
      ((_ a ...)
       #`(list #,(length #'(a ...)) #,@(reverse #'(a ...)) '#(#,@(map syntax->datum #'(a ...)) end) . #,'())))))
(q1 1 2 3)
;=> (3 3 2 1 #(1 2 3 end))
(define-syntax q2 (lambda (x) (syntax-case x () ((_ (a b) ...) #`'((a #,(+ 1 1) b) ... #,@#'((b a) ...) . tail)))))
(q2 (1 2) (3 4))
;=> ((1 2 2) (3 2 4) (2 1) (4 3) . tail)
(define-syntax q3 (lambda (x) #`'#`(a #,(b #,(+ 1 2)))))
(q3)
;=> (quasisyntax (a (unsyntax (b 3))))
(define-syntax q4 (lambda (x) #`(list #,@5)))
(eval '(q4) (interaction-environment))
;=> error unsyntax-splicing: expected a list

;; 12.5, 12.6, 12.7: identifiers and data.
(define-syntax ids
  (lambda (x)
    (syntax-case x ()
      ((_ a b)
       (let ((temporaries (generate-temporaries '(1 2 3))))
         #`'(#,(identifier? #'a) #,(bound-identifier=? #'a #'b) #,(free-identifier=? #'a #'b)
             #,(free-identifier=? #'a #'car) #,(bound-identifier=? #'a #'car)
             #,(length temporaries) #,(bound-identifier=? (car temporaries) (cadr temporaries))))))))
(ids car car)
;=> (#t #t #t #t #f 3 #f)
(ids car cdr)
;=> (#t #f #f #t #f 3 #f)
(let ((car 1)) (ids car cdr))
;=> (#t #f #f #f #f 3 #f)
(define-syntax swap-all
  (lambda (x)
    (syntax-case x ()
      ((_ (a b) ...)
       (with-syntax (((t ...) (generate-temporaries #'(a ...))))
         #'(let ((t a) ...) (set! a b) ... (set! b t) ...))))))
(let ((a 1) (b 2) (t 3) (d 4)) (swap-all (a b) (t d)) (list a b t d))
;=> (2 1 4 3)
(define-syntax record-of
  (lambda (x)
    (syntax-case x ()
      ((_ name field ...)
       (let ((symbol (lambda parts (datum->syntax #'name (apply symbol-append (map syntax->datum parts))))))
         (with-syntax ((make (symbol #'make- #'name)) ((get ...) (map (lambda (f) (symbol #'name #'- f)) #'(field ...))))
           #'(begin (define (make field ...) (list field ...))
                    (define-values (get ...) (apply values (map (lambda (n) (lambda (r) (list-ref r n)))
                                                                (iota (length '(field ...)))))))))))))
(record-of point x y)
(let ((p (make-point 1 2))) (list (point-x p) (point-y p)))
;=> (1 2)
(define-syntax aif
  (lambda (x)
    (syntax-case x ()
      ((k test then else) (with-syntax ((it (datum->syntax #'k 'it))) #'(let ((it test)) (if it then else)))))))
(aif (memv 2 '(1 2 3)) (car it) 'no)
;=> 2
;; Identifiers that a macro's template passes on are captured there, not at the macro's use.
(define-syntax first-of (syntax-rules () ((_ e) (aif e (car it) 'no))))
(let ((it 'mine)) (first-of (list it 2)))
;=> mine
(define-syntax first-by (syntax-rules () ((_ e f) (aif e (f it) 'no))))
(first-by '(1) car)
;=> 1
(let ((it '(outer))) (first-of (cdr (cons 1 it))))
;=> outer

;; Helpers, definitions, keywords made by transformers.
(define (double-form e) #`(* 2 #,e))
(define-syntax double (lambda (x) (syntax-case x () ((_ e) (double-form #'e)))))
(let ((* +)) (double 5))
;=> 10
(define (local x)
  (define y 10)
  (define-syntax get (lambda (stx) (syntax-case stx () (id (identifier? #'id) #'y) ((_ a) #'(list x y a)))))
  (let ((x 'no) (y 'no)) (get get)))
(local 1)
;=> (1 10 10)
(define-syntax define-getter
  (lambda (x)
    (syntax-case x ()
      ((_ name value) #'(define-syntax name (lambda (y) (syntax-case y () ((_ arg (... ...)) #'(list value arg (... ...))))))))))
(define-getter g5 5)
(g5 6 7)
;=> (5 6 7)
(let-syntax ((ten (lambda (x) 10))) (ten))
;=> 10
(letrec-syntax ((even (lambda (x) (syntax-case x () ((_) #'#t) ((_ a . r) #'(odd . r)))))
                (odd (lambda (x) (syntax-case x () ((_) #'#f) ((_ a . r) #'(even . r))))))
  (list (even 1 2 3) (even 1 2)))
;=> (#f #t)
(define transformer (lambda (x) (syntax-case x () ((_ a) #'(list a a)))))
(define-syntax by-name transformer)
(by-name 3)
;=> (3 3)
(define-syntax made (let ((n 0)) (lambda (x) (set! n (+ n 1)) n)))
(list (made) (made))
;=> (1 2)
(define-library (cased)
  (export twice)
  (import (scheme base) (cairn base))
  (begin
    (define (helper x) (list x x))
    (define-syntax twice (lambda (stx) (syntax-case stx () ((_ e) #'(helper e)))))))
(import (cased))
(let ((helper 1)) (twice helper))
;=> (1 1)
(let ((e (let ((x 1)) (the-environment))))
  (eval '(define-syntax x+ (lambda (stx) (syntax-case stx () ((_ e) #'(+ x e))))) e)
  (eval '(let ((x 100)) (x+ x)) e))
;=> 101

;; 12.3 variable transformers
(define-syntax p.car!
  (make-variable-transformer
    (lambda (x)
      (syntax-case x (set!)
        ((set! _ e) #'(set-car! p e))
        ((_ . rest) #'((car p) . rest))
        (_ #'(car p))))))
(begin (set! p.car! 15) (list p.car! p))
;=> (15 (15 . 5))
(set! p.car 15)
;=> error set!: p.car is a syntax keyword
(make-variable-transformer 5)
;=> error make-variable-transformer: expected a procedure

;; Outside of transformers identifiers stand for themselves.
(list #'(a b) #`(1 #,(+ 1 1)))
;=> ((a b) (1 2))
(syntax-case '(1 2 3) () ((a b ...) (list #'a #'(b ...))))
;=> (1 (2 3))
(with-syntax ((a 1) ((b ...) '(2 3))) (define c #'a) (list c #'(b ... a)))
;=> (1 (2 3 1))
(syntax-case '(1) () ((a) #f 'fender) ((a) 'second))
;=> second
(bound-identifier=? 'a 'a)
;=> #t
(free-identifier=? 'car 'cdr)
;=> #f
(datum->syntax 'a '(b c))
;=> (b c)

;; Wrong uses.
(syntax-case 5 () ((a) 1))
;=> error no clause of syntax-case matches 5
(syntax-case)
;=> error malformed syntax-case
(syntax-case 1 () (a))
;=> error malformed
(syntax-case 1 (5) (a 1))
;=> error expected a literal
(syntax-case '(1 2) () ((a a) 1))
;=> error duplicate pattern variable a
(syntax-case '(1 2) () ((a b) a))
;=> error pattern variable a outside of a template
(syntax-case '(1 2) () ((a ...) #'a))
;=> error pattern variable a needs more ellipses
(syntax-case '((1) (2 3)) () (((a ...) (b ...)) #'((a b) ...)))
;=> error sequences of different lengths
(syntax-case '(1 2) () ((a b) (let-syntax ((m (lambda (x) #'a))) (m))))
;=> error a has no value while macros are expanded
(syntax)
;=> error malformed syntax
#,(+ 1 2)
;=> error unsyntax is out of place
(with-syntax ((a)) 1)
;=> error malformed with-syntax
(with-syntax (((a) 5)) 1)
;=> error no clause of syntax-case matches
(bound-identifier=? 'a 1)
;=> error bound-identifier=?: expected an identifier
(free-identifier=? "a" 'a)
;=> error free-identifier=?: expected an identifier
(let ()
  (define-syntax let-one
    (lambda (form)
      (datum->syntax form
        (let ((parts (syntax->datum form)))
          `(let ((,(cadr parts) 1)) ,@(cddr parts))))))
  (let-one x (let-one y (list x y))))
;=> (1 1)
(datum->syntax '((a) b) 'c)
;=> error datum->syntax: expected an identifier, or a form that begins with one
(datum->syntax 1 'a)
;=> error datum->syntax: expected an identifier
(generate-temporaries 'a)
;=> error generate-temporaries: expected a list
(syntax-violation 'my-macro "bad form" '(my-macro 1) 1)
;=> error my-macro: bad form (my-macro 1) 1
(syntax-violation #f "bad form" '(m))
;=> error bad form (m)
(define-syntax not-a-procedure (list 1 2))
;=> error not a syntax transformer

;; 12.4 unsyntax and unsyntax-splicing with numbers of operands other than one
(define-syntax several
  (lambda (x)
    (syntax-case x ()
      ((_ a b c) #`(list (unsyntax #'a #'b) 'm (unsyntax) (unsyntax-splicing (list #'c #'a) (list #'b)) #(#,@(list 1 2) (unsyntax 3 4)))))))
(several 1 2 3)
;=> (1 2 m 3 1 2 #(1 2 3 4))
#`(1 (unsyntax 2 3) . 4)
;=> (1 2 3 . 4)
#`(1 #`(2 (unsyntax a b)))
;=> (1 (quasisyntax (2 (unsyntax a b))))
(let ((order '())) (define (note x) (set! order (cons x order)) x) #`((unsyntax (note 1) (note 2)) #,@(list (note 3))) (reverse order))
;=> (1 2 3)

;; 12.3 identifier-syntax
(define place (list 4 5))
(define-syntax first-of-place (identifier-syntax (car place)))
(list first-of-place (+ first-of-place 1))
;=> (4 5)
(define-syntax proc (identifier-syntax car))
(list (proc '(1 2)) (map proc '((1) (2))))
;=> (1 (1 2))
(set! first-of-place 1)
;=> error first-of-place
(define-syntax settable (identifier-syntax (id (car place)) ((set! id value) (set-car! place value))))
(begin (set! settable 'new) (list settable place))
;=> (new (new 5))
(let () (define-syntax local (identifier-syntax (_ place) ((set! _ e) (set! place (list e))))) (set! local 1) (list local (let ((place 2)) local)))
;=> ((1) (1))

;; datum->syntax for many symbols in one use
(define-syntax many
  (lambda (x)
    (syntax-case x ()
      ((k n)
       (let ((names (let loop ((i 0) (names '()))
                      (if (= i 3000) names (loop (+ i 1) (cons (datum->syntax #'here (string->symbol (string-append "v" (number->string i)))) names))))))
         #`(let ((#,(car names) 1) (#,(cadr names) 2)) (list #,(datum->syntax #'here 'v2999) v2998 '#,(bound-identifier=? (datum->syntax #'here 'v17) (list-ref names 2982)) '#,(bound-identifier=? (datum->syntax #'here 'v17) (datum->syntax #'k 'v17)))))))))
(many 1)
;=> (1 2 #t #f)
