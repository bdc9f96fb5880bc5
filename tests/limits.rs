//! Tests that no script crashes the process: depth, memory, fuel, interruption. Each test runs in a
//! thread with a small native stack.

use cairn::data::error::ErrorKind;
use cairn::engine::{Config, Engine, Limits, Native, Outcome, Report};

/// Native stack of the threads, in bytes. Frames of debug builds are several times as large as
/// optimised ones.
const NATIVE_STACK: usize = if cfg!(debug_assertions) { 1 << 20 } else { 256 << 10 };

fn in_small_thread<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(NATIVE_STACK).spawn(f).expect("a thread");
    thread.join().expect("no panic")
}

fn run(config: Config, text: &str) -> Result<Outcome, Box<Report>> {
    Engine::new(config).expect("an engine").eval("test", text)
}

fn value(text: &str) -> String {
    match run(Config::default(), text) {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        other => panic!("{text}: {other:?}"),
    }
}

/// Expressions that recurse 100,000 deep through a builtin that calls procedures.
const DEEP: &[(&str, &str)] = &[
    ("(define (f n) (if (= n 0) 0 (+ 1 (car (map (lambda (x) (f (- n 1))) '(0)))))) (f 100000)", "100000"),
    (
        "(define r 0) (define (f n) (if (> n 0) (for-each (lambda (x) (set! r (+ r 1)) (f (- n 1))) '(0)))) (f 100000) r",
        "100000",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (vector-ref (vector-map (lambda (x) (f (- n 1))) #(0)) 0)))) (f 100000)",
        "100000",
    ),
    (
        "(define r 0) (define (f n) (if (> n 0) (string-for-each (lambda (c) (set! r (+ r 1)) (f (- n 1))) \"x\"))) (f 100000) r",
        "100000",
    ),
    ("(define (f n) (if (= n 0) #t (begin (sort '(2 1) (lambda (a b) (f (- n 1)) (< a b))) #t))) (f 15)", "#t"),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (length (sort (list 1 2) (lambda (a b) (g (- n 1)))))))) (define (g n) (if (= n 0) #f (begin (f n) #t))) (f 100000)",
        "3",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (let ((r 0)) (assoc 0 '((0 . 0)) (lambda (a b) (set! r (f (- n 1))) #t)) r)))) (f 100000)",
        "100000",
    ),
    (
        "(define t (make-equal-hashtable)) (define (f n) (if (= n 0) 0 (begin (hash-table-update! t n (lambda (x) (+ 1 (f (- n 1)))) (lambda () 0)) (hash-table-ref t n (lambda () #f))))) (f 100000)",
        "100000",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (string->number (call-with-output-string (lambda (p) (write (f (- n 1)) p))))))) (f 100000)",
        "100000",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (dynamic-wind (lambda () #f) (lambda () (f (- n 1))) (lambda () #f))))) (f 100000)",
        "100000",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (with-exception-handler (lambda (e) 0) (lambda () (f (- n 1))))))) (f 100000)",
        "100000",
    ),
    (
        "(define (f n) (if (= n 0) 0 (+ 1 (with-exception-handler (lambda (e) (f (- n 1))) (lambda () (raise-continuable 0)))))) (f 10000)",
        "10000",
    ),
    ("(define (f n) (if (= n 0) 0 (+ 1 ((make-parameter 0 (lambda (x) (f (- n 1)))))))) (f 100000)", "100000"),
    ("(define (f n) (if (= n 0) 0 (+ 1 (call/cc (lambda (k) (f (- n 1))))))) (f 100000)", "100000"),
    ("(define (f n) (if (= n 0) 0 (+ 1 (guard (e (#f 0)) (f (- n 1)))))) (f 100000)", "100000"),
    ("(define (f n) (if (= n 0) 0 (+ 1 (eval (list 'f (- n 1)))))) (f 10000)", "10000"),
    ("(define (f n) (if (= n 0) 0 (+ 1 (apply f (list (- n 1)))))) (f 100000)", "100000"),
    ("(define (f n) (if (= n 0) 0 (+ 1 (force (delay (f (- n 1))))))) (f 100000)", "100000"),
];

