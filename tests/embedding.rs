//! Tests the embedding API: permissions of a host, and calls in both directions.

mod common;

use cairn::data::error::ErrorKind;
use std::cell::Cell;

use cairn::engine::{Capabilities, Config, Data, Engine, Func, Grant, Library, Outcome, Report, Rest};
use common::Scratch;

fn value(engine: &mut Engine, text: &str) -> String {
    match engine.eval("test", text) {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        other => panic!("{text}: {other:?}"),
    }
}

fn sandboxed() -> Engine {
    Engine::new(Config::sandboxed(32 << 20)).expect("an engine")
}

/// Every procedure by which a program can access files.
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
fn without_permission_to_read_no_way_leads_to_files() {
    for form in FILES {
        let mut engine =
            Engine::new(Config { capabilities: Capabilities::NONE, ..Config::default() }).expect("an engine");
        let report = engine.eval("test", form).expect_err(form);
        assert!(!report.message.contains("workspace"), "{form}: {}", report.message);
    }
    assert!(!std::path::Path::new("forbidden").exists());
}

#[test]
fn a_sandboxed_program_sees_no_environment() {
    let mut engine = sandboxed();
    let report = engine.eval("test", "(get-environment-variable \"PATH\")").expect_err("no capability");
    assert!(report.message.contains("env (--allow-env)"), "{}", report.message);
    assert_eq!(value(&mut engine, "(get-environment-variables)"), "()");
    assert_eq!(value(&mut engine, "(import (srfi 1)) (fold + 0 '(1 2 3))"), "6");
}

#[test]
fn a_sandboxed_program_has_little_memory() {
    let report = sandboxed().eval("test", "(make-vector 100000000 0)").expect_err("a limit");
    assert_eq!(report.kind, Some(ErrorKind::Limit));
}

#[test]
fn capabilities_are_apart() {
    let capabilities = Capabilities { read: Grant::All, ..Capabilities::NONE };
    let mut engine = Engine::new(Config { capabilities, ..Config::default() }).expect("an engine");
    assert_eq!(value(&mut engine, "(file-exists? \"Cargo.toml\")"), "#t");
    assert_eq!(value(&mut engine, "(string? (call-with-input-file \"Cargo.toml\" read-line))"), "#t");
    let report = engine.eval("test", "(open-output-file \"forbidden\")").expect_err("no capability");
    assert!(report.message.contains("write (--allow-write)"), "{}", report.message);
}

/// Relative paths begin in the directory of the engine: those of ports, of texts, and of capabilities.
#[test]
fn each_engine_has_its_directory() {
    let scratch = Scratch::new();
    for name in ["one", "two"] {
        std::fs::create_dir_all(scratch.0.join(name).join("open")).expect("a directory");
        std::fs::write(scratch.0.join(name).join("open/part.scm"), format!("(define part '{name})")).expect("a file");
        std::fs::write(scratch.0.join(name).join("closed"), "()").expect("a file");
    }
    let mut engines = ["one", "two"].map(|name| {
        let capabilities = Capabilities { read: Grant::only(["open"]), ..Capabilities::NONE };
        let config = Config { directory: Some(scratch.0.join(name)), capabilities, ..Config::default() };
        Engine::new(config).expect("an engine")
    });
    for (engine, name) in engines.iter_mut().zip(["one", "two"]) {
        assert_eq!(value(engine, "(load \"open/part.scm\") part"), name);
        assert_eq!(value(engine, "(include \"open/part.scm\") part"), name);
        assert_eq!(
            value(engine, "(cadr (cdr (call-with-input-file \"open/part.scm\" read)))"),
            format!("(quote {name})")
        );
        let report = engine.eval("test", "(call-with-input-file \"closed\" read)").expect_err("no capability");
        assert!(report.message.contains("read (--allow-read)"), "{}", report.message);
    }
    // `load` follows the program to another directory.
    let mut engine =
        Engine::new(Config { directory: Some(scratch.0.join("one")), ..Config::default() }).expect("an engine");
    let text = "(import (cairn fs)) (set-current-directory! \"../two/open\") (load \"part.scm\") part";
    assert_eq!(value(&mut engine, text), "two");
}

// --- procedures of the host ---------------------------------------------------

