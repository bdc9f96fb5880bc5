//! Tests macros: what `syntax-rules` matches and inserts, and the hygiene of identifiers.

use super::{all, core};

const SWAP: &str = "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))";
const MY_OR: &str = "(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) \
                     ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))";

#[test]
fn introduced_bindings_do_not_capture() {
    all(&[
        (
            &format!("{SWAP} (let ((tmp 1) (other 2)) (swap! tmp other) tmp)"),
            "(let ((tmp.0 1) (other.0 2)) (begin (let ((tmp.1 tmp.0)) \
             (begin (set! tmp.0 other.0) (set! other.0 tmp.1))) tmp.0))",
        ),
        (&format!("{MY_OR} (lambda (t) (my-or #f t))"), "(lambda (t.0) (let ((t.1 #f)) (if t.1 t.1 t.0)))"),
        (&format!("{MY_OR} (let ((if list)) (my-or 1 if))"), "(let ((if.0 list)) (let ((t.0 1)) (if t.0 t.0 if.0)))"),
    ]);
}

#[test]
fn references_mean_what_they_mean_at_the_definition() {
    all(&[
        (
            "(define-syntax f (syntax-rules () ((_) (car x)))) (let ((car 1) (x 2)) (f))",
            "(let ((car.0 1) (x.0 2)) (car x))",
        ),
        (
            "(let ((x 1)) (let-syntax ((get (syntax-rules () ((_) x)))) (let ((x 2)) (get))))",
            "(let ((x.0 1)) (let ((x.1 2)) x.0))",
        ),
        (
            "(let ((x 1)) (letrec-syntax ((even (syntax-rules () ((_) #t) ((_ a . r) (odd . r)))) \
             (odd (syntax-rules () ((_) #f) ((_ a . r) (even . r))))) (even x x x)))",
            "(let ((x.0 1)) #f)",
        ),
        // A macro of a body sees the definitions after it.
        ("(let () (define-syntax get (syntax-rules () ((_) y))) (define y 1) (get))", "(letrec* ((y.0 1)) y.0)"),
    ]);
}

#[test]
fn literals_match_by_binding() {
    all(&[
        // R7RS 4.3.2: a local `=>` is not the auxiliary keyword.
        ("(let ((=> #f)) (cond (#t => 'ok)))", "(let ((=>.0 #f)) (if #t (begin =>.0 'ok) #<unspecified>))"),
        ("(let ((else #f)) (cond (else 1)))", "(let ((else.0 #f)) (if else.0 1 #<unspecified>))"),
        (
            "(define-syntax m (syntax-rules (in) ((_ x in y) 'literal) ((_ x y z) 'other))) \
             (list (m 1 in 2) (let ((in 1)) (m 1 in 2)))",
            "(list 'literal (let ((in.0 1)) 'other))",
        ),
        (
            "(define-syntax m (syntax-rules (else) ((_ else) 1) ((_ x) 2))) \
             (define-syntax n (syntax-rules () ((_) (m else)))) (list (n) (m 3))",
            "(list 1 2)",
        ),
        ("(define-syntax m (syntax-rules () ((_ _ x _) x))) (m 1 2 3)", "2"),
        ("(define-syntax m (syntax-rules (_) ((m _) 1) ((m x) 2))) (list (m _) (m 3))", "(list 1 2)"),
    ]);
}