#[test]
fn procedures_that_take_procedures_use_no_native_stack() {
    in_small_thread(|| {
        for (text, expected) in DEEP {
            assert_eq!(value(text), *expected, "{text}");
        }
    });
}

#[test]
fn deep_data_and_deep_code() {
    in_small_thread(|| {
        let build = "(define (nest n) (do ((i 0 (+ i 1)) (x '() (list x))) ((= i n) x)))";
        let with = |text: &str| value(&format!("{build} {text}"));
        assert_eq!(with("(equal? (nest 1000000) (nest 1000000))"), "#t");
        let read = "(let* ((x (nest 1000000)) (p (open-output-string))) (write x p) (equal? x (read (open-input-string (get-output-string p)))))";
        assert_eq!(with(read), "#t");
        let code = "(define (code n) (do ((i 0 (+ i 1)) (x 0 (list '+ 1 x))) ((= i n) x))) (eval (code 20000))";
        assert_eq!(value(code), "20000");
        let quoted = "(define (code n) (do ((i 0 (+ i 1)) (x 0 (list 'let (list (list 'y x)) 'y))) ((= i n) x))) (eval (code 20000))";
        assert_eq!(value(quoted), "0");
    });
}

#[test]
fn recursion_without_end_is_a_condition() {
    in_small_thread(|| {
        let config = || Config { stack_words: 4 << 20, ..Config::default() };
        let report = run(config(), "(define (f n) (+ 1 (f n))) (f 0)").expect_err("no end");
        assert_eq!(report.kind, Some(ErrorKind::Limit), "{}", report.message);
        let caught = "(define (f n) (+ 1 (f n))) (list (guard (e (#t 'caught)) (f 0)) (guard (e (#t 'again)) (f 0)))";
        assert_eq!(run(config(), caught).expect("handled"), Outcome::Value(Some("(caught again)".into())));
        // A catch-all clause needs no continuation in which to raise again, and so no room for all
        // the frames.
        let mut small = config();
        small.heap.limit = 24 << 20;
        assert_eq!(run(small, caught).expect("handled"), Outcome::Value(Some("(caught again)".into())));
    });
}

#[test]
fn memory_without_end_is_a_condition() {
    in_small_thread(|| {
        let config = || {
            let mut config = Config::default();
            config.heap.limit = 64 << 20;
            config
        };
        let grow = "(define (grow l) (grow (cons 1 l)))";
        let report = run(config(), &format!("{grow} (grow '())")).expect_err("no end");
        assert_eq!(report.kind, Some(ErrorKind::Limit), "{}", report.message);
        let caught = format!("{grow} (guard (e (#t 'caught)) (grow '()))");
        assert_eq!(run(config(), &caught).expect("handled"), Outcome::Value(Some("caught".into())));
        for huge in [
            "(make-vector 1000000000000000)",
            "(make-string 100000000000 #\\a)",
            "(make-bytevector 1000000000000)",
            "(make-list 100000000000 1)",
            "(expt 7 (expt 10 30))",
            "(let loop ((s \"abcdefgh\")) (loop (string-append s s)))",
            "(let loop ((v (vector 1))) (loop (vector-append v v)))",
            "(let loop ((n 3)) (loop (* n n)))",
        ] {
            let text = format!("(guard (e (#t 'caught)) {huge})");
            assert_eq!(run(config(), &text).expect("handled"), Outcome::Value(Some("caught".into())), "{huge}");
        }
    });
}

#[test]
fn fuel_and_interruption_leave_the_engine_usable() {
    in_small_thread(|| {
        let mut engine = Engine::new(Config::default()).expect("an engine");
        engine.set_fuel(Some(100_000));
        let report = engine.eval("test", "(let loop () (loop))").expect_err("out of fuel");
        assert_eq!(report.kind, Some(ErrorKind::Limit));
        engine.set_fuel(None);
        assert_eq!(engine.eval("test", "(+ 1 2)").expect("usable"), Outcome::Value(Some("3".into())));
        let handle = engine.stop_handle();
        let other = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            handle.interrupt();
        });
        let report = engine.eval("test", "(let loop () (loop))").expect_err("interrupted");
        assert_eq!(report.kind, Some(ErrorKind::Limit));
        other.join().expect("no panic");
        assert_eq!(engine.eval("test", "(+ 1 2)").expect("usable"), Outcome::Value(Some("3".into())));
    });
}