fn with_host() -> Engine {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let total = Cell::new(0);
    let library = Library::new("my host")
        .func("add-up", move |numbers: Rest<i64>| {
            total.set(total.get() + numbers.0.iter().sum::<i64>());
            total.get()
        })
        .func("echo", |data: Data| data)
        .visible();
    engine.add_library(library).expect("a library");
    engine
}

fn call(engine: &mut Engine, name: &str, arguments: &[Data]) -> Result<Data, Box<Report>> {
    let procedure: Func = engine.get(name)?;
    engine.call(&procedure, arguments)
}

#[test]
fn programs_call_the_host() {
    let mut engine = with_host();
    assert_eq!(value(&mut engine, "(add-up 1 2)"), "3");
    assert_eq!(value(&mut engine, "(map (lambda (n) (add-up n)) '(10 20))"), "(13 33)");
    assert_eq!(value(&mut engine, "(apply add-up '(1 2 3))"), "39");
    assert_eq!(
        value(&mut engine, "(let loop ((i 0)) (if (< i 10000) (begin (add-up 1) (loop (+ i 1))) (add-up)))"),
        "10039"
    );
    assert_eq!(value(&mut engine, "(list add-up (procedure? echo))"), "(#<procedure add-up> #t)");
    match engine.run_program("program", "(import (scheme base) (only (my host) echo)) (error (echo \"hello\"))") {
        Err(report) => assert_eq!(report.message, "hello"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn errors_of_the_host_are_conditions() {
    let mut engine = with_host();
    let report = engine.eval("test", "(+ 1 (add-up \"x\"))").expect_err("an error");
    assert!(
        report.message.starts_with("add-up: argument 1: element 1: expected an exact integer"),
        "{}",
        report.message
    );
    assert_eq!(report.position.map(|position| position.column), Some(6));
    assert_eq!(value(&mut engine, "(guard (e ((error-object? e) 'caught)) (add-up 'x))"), "caught");
    let report = engine.eval("test", "(echo)").expect_err("an error");
    assert_eq!(report.kind, Some(ErrorKind::Arity));
    assert!(report.hint.is_some_and(|hint| hint.contains("1 argument")));
}

#[test]
fn data_pass_both_ways() {
    let mut engine = with_host();
    let forms = [
        "#t",
        "#\\x",
        "1.5",
        "-7",
        "\"λ text\"",
        "sym",
        "()",
        "(1 (2 #(3 \"x\")) (quote a))",
        "#u8(1 2 255)",
        "#()",
        "9223372036854775807",
        "-9223372036854775808",
        "+inf.0",
        "(1 . 2)",
        "(a (b . \"c\") . d)",
        "1000000000000000000000000000000",
        "-1/2",
    ];
    for form in forms {
        assert_eq!(
            value(&mut engine, &format!("(write-string \"\") (echo '{form})")),
            value(&mut engine, &format!("'{form}"))
        );
    }
    assert_eq!(engine.value::<Data>("test", "(if #f #f)").expect("data"), Data::Unspecified);
    for (form, written) in [("car", "#<procedure car>"), ("(current-output-port)", "#<output-port stdout>")] {
        assert_eq!(engine.value::<Data>("test", form).expect("data"), Data::Other(written.to_string()));
        engine.eval("test", &format!("(echo {form})")).expect_err("no way back");
    }
}

#[test]
fn data_too_deep_or_circular_are_errors() {
    let mut engine = with_host();
    for form in [
        "(let loop ((i 0) (l '())) (if (< i 100000) (loop (+ i 1) (list l)) (echo l)))",
        "(let ((v (vector 1))) (vector-set! v 0 v) (echo v))",
        "(let loop ((i 0) (l '())) (if (< i 100) (loop (+ i 1) (list l l)) (echo l)))",
    ] {
        let report = engine.eval("test", form).expect_err(form);
        assert!(report.message.contains("too deep or too large"), "{form}: {}", report.message);
    }
    assert_eq!(value(&mut engine, "(length (echo (make-list 100000 1)))"), "100000");
    assert_eq!(value(&mut engine, "(let ((l (list 1))) (set-cdr! l l) (guard (e (#t 'no)) (echo l)))"), "no");
}

#[test]
fn the_host_calls_programs() {
    let mut engine = with_host();
    engine
        .eval("setup", "(define (area w h) (* w h)) (define (fail) (raise 'oops)) (define k (lambda (x) (exit 3)))")
        .expect("definitions");
    assert_eq!(call(&mut engine, "area", &[Data::Integer(6), Data::Real(0.5)]).expect("a value"), Data::Real(3.0));
    assert_eq!(
        call(&mut engine, "list", &[Data::Symbol("a".into())]).expect("a value"),
        Data::List(vec![Data::Symbol("a".into())])
    );
    assert_eq!(call(&mut engine, "map", &[]).expect_err("too few").kind, Some(ErrorKind::Arity));
    assert!(call(&mut engine, "fail", &[]).expect_err("a raise").message.contains("oops"));
    assert_eq!(engine.get::<Func>("no-such").expect_err("unbound").kind, Some(ErrorKind::Unbound));
    assert!(call(&mut engine, "k", &[Data::Boolean(true)]).expect_err("an exit").message.contains("exit"));
    assert_eq!(
        call(&mut engine, "area", &[Data::Integer(2), Data::Integer(3)]).expect("still usable"),
        Data::Integer(6)
    );
}

#[test]
fn later_evaluations_change_the_program() {
    let mut engine = sandboxed();
    let program = "(define rate 2) (define (scale x) (* x rate)) (define (twice x) (scale (scale x))) (twice 3)";
    let ended = engine.run_program("program", program).expect("a program");
    assert_eq!(ended, Outcome::Value(Some("12".to_string())));
    let twice = |engine: &mut Engine| call(engine, "twice", &[Data::Integer(3)]).expect("a procedure");
    assert_eq!(twice(&mut engine), Data::Integer(12));
    value(&mut engine, "(set! rate 5)");
    assert_eq!(twice(&mut engine), Data::Integer(75));
    value(&mut engine, "(define (scale x) (+ x 1))");
    assert_eq!(twice(&mut engine), Data::Integer(5));
}

#[test]
fn a_final_program_is_the_last() {
    let mut engine = sandboxed();
    let ended = engine.run_final_program("program", "(define (f) 1) (f)").expect("a program");
    assert_eq!(ended, Outcome::Value(Some("1".to_string())));
    let expected = "final program";
    assert!(engine.eval("test", "(f)").expect_err("no evaluation").message.contains(expected));
    assert!(call(&mut engine, "f", &[]).expect_err("no call").message.contains(expected));
    assert!(engine.run_program("again", "1").expect_err("no program").message.contains(expected));
}

/// Files by name.
struct Shelf(&'static [(&'static str, &'static str)]);

impl cairn::middle::environment::Files for Shelf {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        Ok(self.0.iter().find(|(name, _)| *name == path).map(|(_, text)| text.to_string()))
    }
}

#[test]
fn a_library_is_looked_for_until_a_file_defines_it() {
    const FILES: &[(&str, &str)] = &[
        ("a/foo/bar.sld", "(define-library (bar) (export x) (import (scheme base)) (begin (define x 1)))"),
        ("b/foo/bar.sld", "(display 'no-library)"),
        ("c/foo/bar.sld", "(define-library (foo bar) (export x) (import (scheme base)) (begin (define x 3)))"),
    ];
    let engine = |path: &[&str]| {
        let library_path = path.iter().map(|folder| folder.to_string()).collect();
        Engine::new(Config { library_path, files: std::sync::Arc::new(Shelf(FILES)), ..Config::default() })
            .expect("an engine")
    };
    let program = "(import (only (foo bar) x)) x";
    let found = engine(&["a", "b", "c"]).run_program("program", program).expect("a program");
    assert_eq!(found, Outcome::Value(Some("3".to_string())));
    let report = engine(&["a", "b"]).run_program("program", program).expect_err("no library");
    assert_eq!(report.message, "unknown library (foo bar)");
    let notes = report.notes.join("; ");
    assert!(notes.contains("a/foo/bar.sld, which defines (bar), b/foo/bar.sld, which defines no library"), "{notes}");
    let asks = "(cond-expand ((library (foo bar)) 'there) (else 'absent))";
    assert_eq!(value(&mut engine(&["a"]), asks), "absent");
    assert_eq!(value(&mut engine(&["a", "c"]), asks), "there");
}

#[test]
fn later_evaluations_redefine_builtins() {
    let mut engine = sandboxed();
    engine.run_program("program", "(define (f x) (car x)) (define (g x y) (- x y))").expect("a program");
    assert_eq!(value(&mut engine, "(list (f '(1 2)) (g 5 3))"), "(1 2)");
    value(&mut engine, "(define (car x) 'mine)");
    assert_eq!(value(&mut engine, "(list (f '(1 2)) (car 5) (g 5 3))"), "(mine mine 2)");
    value(&mut engine, "(set! - +)");
    assert_eq!(value(&mut engine, "(list (f '(1 2)) (g 5 3))"), "(mine 8)");
    assert!(engine.eval("test", "(g 1 'a)").expect_err("a wrong type").message.contains('+'));
}

#[test]
fn several_values_are_data_nowhere() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.eval("test", "(define (two) (values 1 2))").expect("a definition");
    let report = call(&mut engine, "two", &[]).expect_err("one value is expected");
    assert_eq!(report.message, "expected one value, got 2: 1 2");
    let report = engine.value::<Data>("test", "(two)").expect_err("one value is expected");
    assert_eq!(report.message, "expected one value, got 2: 1 2");
    assert_eq!(value(&mut engine, "(two)"), "1\n2");
    assert_eq!(value(&mut engine, "(call-with-values two list)"), "(1 2)");
}

/// A writer of the host that panics.
struct Panics;

impl std::io::Write for Panics {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        panic!("the writer is broken")
    }

    fn flush(&mut self) -> std::io::Result<()> {
        panic!("the writer is broken")
    }
}

impl cairn::engine::Files for Panics {
    fn read(&self, _: &str) -> Result<Option<String>, String> {
        panic!("the shelf is broken")
    }
}

#[test]
fn panics_in_a_run_stay_inside() {
    let files: std::sync::Arc<dyn cairn::engine::Files> = std::sync::Arc::new(Panics);
    for text in ["(load \"x\")", "(guard (e (#t 'caught)) (dynamic-wind (lambda () 1) (lambda () (load \"x\")) list))"]
    {
        let config = Config { contain_panics: true, files: files.clone(), ..Config::sandboxed(32 << 20) };
        let mut engine = Engine::new(config).expect("an engine");
        let car: Func = engine.get("car").expect("a procedure");
        let report = engine.eval("test", text).expect_err(text);
        assert_eq!(report.kind, Some(ErrorKind::Internal), "{text}");
        let message = &report.message;
        assert!(message.contains("the shelf is broken") && message.contains("embedding.rs:"), "{message}");
        assert_eq!(report.render().lines().count(), 2, "{}", report.render());
        // Everything else is refused, and the engine can be dropped.
        let refused = |result: Option<ErrorKind>| assert_eq!(result, Some(ErrorKind::Internal), "{text}");
        refused(engine.eval("test", "1").expect_err(text).kind);
        refused(engine.run_program("test", "1").expect_err(text).kind);
        refused(engine.call::<Data>(&car, ()).expect_err(text).kind);
        refused(engine.get::<Data>("car").expect_err(text).kind);
        refused(engine.enter("test", "1", 1).err().expect(text).kind);
        assert!(engine.names().is_empty());
        drop(engine);
    }
}

#[test]
fn panics_of_procedures_and_streams_are_errors_of_the_program() {
    for contain_panics in [true, false] {
        let streams = cairn::data::port::Streams { output: Box::new(Panics), ..Default::default() };
        let config = Config { contain_panics, streams, ..Config::sandboxed(32 << 20) };
        let mut engine = Engine::new(config).expect("an engine");
        let explode = |_: i64| -> i64 { panic!("explode was called") };
        engine.add_library(Library::new("host").func("explode", explode).visible()).expect("a library");
        for (text, message) in
            [("(+ 1 (explode 5))", "explode was called"), ("(begin (write 'x) (flush-output-port))", "panicked")]
        {
            let report = engine.eval("test", text).expect_err(text);
            assert!(report.kind != Some(ErrorKind::Internal) && report.message.contains(message), "{}", report.message);
        }
        assert_eq!(value(&mut engine, "(guard (e (#t 'caught)) (explode 5))"), "caught");
    }
}
