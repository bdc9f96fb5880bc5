//! Programs and what the passes make of them, as text.

use crate::engine::{Config, Engine, Stage};

/// The program after a pass.
fn after(pass: &'static str, text: &str) -> String {
    let mut out = String::new();
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let done = engine.dump(Stage::After(pass), "test", text, |core| out.push_str(core));
    assert!(done.is_ok(), "{text}: {}", done.err().map(|report| report.render()).unwrap_or_default());
    out.trim_end().to_string()
}

fn check(pass: &'static str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(after(pass, text), *expected, "{pass} of {text}");
    }
}

/// The last top-level form, for programs whose first are definitions.
fn check_last(pass: &'static str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(after(pass, text).lines().last(), Some(*expected), "{pass} of {text}");
    }
}

#[test]
fn propagation_and_folding() {
    check(
        "inline",
        &[
            ("(let ((x 1)) (list x x))", "(list 1 1)"),
            ("(lambda (y) (let* ((x y) (z x)) (list z y)))", "(lambda (y.0) (list y.0 y.0))"),
            ("(+ 1 (* 2 3))", "7"),
            ("(if (< 1 2) 'a 'b)", "'a"),
            ("(lambda (x) (if (not x) 1 2))", "(lambda (x.0) (if x.0 2 1))"),
            ("(lambda (x) (if (not (not x)) 1 2))", "(lambda (x.0) (if x.0 1 2))"),
            ("(car 5)", "(car 5)"),
            ("(vector-ref '#(1 2) 7)", "(vector-ref '#(1 2) 7)"),
            ("(+ 1 'a)", "(+ 1 'a)"),
            ("(expt 10 100000)", "(expt 10 100000)"),
            ("(let ((f car)) (lambda (x) (f x)))", "(lambda (x.0) (car x.0))"),
            ("(lambda (x) (or (null? x) (pair? x)))", "(lambda (x.0) (if (null? x.0) #t (pair? x.0)))"),
            ("(lambda (x y) (if (or x y) 1 2))", "(lambda (x.0 y.0) (if (if x.0 #t y.0) 1 2))"),
            ("(lambda (x y) (or x y))", "(lambda (x.0 y.0) (if x.0 x.0 y.0))"),
        ],
    );
}

#[test]
fn effects_and_dead_code() {
    check(
        "inline",
        &[
            ("(lambda (x) 1 (car x) (cons x x) x)", "(lambda (x.0) (begin (car x.0) x.0))"),
            ("(lambda (x) (let ((y (cons x x)) (z (car x))) 2))", "(lambda (x.0) (begin (car x.0) 2))"),
            ("(lambda (x) (begin (cons (car x) (display x)) x))", "(lambda (x.0) (begin (car x.0) (display x.0) x.0))"),
            (
                "(lambda (x) (let ((y x)) (set! x 2) (list y x)))",
                "(lambda (x.0) (let ((y.0 x.0)) (begin (set! x.0 2) (list y.0 x.0))))",
            ),
            (
                "(lambda (x) (let ((y (car x))) (display 1) y))",
                "(lambda (x.0) (let ((y.0 (car x.0))) (begin (display 1) y.0)))",
            ),
            ("(lambda (x) (let ((y (car x))) (if (< 1 y) 1 2)))", "(lambda (x.0) (if (< 1 (car x.0)) 1 2))"),
            (
                "(lambda (x) (let ((y (car x))) (lambda () y)))",
                "(lambda (x.0) (let ((y.0 (car x.0))) (lambda () y.0)))",
            ),
        ],
    );
}

#[test]
fn local_procedures() {
    check(
        "inline",
        &[
            ("(lambda (z) ((lambda (x . r) (list x r)) 1 z 3))", "(lambda (z.0) (list 1 (list z.0 3)))"),
            (
                "(lambda (x) (define (f y) (vector y y)) (f (car x)))",
                "(lambda (x.0) (let ((y.0 (car x.0))) (vector y.0 y.0)))",
            ),
            (
                "(lambda (x) (define (f y) (vector y 1)) (list (f x) (f 2)))",
                "(lambda (x.0) (list (vector x.0 1) (vector 2 1)))",
            ),
            ("(lambda (x) (let ((f (lambda (a b) a))) (f x)))", "(lambda (x.0) ((named-lambda (f a.0 b.0) a.0) x.0))"),
            (
                "(lambda (k) (let ((f (lambda () k))) (list f f)))",
                "(lambda (k.0) (let ((f.0 (named-lambda (f) k.0))) (list f.0 f.0)))",
            ),
            ("((case-lambda ((a) 1) ((a . b) b)) 1 2)", "(list 2)"),
            ("(((lambda (f) (lambda (x) (f x))) car) '(1))", "(car '(1))"),
            ("((lambda (x) (x x)) (lambda (x) 1))", "1"),
        ],
    );
}