#[test]
fn ellipses() {
    all(&[
        (
            "(define-syntax my-let (syntax-rules () ((_ ((n v) ...) b ...) ((lambda (n ...) b ...) v ...)))) \
             (my-let ((x 1) (y 2)) x y)",
            "(let ((x.0 1) (y.0 2)) (begin x.0 y.0))",
        ),
        (
            "(define-syntax m (syntax-rules () ((_ (a b ...) ...) '((b ... a) ...)))) (m (1 2 3) (4) (5 6))",
            "'((2 3 1) (4) (6 5))",
        ),
        ("(define-syntax m (syntax-rules () ((_ (a ...) ...) '(a ... ...)))) (m (1 2) () (3))", "'(1 2 3)"),
        ("(define-syntax m (syntax-rules () ((_ a ... b c) '(c b a ...)))) (m 1 2 3 4)", "'(4 3 1 2)"),
        ("(define-syntax m (syntax-rules () ((_ a ... b . c) '((a ...) b c)))) (m 1 2 3 . 4)", "'((1 2) 3 4)"),
        (
            "(define-syntax m (syntax-rules () ((_ #(a b ...) ...) '#((b ...) ... a ...)))) (m #(1 2) #(3))",
            "'#((2) () 1 3)",
        ),
        ("(define-syntax m (syntax-rules () ((_ x y ...) '((x y) ...)))) (m 1 2 3)", "'((1 2) (1 3))"),
        ("(define-syntax m (syntax-rules ::: () ((_ x :::) '(x ::: ...)))) (m 1 2)", "'(1 2 ...)"),
        ("(define-syntax m (syntax-rules () ((_ x ...) '((... ...) x ...)))) (m 1 2)", "'(... 1 2)"),
        ("(define-syntax m (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'x))) (m ...)", "'dots"),
        ("(define-syntax m (syntax-rules () ((_ . r) 'r))) (m 1 2 . 3)", "'(1 2 . 3)"),
        (
            "(define-syntax m (syntax-rules () ((_ \"a\" 1 #\\b) 1) ((_ . r) 2))) (list (m \"a\" 1 #\\b) (m \"b\" 1 #\\b))",
            "(list 1 2)",
        ),
    ]);
}

#[test]
fn macros_that_define_macros() {
    all(&[
        (
            "(define-syntax def (syntax-rules () ((_ n v) (define-syntax n (syntax-rules () ((_ x (... ...)) '(v x (... ...)))))))) \
             (def m 1) (m 2 3)",
            "'(1 2 3)",
        ),
        (
            "(define-syntax be-like-begin (syntax-rules () ((be-like-begin name) \
             (define-syntax name (syntax-rules () ((name expr (... ...)) (begin expr (... ...)))))))) \
             (be-like-begin sequence) (list (sequence 1 2 3 4))",
            "(list (begin 1 2 3 4))",
        ),
        // R7RS 4.3.1
        ("(let ((=> #f)) (cond (#t => 'ok)))", "(let ((=>.0 #f)) (if #t (begin =>.0 'ok) #<unspecified>))"),
        (
            "(let ((x 'outer)) (define-syntax m (syntax-rules () ((m) x))) (let ((x 'inner)) (m)))",
            "(let ((x.0 'outer)) (let ((x.1 'inner)) x.0))",
        ),
        // Aliases of aliases.
        (
            "(define-syntax a (syntax-rules () ((_ x) (let ((t 1)) (b x t))))) \
             (define-syntax b (syntax-rules () ((_ x y) (let ((t 2)) (list x y t))))) (let ((t 0)) (a t))",
            "(let ((t.0 0)) (let ((t.1 1)) (let ((t.2 2)) (list t.0 t.1 t.2))))",
        ),
        ("(define-syntax my-if if) (my-if 1 2 3)", "(if 1 2 3)"),
        ("(let () (define-syntax my-if if) (my-if 1 2 3))", "(if 1 2 3)"),
    ]);
}

