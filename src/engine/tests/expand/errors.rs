//! Programs that are wrong: what is said, and where.

use super::core;

/// Each program, and its error without `error: `.
#[track_caller]
fn errors(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let got = core(text);
        if got.strip_prefix("error: ") != Some(*expected) {
            wrong.push_str(&format!("{text}\n  expected {expected}\n  got      {got}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn shapes() {
    errors(&[
        ("(car ())", "1:6 `()`: () is not an expression"),
        ("(if)", "1:1 `(if)`: malformed if"),
        ("(if 1 2 3 4)", "1:1 `(if 1 2 3 4)`: malformed if"),
        ("(car 1 . 2)", "1:1 `(car 1 . 2)`: improper list in a procedure call"),
        ("(let ((x)) 1)", "1:7 `(x)`: bad binding (x)"),
        ("(let ((x 1 2)) 1)", "1:7 `(x 1 2)`: bad binding (x 1 2)"),
        ("(let ((x 1) (x 2)) x)", "1:14 `x`: duplicate variable x"),
        ("(let x)", "1:1 `(let x)`: malformed let"),
        ("(let 5 6)", "1:1 `(let 5 6)`: malformed let"),
        ("(let ((x 1)))", "1:1 `(let ((x 1)))`: body without an expression"),
        ("(lambda (x x) x)", "1:12 `x`: duplicate parameter x"),
        ("(lambda (x . x) x)", "1:9 `(x . x)`: duplicate parameter x"),
        ("(lambda (x 1) x)", "1:12 `1`: expected parameter, an identifier, but got 1"),
        ("(lambda (x))", "1:1 `(lambda (x))`: body without an expression"),
        ("(lambda)", "1:1 `(lambda)`: malformed lambda"),
        ("(lambda 5 x)", "1:9 `5`: bad parameter list 5"),
        ("(set! x)", "1:1 `(set! x)`: malformed set!"),
        ("(set! x 1 2)", "1:1 `(set! x 1 2)`: malformed set!"),
        ("(set! (x) 1)", "1:7 `(x)`: expected the name of a variable, an identifier, but got (x)"),
        ("(quote)", "1:1 `(quote)`: malformed quote"),
        ("(do ((i 0)) )", "1:1 `(do ((i 0)) )`: malformed do"),
        ("(case)", "1:1 `(case)`: malformed case"),
        ("(case 1 (2 3))", "1:9 `(2 3)`: malformed clause of case"),
        ("(guard)", "1:1 `(guard)`: malformed guard"),
        ("(guard (1) 2)", "1:9 `1`: expected the name of a variable, an identifier, but got 1"),
        ("(parameterize ((p)) 1)", "1:1 `(parameterize ((p)) 1)`: malformed parameterize"),
        ("(define)", "1:1 `(define)`: malformed define"),
        ("(define 5 6)", "1:9 `5`: expected the name of a variable, an identifier, but got 5"),
        ("(define x 1 2)", "1:1 `(define x 1 2)`: malformed define"),
        ("(delay)", "1:1 `(delay)`: malformed delay"),
        ("`(,@(f) . ,@x)", "1:2 `(,@(f) . ,@x)`: unquote-splicing that is not in a list"),
    ]);
}

#[test]
fn keywords_in_the_wrong_place() {
    errors(&[
        ("if", "1:1 `if`: syntax keyword if used as an expression"),
        ("(list if)", "1:7 `if`: syntax keyword if used as an expression"),
        ("(cond (else 1) (2 3))", "1:7 `(else 1)`: else is not the last clause"),
        ("(cond (else))", "1:7 `(else)`: else without an expression"),
        ("(case 1 (else 1) ((2) 3))", "1:9 `(else 1)`: else is not the last clause"),
        ("(else)", "1:1 `(else)`: else is out of place"),
        ("else", "1:1 `else`: syntax keyword else used as an expression"),
        ("(=> 1)", "1:1 `(=> 1)`: => is out of place"),
        ("(list (define x 1))", "1:7 `(define x 1)`: define is not allowed where an expression is expected"),
        ("(if 1 (define x 1))", "1:7 `(define x 1)`: define is not allowed where an expression is expected"),
        ("(list (begin))", "1:7 `(begin)`: begin: no expression"),
        ("(lambda () (import (scheme base)))", "1:12 `(import (scheme base))`: import is allowed at top level only"),
        ("(syntax-rules ())", "1:1 `(syntax-rules ())`: syntax-rules is allowed only where a keyword is defined"),
        ("(set! if 1)", "1:7 `if`: set!: if is a syntax keyword"),
        ("(define-syntax m (syntax-rules () ((_) 1))) m", "1:45 `m`: syntax keyword m used as an expression"),
        ("(unquote x)", "1:1 `(unquote x)`: unquote is out of place"),
    ]);
}

#[test]
fn bodies_and_definitions() {
    errors(&[
        ("(lambda () (define x 1))", "1:1 `(lambda () (define x 1))`: body without an expression at its end"),
        ("(lambda () 1 (define x 1))", "1:1 `(lambda () 1 (define x 1))`: body without an expression at its end"),
        ("(lambda () (define x 1) (define x 2) x)", "1:33 `x`: duplicate definition of x"),
        ("(lambda () (define x 1) (define-values (y x) 2) x)", "1:43 `x`: duplicate definition of x"),
        ("(define-record-type p (mk z) p? (x px))", "1:27 `z`: the record type has no field z"),
        ("(define-record-type p (mk x) p? (x px) (x py))", "1:41 `x`: duplicate field x"),
        ("(syntax-error \"no good:\" (a b))", "1:1 `(syntax-error \"no good:\" (a b))`: no good: (a b)"),
    ]);
}

#[test]
fn macros() {
    errors(&[
        ("(define-syntax m 1)", "1:18 `1`: not a syntax transformer 1"),
        ("(define-syntax m nowhere)", "1:18 `nowhere`: not a syntax transformer nowhere"),
        ("(define-syntax m (syntax-rules () ((_ a) a)))\n(m)", "2:1 `(m)`: no rule of the macro m matches (m)"),
        ("(define-syntax m (syntax-rules () ((_ a a) a)))", "1:36 `(_ a a)`: duplicate pattern variable a"),
        (
            "(define-syntax m (syntax-rules () ((_ a ...) a)))",
            "1:46 `a`: pattern variable a needs more ellipses in the template",
        ),
        (
            "(define-syntax m (syntax-rules () ((_ a) '(a ...))))",
            "1:42 `'(a ...)`: an ellipsis in the template repeats no pattern variable",
        ),
        (
            "(define-syntax m (syntax-rules () ((_ a ... b ...) 1)))",
            "1:36 `(_ a ... b ...)`: two ellipses in one list of a pattern",
        ),
        (
            "(define-syntax m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...)))) (m (1) (2 3))",
            "1:72 `(m (1) (2 3))`: sequences of different lengths under one ellipsis",
        ),
        ("(define-syntax m (syntax-rules () ((_) (if)))) (list (m))", "1:54 `(m)`: malformed if"),
        ("(define-syntax m (syntax-rules () ((_) (m)))) (m)", "1:47 `(m)`: macro expansion does not come to an end"),
    ]);
}

#[test]
fn circular_code() {
    errors(&[
        ("#0=(if #0# 1 2)", "1:1 `#0=(if #0# 1 2)`: program code that contains itself"),
        ("#0=(car . #0#)", "1:1 `#0=(car . #0#)`: program code that contains itself"),
        ("#0=(begin 1 #0#)", "1:1 `#0=(begin 1 #0#)`: program code that contains itself"),
        ("(lambda () #0=(begin 1 #0#))", "1:1 `(lambda () #0=(begin 1 #0#))`: program code that contains itself"),
        ("(let #0=((x 1) . #0#) 1)", "1:1 `(let #0=((x 1) . #0#) 1)`: program code that contains itself"),
        ("`#0=(a #0#)", "1:1 ``#0=(a #0#)`: program code that contains itself"),
        (
            "(define-syntax m (syntax-rules () ((_) #0=(list #0#))))",
            "1:1 `(define-syntax m (syntax-rules () ((_) #0=(list #0#))))`: program code that contains itself",
        ),
    ]);
    assert_eq!(core("'#0=(a . #0#)"), "'#0=(a . #0#)");
}
