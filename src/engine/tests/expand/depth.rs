//! Tests that deep programs expand on a small native stack.

use super::{expand_in, with_world};

/// Runs `f` on a thread with a stack of 256 KiB.
fn on_small_stack<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(256 << 10).spawn(f).unwrap().join().unwrap()
}

/// Expands without printing; the number of units is not looked at.
fn expands(text: String) {
    on_small_stack(move || {
        with_world(&[], |mc, session| {
            let result = expand_in(mc, session, &text).map(|out| out.len());
            assert!(result.is_ok(), "{result:?}");
        });
    });
}

fn nested(depth: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn deep_code() {
    for (open, middle, close) in [
        ("(+ 1 ", "1", ")"),
        ("(let ((x 1)) ", "x", ")"),
        ("(lambda (x) ", "x", ")"),
        ("(if 1 2 ", "3", ")"),
        ("(begin ", "1", ")"),
        ("(let* ((x 1)) (define y x) ", "y", ")"),
        ("(cond (1 2) (else ", "3", "))"),
        ("(quote ", "1", ")"),
        ("`(1 ,(", "f", "))"),
        ("`(1 ", ",x", ")"),
        ("(guard (e (#t 1)) ", "1", ")"),
        ("(let-syntax ((m (syntax-rules () ((_ x) x)))) ", "(m 1)", ")"),
    ] {
        expands(nested(5_000, open, middle, close));
    }
}

#[test]
fn deep_macro_uses() {
    expands(format!("(define-syntax m (syntax-rules () ((_ x) (let ((t x)) t)))) {}", nested(5_000, "(m ", "1", ")")));
    expands(format!(
        "(define-syntax m (syntax-rules () ((_ (a . b)) (list a (m b))) ((_ x) 1))) (m {})",
        nested(5_000, "(1 . ", "2", ")")
    ));
}

#[test]
fn deep_patterns_and_templates() {
    let pattern = nested(5_000, "(", "x", ")");
    expands(format!("(define-syntax m (syntax-rules () ((_ {pattern}) '{pattern}))) (m {pattern})"));
}

#[test]
fn deep_requirements_and_import_sets() {
    expands(format!("(cond-expand ({} 1) (else 2))", nested(5_000, "(not ", "r7rs", ")")));
    expands(format!("(import {})", nested(2_000, "(only ", "(scheme write)", " display)")));
}