#[test]
fn introduced_top_level_names_are_hidden() {
    all(&[
        (
            "(define-syntax def (syntax-rules () ((_ n v) (begin (define tmp v) (define (n) tmp))))) (def a 1) (def b 2) tmp",
            "(define tmp 1)\n(define a (named-lambda (a) tmp))\n(define tmp~1 2)\n\
             (define b (named-lambda (b) tmp~1))\ntmp~2",
        ),
        (
            "(define-syntax counter (syntax-rules () ((_ n) (begin (define c 0) (define (n) (set! c (+ c 1)) c))))) (counter a)",
            "(define c 0)\n(define a (named-lambda (a) (begin (set! c (+ c 1)) c)))",
        ),
        // A reference before the definition of the same expansion.
        (
            "(define-syntax two (syntax-rules () ((_ a b) (begin (define (a) (helper)) \
             (define (b) (set! tally (+ tally 1))) (define tally 0) (define (helper) tally))))) (two f g) helper",
            "(define f (named-lambda (f) (helper)))\n(define g (named-lambda (g) (set! tally (+ tally 1))))\n\
             (define tally 0)\n(define helper (named-lambda (helper) tally))\nhelper~1",
        ),
        (
            "(define-syntax rec (syntax-rules () ((_ t m p) (define-record-type t (m x) p (x get))))) (rec a b c)",
            "(define a (%make-record-type 'a '#(x)))\n(define a~1 a)\n(define b (named-lambda (b x.0) (%record a x.0)))\n\
             (define c (named-lambda (c object.0) (%record-is? object.0 a)))\n\
             (define get (named-lambda (get record.0) (%record-ref record.0 a 0 'get)))",
        ),
    ]);
}

#[test]
fn quoted_data_lose_their_aliases() {
    all(&[
        ("(define-syntax m (syntax-rules () ((_ x) '(a x #(b (x . c)))))) (m d)", "'(a d #(b (d . c)))"),
        ("(define-syntax m (syntax-rules () ((_ x) `(a ,x b)))) (m d)", "(cons 'a (cons d '(b)))"),
        (
            "(define-syntax m (syntax-rules () ((_ x) (case x ((a b) 'c))))) (m 1)",
            "(let ((key.0 1)) (if (memv key.0 '(a b)) 'c #<unspecified>))",
        ),
        ("(define-syntax m (syntax-rules () ((_) #(a b)))) (m)", "'#(a b)"),
        ("(define-syntax m (syntax-rules () ((_ x) 'x))) (m '#0=(a . #0#))", "'(quote #0=(a . #0#))"),
    ]);
}

#[test]
fn special_forms_in_templates() {
    all(&[
        (
            "(define-syntax while (syntax-rules () ((_ c b ...) (let lp () (when c b ... (lp)))))) \
             (define (run) (define i 0) (define lp 5) (while (< i lp) (set! i (+ i 1))) i)",
            "(define run (named-lambda (run) (letrec* ((i.0 0) (lp.0 5)) (begin \
             (letrec* ((lp.1 (named-lambda (lp) (if (< i.0 lp.0) (begin (set! i.0 (+ i.0 1)) (lp.1)) #<unspecified>)))) \
             (lp.1)) i.0))))",
        ),
        (
            "(define-syntax m (syntax-rules () ((_ e) (guard (x (#t x)) e)))) (let ((x 1)) (m x))",
            "(let ((x.0 1)) (%guard-else (lambda () x.0) (lambda (x.1) (if #t x.1 #<unspecified>))))",
        ),
        (
            "(define-syntax my-do (syntax-rules () ((_ n b) (do ((i 0 (+ i 1))) ((= i n)) b)))) (let ((i 9)) (my-do 3 i))",
            "(let ((i.0 9)) (letrec* ((do-loop.0 (named-lambda (do-loop i.1) (if (= i.1 3) #<unspecified> \
             (begin i.0 (do-loop.0 (+ i.1 1))))))) (do-loop.0 0)))",
        ),
        (
            "(define-syntax kw (syntax-rules () ((_ name) (define (f name) (lambda (x) (list x name)))))) \
             (let () (kw x) 1)",
            "(letrec* ((f.0 (named-lambda (f x.0) (lambda (x.1) (list x.1 x.0))))) 1)",
        ),
    ]);
}

#[test]
fn local_macros_go_out_of_scope() {
    assert_eq!(core("(let-syntax ((m (syntax-rules () ((_) 1)))) (m)) (m)"), "1\n(m)",);
    assert_eq!(core("(define-syntax m (syntax-rules () ((_) 1))) (let ((m list)) (m))"), "(let ((m.0 list)) (m.0))",);
}