/// Inlining an endlessly recursive procedure ends.
#[test]
fn omega() {
    let text = after("inline", "((lambda (x) (x x)) (lambda (x) (x x)))");
    assert!(text.len() < 2000, "{text}");
    let text = after("inline", "(lambda (g) ((lambda (x) (x x) (x x)) (lambda (x) (g) (x x) (x x))))");
    assert!(text.len() < 200_000, "{}", text.len());
}

#[test]
fn several_values() {
    check(
        "inline",
        &[
            (
                "(lambda (x) (call-with-values (lambda () (values x 1)) list))",
                "(lambda (x.0) (call-with-values (lambda () (values x.0 1)) list))",
            ),
            ("(lambda (x) (let-values (((a b) (values x 1))) (list b a)))", "(lambda (x.0) (list 1 x.0))"),
            (
                "(lambda (f) (receive (a . r) (f) (list a r)))",
                "(lambda (f.0) (%apply-values (lambda (a.0 . r.0) (list a.0 r.0)) (f.0)))",
            ),
            (
                "(lambda (x) (receive (a) (begin (display x) (car x)) (list a)))",
                "(lambda (x.0) (begin (display x.0) (list (car x.0))))",
            ),
            ("(lambda (f x) (apply f 1 (list x 2)))", "(lambda (f.0 x.0) (f.0 1 x.0 2))"),
        ],
    );
}

#[test]
fn global_procedures_and_constants() {
    check_last(
        "inline",
        &[
            ("(define n 10) (lambda (x) (+ x n))", "(lambda (x.0) (+ x.0 10))"),
            ("(define (sq x) (* x x)) (lambda (a) (sq a))", "(lambda (a.0) (* a.0 a.0))"),
            ("(define (f) (g)) (define (g) 1) (f)", "1"),
            ("(f) (define (f) 1) (f)", "1"),
            ("(define (f) 1) (set! f car) (lambda () (f))", "(lambda () (f))"),
            ("(define (f) 1) (define (f) 2) (lambda () (f))", "(lambda () (f))"),
            ("(define (f) 1) (lambda (x) (f x))", "(lambda (x.0) (f x.0))"),
            ("(define (f) 1) (lambda (x) (eval x) (f))", "(lambda (x.0) (begin (eval x.0) (f)))"),
            ("(define (f n) (if (= n 0) 0 (f (- n 1)))) (lambda () (f 5))", "(lambda () (f 5))"),
            (
                "(define-record-type p (mk x) p? (x px set-px!)) (lambda (a) (set-px! a (px (mk 1))))",
                "(lambda (a.0) (%record-set! a.0 p 0 (%record-ref (%record p 1) p 0 'px) 'set-px!))",
            ),
            ("(define p car) (lambda (x) (p x))", "(lambda (x.0) (car x.0))"),
        ],
    );
}

/// Before its definition, a variable is unbound.
#[test]
fn order_of_definitions() {
    assert!(after("inline", "(f) (define (f) 1) (f)").starts_with("(f)\n"));
}

/// A procedure is too large to be copied to each of its calls.
#[test]
fn join_points() {
    let many = |name: &str| format!(" {name}").repeat(30);
    let cases = [
        (
            format!("(define (q x) (let ((f (lambda () (vector{})))) (if (car x) (if (cdr x) (f) 1) (f))))", many("x")),
            format!(
                "(define q (named-lambda (q x.0) (join L1 () (vector{}) \
                 (if (car x.0) (if (cdr x.0) (next L1) 1) (next L1)))))",
                many("x.0")
            ),
        ),
        (
            format!(
                "(define (q l) (letrec ((f (lambda (l n) (if (pair? l) (f (cdr l) 1) (vector{})))))
                   (if (car l) (f l 0) (if (cdr l) (f 2 3) 1))))",
                many("n")
            ),
            format!(
                "(define q (named-lambda (q l.0) (join L1 (l.2 n.1) (loop L0 ((l.1 l.2) (n.0 n.1)) \
                 (if (pair? l.1) (next L0 (cdr l.1) 1) (vector{}))) \
                 (if (car l.0) (next L1 l.0 0) (if (cdr l.0) (next L1 2 3) 1)))))",
                many("n.0")
            ),
        ),
        (
            format!("(define (q x) (let ((f (lambda () (vector{})))) (if (car x) (list (f)) (f))))", many("x")),
            format!(
                "(define q (named-lambda (q x.0) (let ((f.0 (named-lambda (f) (vector{})))) \
                 (if (car x.0) (list (f.0)) (f.0)))))",
                many("x.0")
            ),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(after("loops", &text), expected, "{text}");
    }
}

/// The facts of the pass that finds them stand after the program.
#[test]
fn facts_about_globals() {
    let text = after("globals", "(define (f) (g)) (define (g) 1) (define n 5) (f) (define m 6) (set! n 2)");
    let facts: Vec<_> = text.lines().filter(|line| line.starts_with(';')).collect();
    let expected = [
        "; f is known after form 1; its code may run from form 4 on",
        "; g is known after form 2; its code may run from form 4 on",
        "; m is known after form 5",
    ];
    assert_eq!(facts, expected, "{text}");
}
