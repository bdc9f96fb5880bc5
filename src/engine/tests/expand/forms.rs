//! Tests each form, in its usual shapes.

use super::all;

#[test]
fn primitive_forms() {
    all(&[
        ("1", "1"),
        ("'(a b)", "'(a b)"),
        ("#(1 a)", "'#(1 a)"),
        ("\"s\"", "\"s\""),
        ("car", "car"),
        ("(car x)", "(car x)"),
        ("(if 1 2 3)", "(if 1 2 3)"),
        ("(if 1 2)", "(if 1 2 #<unspecified>)"),
        ("(define x 1) (set! x 2)", "(define x 1)\n(set! x 2)"),
        ("(define (f x) x)", "(define f (named-lambda (f x.0) x.0))"),
        ("(define (f . x) x)", "(define f (named-lambda (f . x.0) x.0))"),
        ("(define f (lambda x x))", "(define f (named-lambda (f . x.0) x.0))"),
        ("(lambda (x y . z) x y z)", "(lambda (x.0 y.0 . z.0) (begin x.0 y.0 z.0))"),
        ("((lambda (x) x) 1)", "(let ((x.0 1)) x.0)"),
        ("((lambda x x) 1)", "((lambda x.0 x.0) 1)"),
        ("(case-lambda ((a) a) ((a . b) b))", "(case-lambda ((a.0) a.0) ((a.1 . b.0) b.0))"),
        ("(begin 1 2)", "1\n2"),
        ("(list (begin 1 2))", "(list (begin 1 2))"),
        ("(begin)", "#<unspecified>"),
        ("(define x)", "(define x #<unspecified>)"),
    ]);
}

#[test]
fn binding_forms() {
    all(&[
        ("(let ((x 1) (y 2)) x)", "(let ((x.0 1) (y.0 2)) x.0)"),
        ("(let () 1)", "1"),
        ("(let ((x 1)) (let ((x x)) x))", "(let ((x.0 1)) (let ((x.1 x.0)) x.1))"),
        ("(let* ((x 1) (x x)) x)", "(let ((x.0 1)) (let ((x.1 x.0)) x.1))"),
        ("(letrec ((f (lambda () (f)))) f)", "(letrec ((f.0 (named-lambda (f) (f.0)))) f.0)"),
        ("(let loop ((i 0)) (loop i))", "(letrec* ((loop.0 (named-lambda (loop i.0) (loop.0 i.0)))) (loop.0 0))"),
        (
            "(do ((i 0 (+ i 1)) (j 1)) ((= i j) j) (f i))",
            "(letrec* ((do-loop.0 (named-lambda (do-loop i.0 j.0) \
             (if (= i.0 j.0) j.0 (begin (f i.0) (do-loop.0 (+ i.0 1) j.0)))))) (do-loop.0 0 1))",
        ),
        (
            "(let-values (((a b) (f)) (c (g a))) c)",
            "(call-with-values (lambda () (f)) (lambda (a.0 b.0) \
             (call-with-values (lambda () (g a)) (lambda c.0 c.0))))",
        ),
        (
            "(let*-values (((a b) (f)) (c (g a))) c)",
            "(call-with-values (lambda () (f)) (lambda (a.0 b.0) \
             (call-with-values (lambda () (g a.0)) (lambda c.0 c.0))))",
        ),
        ("(receive (a . b) (f) b)", "(call-with-values (lambda () (f)) (lambda (a.0 . b.0) b.0))"),
    ]);
}

#[test]
fn conditionals() {
    all(&[
        ("(and)", "#t"),
        ("(and 1 2 3)", "(if 1 (if 2 3 #f) #f)"),
        ("(or)", "#f"),
        ("(or 1 2)", "(let ((t.0 1)) (if t.0 t.0 2))"),
        ("(when 1 2 3)", "(if 1 (begin 2 3) #<unspecified>)"),
        ("(unless 1 2)", "(if 1 #<unspecified> 2)"),
        ("(cond (1 2) (else 3))", "(if 1 2 3)"),
        ("(cond (1 2) (3 4 5))", "(if 1 2 (if 3 (begin 4 5) #<unspecified>))"),
        ("(cond (1) (else 3))", "(let ((t.0 1)) (if t.0 t.0 3))"),
        ("(cond (1 => f) (else 3))", "(let ((t.0 1)) (if t.0 (f t.0) 3))"),
        ("(let ((=> 1)) (cond (1 => f)))", "(let ((=>.0 1)) (if 1 (begin =>.0 f) #<unspecified>))"),
        (
            "(case x ((a b) 1) ((c) 2) (else 3))",
            "(let ((key.0 x)) (if (memv key.0 '(a b)) 1 (if (eqv? key.0 'c) 2 3)))",
        ),
        ("(case x ((a) => f) (else => g))", "(let ((key.0 x)) (if (eqv? key.0 'a) (f key.0) (g key.0)))"),
        ("(cond-expand (r7rs 1) (else 2))", "1"),
        ("(cond-expand ((not r7rs) 1) ((and (or foo r7rs) (library (scheme base))) 2))", "2"),
        ("(cond-expand ((or) 1) ((and foo) 2) ((not (and)) 3) ((library (no such)) 4))", "#<unspecified>"),
    ]);
}

