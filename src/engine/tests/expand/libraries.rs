//! Tests imports, libraries, and the order in which their units run.

use super::{all, core, core_with, expand_in, with_world};

const MATH: (&str, &str) = (
    "math.sld",
    "(define-library (math) (export sq (rename twice dbl) m) (import (scheme base)) \
     (begin (define (sq x) (* x x)) (define (twice x) (+ x x)) \
     (define hidden 1) (define-syntax m (syntax-rules () ((_) (sq hidden))))))",
);

const MATH_CORE: &str = "(define sq (named-lambda (sq x.0) (* x.0 x.0)))\n\
                         (define twice (named-lambda (twice x.1) (+ x.1 x.1)))\n(define hidden 1)\n--\n";

fn math(program: &str) -> String {
    let out = core_with(&[MATH], program);
    out.strip_prefix(MATH_CORE).map_or(out.clone(), str::to_string)
}

#[test]
fn programs_import() {
    assert_eq!(math("(import (scheme base) (math)) (sq (dbl 2))"), "(sq (twice 2))");
    assert_eq!(math("(import (only (math) sq)) (sq 1)"), "(sq 1)");
    assert_eq!(math("(import (prefix (math) m:)) (m:sq 1)"), "(sq 1)");
    assert_eq!(math("(import (rename (math) (sq quad))) (quad 1)"), "(sq 1)");
    assert_eq!(math("(import (except (math) sq)) (sq 1)"), "(sq 1)");
    assert_eq!(math("(import (prefix (only (math) sq) m:)) (m:sq 1)"), "(sq 1)");
    // A macro of a library reaches what the library does not export.
    assert_eq!(
        math("(import (math) (only (scheme base) define)) (define (hidden) 1) (m)"),
        "(define hidden (named-lambda (hidden) 1))\n(sq hidden~1)"
    );
    // A second import does not run the body again.
    assert_eq!(math("(import (math)) (import (math)) (sq 1)"), "(sq 1)");
}

#[test]
fn scripts_import_anywhere() {
    assert_eq!(core_with(&[MATH], "(display 1) (import (math)) (sq 2)"), format!("(display 1)\n--\n{MATH_CORE}(sq 2)"));
}

#[test]
fn libraries_in_the_program() {
    assert_eq!(
        core(
            "(define-library (a) (export x) (import (scheme base) (b)) (begin (define x (f)))) \
             (define-library (b) (export f) (import (scheme base)) (begin (define (f) 1))) \
             (define-library (unused) (export) (import (scheme base)) (begin (error \"no\"))) \
             (import (a)) x"
        ),
        "(define f (named-lambda (f) 1))\n--\n(define x (f))\n--\nx"
    );
}

#[test]
fn declarations() {
    let files = [
        ("lib/body.scm", "(define x 1) (define (Get) x)"),
        ("lib/decl.sld", "(export x) (import (scheme base))"),
        (
            "lib/a.sld",
            "(define-library (lib a) (include-library-declarations \"decl.sld\") (export get) \
             (include-ci \"body.scm\") (cond-expand (r7rs (begin (define y 2))) (else (begin (define y 3)))))",
        ),
    ];
    assert_eq!(
        core_with(&files, "(import (lib a) (scheme base)) (list x get)"),
        "(define x 1)\n(define get (named-lambda (get) x))\n(define y 2)\n--\n(list x get)",
    );
}

#[test]
fn imports_that_give_a_name_two_meanings() {
    assert_eq!(
        core("(import (scheme base) (rename (scheme write) (display car))) (car 1)"),
        "error: 1:23 `(rename (scheme write) (display car))`: \
         car is imported from (scheme base) and, with another meaning, from (scheme write)"
    );
    let library =
        |name: &str| format!("(define-library ({name}) (export x) (import (scheme base)) (begin (define x 1)))");
    assert_eq!(
        core(&format!("{} {} (import (only (a) x)) (import (prefix (b) y) (b))", library("a"), library("b"))),
        "error: 1:198 `(b)`: x is imported from (a) and, with another meaning, from (b)"
    );
    // A standard procedure under another name is not what an SRFI extends.
    let renamed = "(rename (only (scheme base) car) (car let))";
    assert_eq!(
        core(&format!("(import (srfi 71) {renamed}) (let 1)")),
        format!(
            "error: 1:19 `{renamed}`: let is imported from (srfi 71) and, with another meaning, from (scheme base)"
        )
    );
    assert_eq!(
        core(&format!("(import {renamed} (srfi 71)) (let 1)")),
        "error: 1:53 `(srfi 71)`: let is imported from (scheme base) and, with another meaning, from (srfi 71)"
    );
    // Extensions of standard forms.
    for imports in ["(scheme base) (srfi 71)", "(srfi 71) (scheme base)"] {
        assert!(!core(&format!("(import {imports}) (let ((a b (values 1 2))) a)")).starts_with("error"));
    }
}

#[test]
fn errors_of_libraries() {
    let cases = [
        ("(import (no such))", "1:9 `(no such)`: unknown library (no such)"),
        ("(import (only (scheme base) frob))", "1:29 `frob`: the library (scheme base) does not export frob"),
        ("(import 5)", "1:9 `5`: bad library name 5"),
        (
            "(import (scheme base)) (define car 1) (import (rename (scheme write) (display car)))",
            "1:47 `(rename (scheme write) (display car))`: car is defined already and cannot be imported",
        ),
        (
            "(define-library (a) (export x) (import (scheme base))) (import (a))",
            "1:29 `x`: (a) exports x, which it does not define",
        ),
        (
            "(define-library (a) (export) (import (b))) (define-library (b) (export) (import (a))) (import (a))",
            "1:81 `(a)`: libraries import each other: (a) imports (b) imports (a)",
        ),
        ("(import (scheme base)) (set! car 1)", "1:30 `car`: set!: car is imported and cannot be assigned"),
        (
            "(define-library (a) (export) (import (scheme base)) (begin (set! car 1))) (import (a))",
            "1:66 `car`: set!: car is imported and cannot be assigned",
        ),
        ("(define-library (a) (foo)) (import (a))", "1:21 `(foo)`: bad library declaration (foo)"),
        ("(include \"none.scm\")", "1:10 `\"none.scm\"`: include: no such file: none.scm"),
    ];
    for (program, expected) in cases {
        assert_eq!(core(program), format!("error: {expected}"));
    }
}

#[test]
fn an_import_of_the_same_binding_twice_is_no_conflict() {
    all(&[("(import (scheme base) (scheme r5rs)) (car 1)", "(car 1)")]);
}

#[test]
fn includes() {
    let files = [
        ("dir/a.scm", "(define a 1) (include \"b.scm\")"),
        ("dir/b.scm", "(define b 2)"),
        ("loop.scm", "(include \"loop.scm\")"),
    ];
    assert_eq!(core_with(&files, "(include \"dir/a.scm\") (list a b)"), "(define a 1)\n(define b 2)\n(list a b)");
    assert_eq!(core_with(&files, "(let () (include \"dir/a.scm\") b)"), "(letrec* ((a.0 1) (b.0 2)) b.0)");
    assert_eq!(
        core_with(&files, "(include \"loop.scm\")"),
        "error: 1:10 `\"loop.scm\"`: include: loop.scm includes itself"
    );
}

#[test]
fn a_library_that_is_not_imported_is_not_visible() {
    with_world(&[], |mc, session| {
        let out = expand_in(mc, session, "(import (scheme write)) (car 1)").map_err(|_| ()).unwrap_or_default();
        assert_eq!(out.trim(), "(car 1)");
    });
}