#[test]
fn an_expansion_collects_what_it_drops() {
    let step = "(define-syntax m (syntax-rules () \
                  ((_ () x ...) (length '(x ...))) ((_ (a b ...) x ...) (begin (m (b ...) x ... 1)))))";
    let text = format!("{step} (m ({}))", "c ".repeat(3000));
    // All forms together have 4.5 million pairs, each with a position.
    let config = || {
        let mut config = Config::default();
        config.heap.limit = 100 << 20;
        config
    };
    match run(config(), &text) {
        Ok(Outcome::Value(value)) => assert_eq!(value.unwrap_or_default(), "3000"),
        other => panic!("{other:?}"),
    }
    for body in ["(begin (m x ... 1))", "(m x ... 1)"] {
        let text = format!("(define-syntax m (syntax-rules () ((_ x ...) {body}))) (m)");
        let Err(report) = run(config(), &text) else { panic!("{text} came to an end") };
        assert_eq!(report.kind, Some(ErrorKind::Limit), "{text}");
    }
}

#[test]
fn steps_along_a_circle_are_not_counted_one_by_one() {
    let circle = "(define c (list 0 1 2 3 4)) (set-cdr! (cddddr c) (cdr c))";
    for (call, expected) in [
        ("(list-ref c 1000000000000)", "4"),
        ("(list-ref c 70001)", "1"),
        ("(car (list-tail c 1152921504606846974))", "2"),
        ("(begin (list-set! c 1000000000001 'x) c)", "(0 . #0=(x 2 3 4 . #0#))"),
    ] {
        assert_eq!(value(&format!("{circle} {call}")), expected, "{call}");
    }
}

/// Loops that consist of calls of a continuation alone come to a safepoint, too.
#[test]
fn loops_of_continuations_end_with_the_fuel() {
    let loops = [
        "(let ((c #f)) (call/cc (lambda (r) (set! c r))) (c 1))",
        "(define (f) (let ((c #f)) (call/cc (lambda (r) (set! c r))) (c 1 2))) (f)",
        "(define (f) (let ((c #f)) (call/cc (lambda (r) (set! c r))) (call/cc c))) (f)",
        "(define (f) (let ((c #f)) (call/cc (lambda (r) (set! c r))) (apply c '(1)))) (f)",
        "(define (f n) (let ((c #f)) (call/cc (lambda (r) (set! c r))) (set! n (+ n 1)) (c n))) (f 0)",
    ];
    for native in [Native::Off, Native::AtFirstCall] {
        for text in loops {
            let limits = Limits { fuel: Some(100_000), ..Limits::NONE };
            let report = run(Config { native, limits, ..Config::default() }, text).expect_err("the fuel ends");
            assert!(report.message.contains("fuel"), "{text}: {}", report.message);
        }
    }
}

/// A register that a collection has cleared is no argument of the procedure that was stopped.
#[test]
fn stopped_procedures_show_no_registers_that_were_cleared() {
    let text = "(define (g) 1) (define (f b c) (g) (let loop ((i 0)) (if (< i 0) c (loop (+ i 1))))) (f 7 8)";
    for stress in [cairn_gc::Stress::Off, cairn_gc::Stress::Minor, cairn_gc::Stress::Full(1)] {
        for native in [Native::Off, Native::AtFirstCall] {
            let limits = Limits { fuel: Some(20), ..Limits::NONE };
            let mut config = Config { native, limits, ..Config::default() };
            config.heap.stress = stress;
            let report = run(config, text).expect_err("the fuel ends").render();
            assert!(report.contains(" with c = 8") && !report.contains("b = "), "{stress:?}, {native:?}: {report}");
        }
    }
}