#[test]
fn control_forms() {
    all(&[
        ("(delay x)", "(%delay (lambda () x))"),
        ("(delay-force x)", "(%delay-force (lambda () x))"),
        ("(parameterize ((p 1) (q 2)) 3)", "(%parameterize (cons (cons p 1) (cons (cons q 2) '())) (lambda () 3))"),
        ("(parameterize () 3)", "(%parameterize '() (lambda () 3))"),
        ("(guard (e ((f e) 1)) (g))", "(%guard (lambda () (g)) (lambda (e.0 reraise.0) (if (f e.0) 1 (reraise.0))))"),
        ("(guard (e (else e)) (g))", "(%guard-else (lambda () (g)) (lambda (e.0) e.0))"),
        ("(guard (e) 1)", "(%guard (lambda () 1) (lambda (e.0 reraise.0) (reraise.0)))"),
    ]);
}

#[test]
fn quasiquotation() {
    all(&[
        ("`(a b)", "'(a b)"),
        ("`a", "'a"),
        ("`,x", "x"),
        ("`(a ,x b)", "(cons 'a (cons x '(b)))"),
        ("`(,@x b)", "(append x '(b))"),
        ("`(,@x)", "x"),
        ("`(,x . ,y)", "(cons x y)"),
        ("`#(a ,x)", "(list->vector (cons 'a (cons x '())))"),
        ("`#(a b)", "'#(a b)"),
        (
            "`(a `(b ,(c ,x)))",
            "(cons 'a (cons (cons 'quasiquote (cons (cons 'b (cons (cons 'unquote (cons (cons 'c (cons x '())) '())) '())) '())) '()))",
        ),
        ("`(1 `,(+ 1 2))", "'(1 (quasiquote (unquote (+ 1 2))))"),
    ]);
}

#[test]
fn bodies() {
    all(&[
        ("(lambda () (define x 1) x)", "(lambda () (letrec* ((x.0 1)) x.0))"),
        (
            "(lambda (n) (define (e) (o)) (define (o) (e)) (e))",
            "(lambda (n.0) (letrec* ((e.0 (named-lambda (e) (o.0))) (o.0 (named-lambda (o) (e.0)))) (e.0)))",
        ),
        (
            "(lambda () (begin (define x 1) (f x)) (define y 2) (g y) y)",
            "(lambda () (letrec* ((x.0 1) (_.0 (f x.0)) (y.0 2)) (begin (g y.0) y.0)))",
        ),
        (
            "(let () (define-values (a . b) (f)) (list a b))",
            "(letrec* ((values.0 (call-with-values (lambda () (f)) (lambda (a.0 . b.0) (vector a.0 b.0)))) \
             (a.1 (vector-ref values.0 0)) (b.1 (vector-ref values.0 1))) (list a.1 b.1))",
        ),
        (
            "(define-values (a b) (f))",
            "(let ((values.0 (call-with-values (lambda () (f)) (lambda (a.0 b.0) (vector a.0 b.0))))) \
             (begin (define a (vector-ref values.0 0)) (define b (vector-ref values.0 1)) #<unspecified>))",
        ),
        ("(let () (define-syntax m (syntax-rules () ((_ v) (define v 1)))) (m x) x)", "(letrec* ((x.0 1)) x.0)"),
        ("(lambda (x) (define x 1) x)", "(lambda (x.0) (letrec* ((x.1 1)) x.1))"),
        ("(lambda () (set! x 1))", "(lambda () (set! x 1))"),
    ]);
}

#[test]
fn records() {
    all(&[
        (
            "(define-record-type point (make-point y) point? (x point-x set-x!) (y point-y))",
            "(define point (%make-record-type 'point '#(x y)))\n(define point~1 point)\n\
             (define make-point (named-lambda (make-point y.0) (%record point #f y.0)))\n\
             (define point? (named-lambda (point? object.0) (%record-is? object.0 point)))\n\
             (define point-x (named-lambda (point-x record.0) (%record-ref record.0 point 0 'point-x)))\n\
             (define set-x! (named-lambda (set-x! record.1 value.0) (%record-set! record.1 point 0 value.0 'set-x!)))\n\
             (define point-y (named-lambda (point-y record.2) (%record-ref record.2 point 1 'point-y)))",
        ),
        (
            "(let () (define-record-type p #f p?) (p? 1))",
            "(letrec* ((p.0 (%make-record-type 'p '#())) \
             (p?.0 (named-lambda (p? object.0) (%record-is? object.0 p.0)))) (p?.0 1))",
        ),
    ]);
}

#[test]
fn shadowing_imports() {
    all(&[
        // A definition makes a cell of its own; earlier uses see it too, and find
        // the old value until it is defined.
        (
            "(define (f x) (car x)) (define (car x) x)",
            "(define car car~1)\n(define f (named-lambda (f x.0) (car x.0)))\n(define car (named-lambda (car x.1) x.1))",
        ),
        ("(define (car x) (car x))", "(define car (named-lambda (car x.0) (car x.0)))"),
        ("(define list list)", "(define list list~1)\n(define list list)"),
        ("(set! car cdr) (car 1)", "(define car car~1)\n(set! car cdr)\n(car 1)"),
        ("(let ((if list)) (if 1 2 3))", "(let ((if.0 list)) (if.0 1 2 3))"),
        (
            "(let ((and (lambda (a b) (* a b)))) (and 3 4))",
            "(let ((and.0 (named-lambda (and a.0 b.0) (* a.0 b.0)))) (and.0 3 4))",
        ),
        ("(define if list) (if 1 2 3 4)", "(define if list)\n(if 1 2 3 4)"),
        // Derived forms keep the procedures they need.
        (
            "(define (memv . x) 1) (case 1 ((2 3) 4))",
            "(define memv (named-lambda (memv . x.0) 1))\n(let ((key.0 1)) (if (memv~1 key.0 '(2 3)) 4 #<unspecified>))",
        ),
    ]);
}
