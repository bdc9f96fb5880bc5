//! The embedding API: what a host allows.

use cairn::engine::{Config, Engine, Outcome, Permissions};
use cairn::error::ErrorKind;

fn value(engine: &mut Engine, text: &str) -> String {
    match engine.eval("test", text) {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        other => panic!("{text}: {other:?}"),
    }
}

fn sandboxed() -> Engine {
    Engine::new(Config::sandboxed(32 << 20))
}

/// Everything by which a program reaches files.
const FILES: &[&str] = &[
    "(open-input-file \"Cargo.toml\")",
    "(open-binary-input-file \"Cargo.toml\")",
    "(open-output-file \"forbidden\")",
    "(open-binary-output-file \"forbidden\")",
    "(call-with-input-file \"Cargo.toml\" read-line)",
    "(call-with-output-file \"forbidden\" newline)",
    "(with-input-from-file \"Cargo.toml\" read-line)",
    "(with-output-to-file \"forbidden\" newline)",
    "(file-exists? \"Cargo.toml\")",
    "(delete-file \"Cargo.toml\")",
    "(load \"Cargo.toml\")",
    "(include \"Cargo.toml\")",
    "(include-ci \"Cargo.toml\")",
    "(begin (define-library (a) (import (scheme base)) (include \"Cargo.toml\")) (import (a)))",
    "(environment '(Cargo toml))",
];

#[test]
fn a_sandboxed_program_reaches_no_file() {
    for form in FILES {
        let report = sandboxed().eval("test", form).expect_err(form);
        assert!(!report.message.contains("workspace"), "{form}: {}", report.message);
    }
    assert!(!std::path::Path::new("forbidden").exists());
    let mut engine = sandboxed();
    assert_eq!(value(&mut engine, "(guard (e ((file-error? e) 'no)) (open-input-file \"Cargo.toml\"))"), "no");
}

#[test]
fn a_sandboxed_program_sees_no_environment() {
    let mut engine = sandboxed();
    assert_eq!(value(&mut engine, "(get-environment-variable \"PATH\")"), "#f");
    assert_eq!(value(&mut engine, "(get-environment-variables)"), "()");
    assert_eq!(value(&mut engine, "(import (srfi 1)) (fold + 0 '(1 2 3))"), "6");
}

#[test]
fn a_sandboxed_program_has_little_memory() {
    let report = sandboxed().eval("test", "(make-vector 100000000 0)").expect_err("a limit");
    assert_eq!(report.kind, Some(ErrorKind::Limit));
}

#[test]
fn permissions_are_apart() {
    let permissions = Permissions { read_files: true, ..Permissions::NONE };
    let mut engine = Engine::new(Config { permissions, ..Config::default() });
    assert_eq!(value(&mut engine, "(file-exists? \"Cargo.toml\")"), "#t");
    assert_eq!(value(&mut engine, "(string? (call-with-input-file \"Cargo.toml\" read-line))"), "#t");
    let report = engine.eval("test", "(open-output-file \"forbidden\")").expect_err("no permission");
    assert!(report.message.contains("not allowed to write files"), "{}", report.message);
}
