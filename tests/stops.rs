//! Tests that the host, the clock or a limit ends runs, and that engines remain usable.

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use cairn::data::error::ErrorKind;
use cairn::engine::{Config, Engine, Func, Limits, Outcome, Report};

/// A loop that survives every condition.
const SWALLOWS: &str = "(define (again) (guard (e (#t (again))) (let l () (l)))) (again)";

/// Time allowed for an immediate stop, on a busy machine.
const SOON: Duration = Duration::from_secs(20);

fn stopped(engine: &mut Engine, text: &str, message: &str) {
    let report = engine.eval("test", text).expect_err(text);
    assert_eq!((report.kind, report.message.as_str()), (Some(ErrorKind::Limit), message), "{text}");
    assert_eq!(value(engine, "(+ 1 2)"), "3", "after {text}");
}

fn value(engine: &mut Engine, text: &str) -> String {
    let outcome: Result<Outcome, Box<Report>> = engine.eval("test", text);
    match outcome {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        other => panic!("{text}: {other:?}"),
    }
}

fn later(act: impl FnOnce() + Send + 'static) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        act();
    })
}

#[test]
fn a_kill_runs_no_more_of_the_program() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let handle = engine.stop_handle();
    let text = "(define log '())
        (define (spin) (spin))
        (dynamic-wind
          (lambda () #f)
          (lambda () (guard (e (#t (set! log 'handled))) (spin)))
          (lambda () (set! log 'after)))";
    let other = later(move || handle.kill());
    stopped(&mut engine, text, "killed");
    other.join().expect("no panic");
    assert_eq!(value(&mut engine, "log"), "()");
    let handle = engine.stop_handle();
    let other = later(move || handle.kill());
    stopped(&mut engine, SWALLOWS, "killed");
    other.join().expect("no panic");
}

#[test]
fn an_interrupt_is_a_condition() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let handle = engine.stop_handle();
    let other = later(move || handle.interrupt());
    let text = "(define (spin) (spin)) (guard (e (#t (condition/report-string e))) (spin))";
    assert_eq!(value(&mut engine, text), "\"interrupted\"");
    other.join().expect("no panic");
}

#[test]
fn requests_without_a_run_act_on_the_next_unless_cleared() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.stop_handle().kill();
    engine.stop_handle().clear();
    assert_eq!(value(&mut engine, "1"), "1");
    engine.stop_handle().kill();
    stopped(&mut engine, "(let loop () (loop))", "killed");
}

#[test]
fn deadlines_cannot_be_handled() {
    let limits = Limits { timeout: Some(Duration::from_millis(100)), ..Limits::NONE };
    let mut engine = Engine::new(Config { limits, ..Config::default() }).expect("an engine");
    let start = Instant::now();
    stopped(&mut engine, SWALLOWS, "time limit reached");
    // Each run has its own time.
    stopped(&mut engine, SWALLOWS, "time limit reached");
    engine.set_limits(Limits::NONE);
    engine.set_deadline(Some(Instant::now() + Duration::from_millis(100)));
    let report = engine.eval("test", SWALLOWS).expect_err("a deadline");
    assert_eq!(report.message, "time limit reached");
    engine.set_deadline(None);
    assert_eq!(value(&mut engine, "(+ 1 2)"), "3");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn fuel_cannot_be_handled_and_is_counted_exactly() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.eval("test", "(define n 0)").expect("a definition");
    engine.set_limits(Limits { fuel: Some(100_000), ..Limits::NONE });
    stopped(&mut engine, SWALLOWS, "out of fuel");
    engine.set_limits(Limits::NONE);
    // An iteration of this loop is one tick; the rest of the fuel is spent on expansion.
    for stress in [cairn_gc::Stress::Off, cairn_gc::Stress::Minor] {
        let mut config = Config::default();
        config.heap.stress = stress;
        let mut engine = Engine::new(config).expect("an engine");
        engine.eval("test", "(define n 0) (define (run) (let l () (set! n (+ n 1)) (l)))").expect("definitions");
        let procedure: Func = engine.get("run").expect("a procedure");
        let run = |engine: &mut Engine| engine.call::<()>(&procedure, ()).expect_err("no end").message;
        for fuel in [1, 2, 4095, 4096, 4097, 10_000] {
            engine.eval("test", "(set! n 0)").expect("an assignment");
            engine.set_limits(Limits { fuel: Some(fuel), ..Limits::NONE });
            assert_eq!(run(&mut engine), "out of fuel");
            engine.set_limits(Limits::NONE);
            let rounds: u64 = value(&mut engine, "n").parse().expect("a number");
            assert!(rounds <= fuel && rounds + 4 >= fuel, "{rounds} rounds of {fuel}");
        }
    }
}

#[test]
fn output_beyond_the_limit_is_not_written() {
    for (text, code, expected) in [
        ("(display \"0123456789\")", 3, "01234567"),
        ("(display \"01234567\")", 0, "01234567"),
        ("(let loop () (guard (e (#t (loop))) (write-char #\\a) (flush-output-port)) (loop))", 3, "aaaaaaaa"),
        ("(display \"0123456789\") (exit 0)", 3, "01234567"),
        ("(display (make-string 100000 #\\b))", 3, "bbbbbbbb"),
        ("(display \"0123\" (current-error-port)) (display \"456789\")", 3, "4567"),
    ] {
        let output = cairn(&["--max-output", "8"], text);
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{text}");
        assert_eq!(output.status.code(), Some(code), "{text}");
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(complaint.contains("output limit reached"), code == 3, "{text}: {complaint}");
    }
}

/// Runs a script with the command, which must end soon.
fn cairn(options: &[&str], script: &str) -> Output {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("cairn-stops-{}-{number}.scm", std::process::id()));
    std::fs::write(&file, script).expect("a script");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(options)
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    // Held open, so that a script that reads waits.
    let input = child.stdin.take();
    let output = child.wait_with_output().expect("an end");
    drop(input);
    let _ = std::fs::remove_file(&file);
    assert!(start.elapsed() < SOON, "{script}: {:?}", start.elapsed());
    output
}

#[test]
fn the_command_names_the_limit_and_says_3() {
    for (options, script, message) in [
        (&["--timeout", "100ms"][..], SWALLOWS, "time limit reached"),
        (&["--timeout", "100ms"], "(read-line)", "time limit reached"),
        (&["--fuel", "1000000"], SWALLOWS, "out of fuel"),
        (&["--sandbox", "--timeout", "100ms"], SWALLOWS, "time limit reached"),
        (&["--sandbox", "--fuel", "10000"], SWALLOWS, "out of fuel"),
        (&["--sandbox", "--memory", "16"], "(let loop ((l '())) (loop (cons l l)))", "out of memory"),
        (&["--sandbox", "--stack", "1"], "(define (f n) (+ 1 (f n))) (f 1)", "stack overflow"),
    ] {
        let output = cairn(options, script);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{script}: {complaint}");
        assert!(complaint.contains(message), "{script}: {complaint}");
    }
    for wrong in ["5", "5h", "s", "1.5s", ""] {
        assert_eq!(cairn(&["--timeout", wrong], "1").status.code(), Some(2), "{wrong}");
    }
}

/// Preparations, and calls that would take far longer than the time limit.
const LONG: &[(&str, &str)] = &[
    ("", "(expt 7 100000000)"),
    ("(define a (expt 3 2000000)) (define b (expt 5 3000000))", "(gcd a b)"),
    ("(define a (expt 3 4000000))", "(number->string a)"),
    ("(define s (make-string 6000000 #\\7))", "(string->number s)"),
    ("(define a (+ 1 (expt 3 30000)))", "(let loop ((x (/ a (+ a 7)))) (loop (+ x (/ 1 a))))"),
    (
        "(define (dag n) (if (= n 0) '(1) (let ((d (dag (- n 1)))) (cons d d)))) (define d (dag 60))",
        "(write d (open-output-string))",
    ),
    (
        "(define (dag n) (if (= n 0) '(1) (let ((d (dag (- n 1)))) (cons d d)))) (define d (dag 60))",
        "(let loop () (write-shared d (open-output-string)) (loop))",
    ),
    ("(define s (make-string 20000000 #\\())", "(read (open-input-string s))"),
    ("(define s (string-append \"#|\" (make-string 20000000 #\\a)))", "(read (open-input-string s))"),
    (
        "(define (nest n) (let loop ((l 1) (n n)) (if (= n 0) l (loop (list 'let '() (list 'define 'y l) 'y) (- n 1)))))
         (define code (nest 20000))",
        "(eval code (interaction-environment))",
    ),
    ("(define h (make-equal-hash-table)) (define l (make-list 100000 0))", "(let loop () (equal? l (list-copy l)) (loop))"),
    ("(define s (make-string 1000000 #\\a))", "(let loop () (string-search-all (make-string 500000 #\\a) s) (loop))"),
    ("(define l (iota 300000))", "(let loop () (sort l >) (loop))"),
];

/// The outcome of a call that should not end.
fn message(engine: &mut Engine, call: &str) -> String {
    engine.eval("test", call).expect_err(call).message
}

#[test]
fn builtins_end_at_the_deadline_and_with_the_fuel() {
    for (setup, call) in LONG {
        let mut engine = Engine::new(Config::default()).expect("an engine");
        engine.eval("test", setup).expect(setup);
        engine.set_limits(Limits { timeout: Some(Duration::from_millis(50)), ..Limits::NONE });
        let start = Instant::now();
        assert_eq!(message(&mut engine, call), "time limit reached", "{call}");
        assert!(start.elapsed() < Duration::from_secs(20), "{call} took {:?}", start.elapsed());
        engine.set_limits(Limits { fuel: Some(20_000), ..Limits::NONE });
        assert_eq!(message(&mut engine, call), "out of fuel", "{call}");
        engine.set_limits(Limits::NONE);
        assert_eq!(value(&mut engine, "(* 6 7)"), "42", "after {call}");
    }
}

#[test]
fn an_interrupt_reaches_a_builtin() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let handle = engine.stop_handle();
    let other = later(move || handle.interrupt());
    let text = "(guard (e (#t (condition/report-string e))) (expt 7 100000000))";
    assert_eq!(value(&mut engine, text), "\"interrupted\"");
    other.join().expect("no panic");
}

#[test]
fn the_compiler_ends_wherever_the_fuel_does() {
    let text = "
        (define-syntax my-or (syntax-rules () ((_) #f) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
        (define (f x)
          (letrec ((even (lambda (n) (if (= n 0) #t (odd (- n 1))))) (odd (lambda (n) (if (= n 0) #f (even (- n 1))))))
            (define a (my-or #f #f x)) (define (b y) (set! a (+ a y)) (lambda () (list a y even)))
            (do ((i 0 (+ i 1))) ((= i 3) ((b 1))) (guard (e (#t e)) (b i)))
            (let loop ((i 0)) (cond ((even i) => list) ((> i 9) (case i ((10) 1) (else 2))) (else (loop (+ i 1)))))))
        (define-record-type point (make-point x y) point? (x point-x) (y point-y))
        (point-x (make-point (f 1) `(1 ,(f 2) #(,@(list 1 2)))))";
    let text = text.repeat(4);
    let mut ended = 0;
    for fuel in (20..8000).step_by(37) {
        let limits = Limits { fuel: Some(fuel), ..Limits::NONE };
        let mut engine = Engine::new(Config { limits, ..Config::default() }).expect("an engine");
        match engine.run_program("test", &text) {
            Ok(_) => ended += 1,
            Err(report) => assert_eq!(report.message, "out of fuel"),
        }
    }
    assert!(ended > 0, "the fuel was never enough");
}

/// The command with a script as text, its standard output given.
#[cfg(target_os = "linux")]
fn evaluated(text: &str, output: impl Into<Stdio>) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    command.args(["-e", text]).stdin(Stdio::null()).stdout(output).stderr(Stdio::piped());
    command.spawn().expect("a process")
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_is_lost_at_the_end_is_a_failure() {
    for (text, code) in [
        // Output that waits for the end: in a standard port, in another, and the value itself.
        ("(begin (display 1) (if #f #f))", 1),
        ("(define p (open-output-file \"/dev/full\")) (write-string \"x\" p) (if #f #f)", 1),
        ("(+ 1 2)", 1),
        // In a port that the collector has closed.
        ("(begin (write-string \"x\" (open-output-file \"/dev/full\")) (gc) (if #f #f))", 1),
        // The program says how it ends.
        ("(display 1) (exit)", 1),
        ("(display 1) (exit 7)", 1),
        ("(display 1) (emergency-exit 7)", 7),
        // Nothing is lost.
        ("(if #f #f)", 0),
        ("(guard (e ((file-error? e) #t)) (write-string \"x\") (flush-output-port)) (if #f #f)", 0),
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("the full device");
        let output = evaluated(text, full).wait_with_output().expect("an end");
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{text}: {complaint}");
        assert_eq!(complaint.contains("No space left on device"), code == 1, "{text}: {complaint}");
    }
}

/// Whether this process ignores a signal, and so do those that it starts: as when a shell has started it in the
/// background.
#[cfg(target_os = "linux")]
fn is_ignored(signal: rustix::process::Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").expect("the system says it");
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).expect("the ignored signals");
    u64::from_str_radix(mask.trim(), 16).expect("a number") & 1 << (signal.as_raw() - 1) != 0
}

#[test]
#[cfg(target_os = "linux")]
fn signals_end_a_script_in_order() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::ExitStatusExt;

    let script = std::env::temp_dir().join(format!("cairn-signals-{}.scm", std::process::id()));
    for (signal, wait) in [
        (rustix::process::Signal::TERM, "(run-pipeline '((\"sh\" \"-c\" \"echo $$; exec sleep 1000\")))"),
        (rustix::process::Signal::INT, "(begin (show (process-id)) (let loop () (loop)))"),
        (
            rustix::process::Signal::HUP,
            "(begin (show (process-id)) (guard (e (#t (let loop () (loop)))) (sleep 1000)))",
        ),
    ] {
        if is_ignored(signal) {
            continue;
        }
        let text = format!(
            "(import (scheme base) (scheme write) (cairn fs) (cairn process))
             (define (show x) (display x) (newline) (flush-output-port))
             (call-with-temporary-directory (lambda (path)
               (string->file \"x\" (path-join path \"x\"))
               (show path)
               {wait}))"
        );
        std::fs::write(&script, text).expect("a script");
        let mut child = Command::new(env!("CARGO_BIN_EXE_cairn"))
            .arg(&script)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map(|line| line.expect("a line"));
        let (path, number) = (lines.next().expect("a path"), lines.next().expect("a number"));
        assert!(std::path::Path::new(&path).exists());
        rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).expect("a signal");
        let status = child.wait().expect("an end");
        assert_eq!(status.signal(), Some(signal.as_raw()), "{wait}");
        assert!(!std::path::Path::new(&path).exists(), "{wait}");
        // It ends, or nobody asks how it has ended. A killed process dies when it runs next.
        let state = || std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let start = Instant::now();
        let is_over = |state: String| state.is_empty() || state.contains(") Z");
        while !is_over(state()) {
            assert!(start.elapsed() < SOON, "{wait}: {}", state());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let _ = std::fs::remove_file(script);
}
