//! Tests what hosts of many engines rely on: futures of the host, compiled programs, engines that stay
//! small until a program needs more.

#[path = "hosting/random.rs"]
mod random;
#[path = "hosting/uses.rs"]
mod uses;

use std::cell::Cell;
use std::future::poll_fn;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use cairn::{Budget, Cause, Engine, FromValue, Func, Library, Limits, Outcome, Program, Report, Rest, Slice, Stop};

fn engine() -> Engine {
    Engine::builder().build().expect("an engine")
}

fn value<T: for<'gc> FromValue<'gc>>(engine: &mut Engine, text: &str) -> T {
    engine.value("test", text).unwrap_or_else(|report| panic!("{text}: {}", report.message))
}

// --- threads ---------------------------------------------------------------------

#[test]
#[cfg_attr(target_family = "wasm", ignore = "there are no threads")]
fn an_engine_moves_to_another_thread_with_all_that_it_holds() {
    struct Noted(Arc<AtomicI32>);
    impl Drop for Noted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    impl cairn::Userdata for Noted {
        const NAME: &'static str = "noted";
    }
    let (dropped, letter) = (Arc::new(AtomicI32::new(0)), Letter::default());
    let mut engine = with_letter(&letter);
    let noted = Arc::clone(&dropped);
    let library = Library::new("n").visible().func("note", move || cairn::New(Noted(Arc::clone(&noted))));
    engine.add_library(library).expect("a library");
    engine
        .eval(
            "test",
            "(define n (note)) (define p (open-output-string)) (define h (make-equal-hash-table)) (write 'a p)",
        )
        .expect("definitions");
    let work: Func = value(&mut engine, "(lambda (x) (hash-table-set! h n x) (write x p) (+ x (letter)))");
    let mut run = engine.start(&work, (5,)).expect("a run");
    assert!(matches!(engine.poll::<i64>(&mut run, Budget::default()), Slice::Waiting));
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        letter.arrive(2);
        assert!(matches!(engine.poll::<i64>(&mut run, Budget::default()), Slice::Done(7)));
        engine.eval("test", "(gc) (write (expt 3 1000) p)").expect("a big number");
        assert_eq!(value::<String>(&mut engine, "(substring (get-output-string p) 0 4)"), "a513");
        assert_eq!(value::<i64>(&mut engine, "(hash-table-ref h n (lambda () 0))"), 5);
        sender.send((engine, work)).expect("a receiver");
    });
    thread.join().expect("no panic");
    let (mut engine, work) = receiver.recv().expect("an engine");
    let kept = engine.start(&work, (1,)).expect("a run");
    let other = std::thread::spawn(move || {
        assert_eq!(value::<i64>(&mut engine, "(hash-table-ref h n (lambda () 0))"), 5);
        drop(engine);
    });
    other.join().expect("no panic");
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
    // Objects of an engine that is gone do no harm.
    drop((kept, work));
}

#[test]
#[cfg_attr(target_family = "wasm", ignore = "there are no threads")]
fn output_and_limits_follow_the_engine() {
    let written = Written::default();
    let streams = cairn::Streams { output: Box::new(written.clone()), ..cairn::Streams::default() };
    let mut engine = Engine::builder().streams(streams).build().expect("an engine");
    engine.eval("test", "(define (say x) (write x) (write 'end))").expect("a definition");
    let say: Func = engine.get("say").expect("a procedure");
    let threads: Vec<_> = (0..4).collect();
    for number in threads {
        let call = say.clone();
        let thread = std::thread::spawn(move || {
            engine.set_limits(Limits { output: Some(4), ..Limits::NONE });
            engine.call::<()>(&call, (number,)).expect("four bytes");
            let report = engine.call::<()>(&call, (10,)).expect_err("five bytes");
            assert_eq!(report.cause(), Cause::Stopped(Stop::Output));
            engine.set_limits(Limits { fuel: Some(1000), ..Limits::NONE });
            let report = engine.value::<()>("test", "(expt 7 10000000)").expect_err("long");
            assert_eq!(report.cause(), Cause::Stopped(Stop::Fuel));
            engine
        });
        engine = thread.join().expect("no panic");
    }
    assert_eq!(written.text(), "0end10en1end10en2end10en3end10en");
}

/// A stream that the test looks at.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic").clone()).expect("a text")
    }
}

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// --- futures ---------------------------------------------------------------------

/// A waker that counts.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// The value that a future of the test waits for, given by the test.
#[derive(Clone, Default)]
struct Letter(Arc<Mutex<(Option<i64>, Option<Waker>)>>);

impl Letter {
    fn arrive(&self, content: i64) {
        let waker = {
            let mut letter = self.0.lock().expect("no panic");
            letter.0 = Some(content);
            letter.1.take()
        };
        waker.into_iter().for_each(Waker::wake);
    }

    async fn content(self) -> i64 {
        poll_fn(|context: &mut Context<'_>| {
            let mut letter = self.0.lock().expect("no panic");
            letter.1 = Some(context.waker().clone());
            letter.0.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

fn with_letter(letter: &Letter) -> Engine {
    let letter = letter.clone();
    let mut engine = engine();
    let post = Library::new("post").visible().future("letter", move || letter.clone().content());
    engine.add_library(post).expect("a library");
    engine
}

#[test]
fn a_run_waits_for_a_future_and_goes_on() {
    let letter = Letter::default();
    let mut engine = with_letter(&letter);
    let twice: Func = value(&mut engine, "(lambda (x) (+ x (* 2 (letter)) (letter)))");
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    let mut run = engine.start(&twice, (5,)).expect("a run");
    for _ in 0..3 {
        assert!(matches!(engine.poll_with::<i64>(&mut run, Budget::default(), &waker), Slice::Waiting));
    }
    assert_eq!(value::<i64>(&mut engine, "(+ 1 1)"), 2, "the engine does other work meanwhile");
    letter.arrive(100);
    assert_eq!(count.0.load(Ordering::Relaxed), 1);
    assert!(matches!(engine.poll_with::<i64>(&mut run, Budget::default(), &waker), Slice::Waiting));
    letter.arrive(1000);
    assert_eq!(count.0.load(Ordering::Relaxed), 2);
    assert!(matches!(engine.poll_with::<i64>(&mut run, Budget::default(), &waker), Slice::Done(1205)));
}

#[test]
fn a_future_that_is_ready_does_not_wait() {
    let mut engine = engine();
    let library = Library::new("soon")
        .visible()
        .future("add", |a: i64, b: i64| async move { a + b })
        .future("divide", |a: i64, b: i64| async move { a.checked_div(b).ok_or("division by zero") });
    engine.add_library(library).expect("a library");
    assert_eq!(value::<i64>(&mut engine, "(add 1 (add 2 3))"), 6);
    assert_eq!(value::<i64>(&mut engine, "(divide 6 3)"), 2);
    let message = value::<String>(&mut engine, "(guard (e (#t (error-object-message e))) (divide 1 0))");
    assert_eq!(message, "divide: division by zero");
    let message = engine.value::<i64>("test", "(add 1 'b)").expect_err("a symbol").message;
    assert!(message.contains("add: argument 2: expected an exact integer"), "{message}");
    assert!(engine.value::<i64>("test", "(add 1)").is_err());
}

/// Without slices the thread waits, and what stops a run stops it then, too.
#[test]
#[cfg_attr(target_family = "wasm", ignore = "there are no threads")]
fn other_runs_keep_their_thread() {
    let mut engine = engine();
    let library = Library::new("threads")
        .visible()
        .future("from-thread", |n: i64| {
            let (sender, receiver) = std::sync::mpsc::channel::<i64>();
            let mut started = false;
            let sender = Cell::new(Some(sender));
            poll_fn(move |context: &mut Context<'_>| {
                if !std::mem::replace(&mut started, true) {
                    let (waker, sender) = (context.waker().clone(), sender.take().expect("the first poll"));
                    std::thread::spawn(move || {
                        sender.send(n * 2).expect("a receiver");
                        waker.wake();
                    });
                }
                receiver.try_recv().map_or(Poll::Pending, Poll::Ready)
            })
        })
        .future("never", std::future::pending::<i64>);
    engine.add_library(library).expect("a library");
    assert_eq!(value::<i64>(&mut engine, "(+ 1 (from-thread 20))"), 41);
    engine.set_limits(Limits { timeout: Some(Duration::from_millis(20)), ..Limits::NONE });
    let report = engine.value::<i64>("test", "(dynamic-wind void never void)").expect_err("a deadline");
    assert_eq!(report.cause(), Cause::Stopped(Stop::Deadline));
    engine.set_limits(Limits::NONE);
    engine.stop_handle().kill();
    assert_eq!(engine.value::<i64>("test", "(never)").expect_err("killed").cause(), Cause::Stopped(Stop::Kill));
    assert_eq!(value::<i64>(&mut engine, "(from-thread 1)"), 2);
}

#[test]
fn many_runs_wait_in_one_engine_and_those_dropped_are_forgotten() {
    let dropped = Arc::new(AtomicI32::new(0));
    struct Noted(Arc<AtomicI32>);
    impl Drop for Noted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let mut engine = engine();
    let noted = Arc::clone(&dropped);
    engine
        .add_library(Library::new("w").visible().future("turn", move || {
            let (mut polls, noted) = (0, Noted(Arc::clone(&noted)));
            poll_fn(move |_: &mut Context<'_>| {
                let _ = &noted;
                polls += 1;
                if polls > 6 { Poll::Ready(polls) } else { Poll::Pending }
            })
        }))
        .expect("a library");
    let work: Func = value(&mut engine, "(lambda (n) (let ((first (turn))) (list n first (turn))))");
    let mut runs: Vec<_> = (0..100).map(|n| engine.start(&work, (n,)).expect("a run")).collect();
    runs.truncate(60);
    let mut done = Vec::new();
    while !runs.is_empty() {
        runs.retain_mut(|run| match engine.poll::<Vec<i64>>(run, Budget::fuel(100)) {
            Slice::Running | Slice::Waiting => true,
            Slice::Done(list) => {
                done.push(list[0]);
                false
            }
            other => panic!("{other:?}"),
        });
    }
    done.sort_unstable();
    assert_eq!(done, (0..60).collect::<Vec<i64>>());
    // One that waits, and is dropped.
    let mut run = engine.start(&work, (0,)).expect("a run");
    assert!(matches!(engine.poll::<Vec<i64>>(&mut run, Budget::default()), Slice::Waiting));
    drop(run);
    value::<()>(&mut engine, "(begin (gc) (gc))");
    assert_eq!(dropped.load(Ordering::Relaxed), 121);
}

#[test]
fn an_executor_drives_calls() {
    let letter = Letter::default();
    let mut engine = with_letter(&letter);
    let loops: Func = value(&mut engine, "(lambda (n) (do ((i 0 (+ i 1))) ((= i n)) (vector i)) (letter))");
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    let mut context = Context::from_waker(&waker);
    let mut call = Box::pin(engine.call_async::<i64>(&loops, (10_000,), Budget::fuel(1000)));
    let mut polls = 0;
    let result = loop {
        polls += 1;
        match call.as_mut().poll(&mut context) {
            Poll::Ready(result) => break result,
            Poll::Pending if polls == 50 => letter.arrive(7),
            Poll::Pending => {}
        }
    };
    assert_eq!(result.expect("a number"), 7);
    assert!(count.0.load(Ordering::Relaxed) >= 10, "each slice wakes");
}

/// A continuation into a call of a future that is over cannot go on there.
#[test]
fn a_continuation_into_a_future_is_refused_the_second_time() {
    let letter = Letter::default();
    let mut engine = with_letter(&letter);
    let text = "(define k #f) (define n 0)
        (define (f) (letter))
        (define (go) (let ((x (call/cc (lambda (c) (set! k c) (f))))) (set! n (+ n 1)) (if (< n 3) (k x) (list n x))))";
    engine.eval("test", text).expect("definitions");
    let go: Func = engine.get("go").expect("a procedure");
    let mut run = engine.start(&go, ()).expect("a run");
    assert!(matches!(engine.poll::<Vec<i64>>(&mut run, Budget::default()), Slice::Waiting));
    letter.arrive(4);
    match engine.poll::<Vec<i64>>(&mut run, Budget::default()) {
        Slice::Done(list) => assert_eq!(list, [3, 4]),
        other => panic!("{other:?}"),
    }
}

// --- compiled programs -------------------------------------------------------------

fn compiled(text: &str) -> Result<Program, Box<Report>> {
    engine().compile("program", text)
}

fn ran<T: for<'gc> FromValue<'gc>>(program: &Program) -> T {
    engine().run(program).unwrap_or_else(|report| panic!("{}", report.render()))
}

const PROGRAM: &str = "
    (import (scheme base) (scheme write) (srfi 1) (cairn match))
    (define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
    (define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
    (define count 0)
    (define (next!) (set! count (+ count 1)) count)
    (define (swapped a b) (swap! a b) (list a b))
    (define p (make-point 1 2))
    (define (tested) (guard (e ((string? e) (list 'caught e))) (raise \"x\")))
    (list (next!) (next!) (swapped 1 2) (point-x p) (fold + 0 '(1 2 3)) (tested)
          (match '(1 (2 3)) ((a (b c)) (+ a b c))) (vector-map square #(1 2 3)))";

#[test]
#[cfg_attr(target_family = "wasm", ignore = "there are no threads")]
fn a_program_runs_in_any_engine_of_any_thread() {
    let program = compiled(PROGRAM).expect("a program");
    let expected = "(1 2 (2 1) 1 6 (caught \"x\") 6 #(1 4 9))";
    let saved = program.to_bytes();
    let again = compiled(PROGRAM).expect("a program").to_bytes();
    assert!(saved == again, "the same text gives the same bytes");
    let loaded = Program::from_bytes(&saved).expect("a program");
    std::thread::scope(|scope| {
        for program in [&program, &loaded, &program] {
            scope.spawn(move || {
                let mut engine = engine();
                for _ in 0..2 {
                    let value: cairn::Obj = engine.run(program).unwrap_or_else(|report| panic!("{}", report.render()));
                    let text = engine.scope(|scope| {
                        let value = scope.make(&value).expect("its own");
                        scope.written(value).expect("room")
                    });
                    assert_eq!(text.expect("an engine"), expected);
                }
                let next: Func = engine.get("next!").expect("a procedure");
                assert_eq!(engine.call::<i64>(&next, ()).expect("a number"), 3);
                assert_eq!(value::<i64>(&mut engine, "(+ count (point-y p))"), 5);
            });
        }
    });
}

#[test]
fn libraries_of_the_host_are_linked_when_a_program_is_loaded() {
    let with = |n: i64| {
        let mut engine = engine();
        let library = Library::new("host game").func("speed", move |a: i64| a * n).constant("limit", n);
        engine.add_library(library).expect("a library");
        engine
    };
    let text = "(import (scheme base) (host game)) (define (go x) (+ limit (speed x))) (go 10)";
    let program = with(1).compile("program", text).expect("a program");
    assert_eq!(with(3).run::<i64>(&program).expect("a number"), 33);
    assert_eq!(with(5).run::<i64>(&program).expect("a number"), 55);
    let message = engine().run::<i64>(&program).expect_err("no library").message;
    assert!(message.contains("in (host game)"), "{message}");
}

/// A program that is run once keeps what its code can call, and is otherwise as any other.
#[test]
fn final_programs_leave_out_what_nothing_calls() {
    let shown =
        |outcome: Result<Outcome, Box<Report>>| match outcome.unwrap_or_else(|report| panic!("{}", report.render())) {
            Outcome::Value(value) => value.unwrap_or_default(),
            Outcome::Exit(code) => format!("exit {code}"),
        };
    for text in [
        PROGRAM,
        "(define (f x) (* 2 x)) (define g f) (define (unused) (f 1)) (g 4)",
        "(define (f x) (h x)) (define (h x) (+ x 1)) (define unused (lambda (x) (f (f x)))) (f 1)",
        "(define (f) 1) (define (g) (set! f (lambda () 2)) (f)) (list (f) (g) (f))",
        "(define f (if (> (current-jiffy) -1) (lambda (x) x) (lambda (x) (- x)))) (f 3)",
        "(define c (case-lambda ((a) (one a)) ((a b) (two a b)))) (define (one a) a) (define (two a b) (+ a b)) (list (c 1) (c 1 2))",
        "(define-syntax m (syntax-rules () ((_ x) (helper x)))) (define (helper x) (list x)) (define (other) (m 2)) (m 1)",
        "(define (a n) (if (= n 0) 'even (b (- n 1)))) (define (b n) (if (= n 0) 'odd (a (- n 1)))) (a 7)",
        "(define (k x) x) (define table (list k (lambda (x) (k2 x)))) (define (k2 x) (* x x)) (map (lambda (f) (f 3)) table)",
        "(define (later x) (* x 3)) (eval '(later 2) (interaction-environment))",
        "(import (scheme base) (srfi 1) (srfi 13) (srfi 41) (srfi 115) (srfi 133) (srfi 158))
         (list (string-upcase \"ok\") (regexp-matches? '(+ num) \"12\") (stream-ref (stream-from 1) 5) (generator->list (generator 1 2)))",
    ] {
        let program = engine().compile_final("program", text).unwrap_or_else(|report| panic!("{}", report.render()));
        let loaded = Program::from_bytes(&program.to_bytes()).expect("a program");
        let expected = shown(engine().run_program("program", text));
        assert_eq!(shown(engine().run_final(&loaded)), expected, "{text}");
    }
    let many = "(import (scheme base) (srfi 1) (srfi 13) (srfi 41)) (string-upcase \"ok\")";
    let bytes = |program: Result<Program, Box<Report>>| program.expect("a program").image_bytes();
    let (all, wanted) = (bytes(engine().compile("program", many)), bytes(engine().compile_final("program", many)));
    assert!(wanted < all * 2 / 3, "{wanted} of {all} bytes");
}

#[test]
fn errors_of_programs_have_their_places() {
    let program = compiled("(define (f x)\n  (car x))\n(define (g y) (+ 1 (f y)))\n(display \"\")").expect("a program");
    let program = Program::from_bytes(&program.to_bytes()).expect("a program");
    let mut engine = engine();
    engine.run::<()>(&program).expect("definitions");
    let g: Func = engine.get("g").expect("a procedure");
    let report = engine.call::<i64>(&g, (5,)).expect_err("no pair");
    assert!(report.render().contains("program:2:3"), "{}", report.render());
}

/// Errors of a program that was saved are those of its text, apart from the frames of procedures whose bodies
/// stand at their calls there: they have no arguments, and tail calls do not remove them. The texts of libraries
/// that come with Cairn are not saved: every executable has them.
#[test]
fn errors_of_saved_programs_are_those_of_their_texts() {
    let without_frames = |report: String| -> Vec<String> {
        report.lines().map(|line| line.split(" with ").next().unwrap_or_default().replace(" (tail call)", "")).collect()
    };
    let import = "(import (scheme base) (scheme write) (srfi 1) (srfi 48) (cairn match))\n";
    for text in [
        "(define (f x) (fold x 0 '(1 2)))\n(f car)",
        "(define (f x) (car x))\n(define (g x) (f (cdr x)))\n(display (g (list 1)))",
        "(define (f x) (+ 1 (g x)))\n(define (g x)\n  (let ((y (h x))) (vector-ref y 5)))\n(define (h x) (vector x))\n(f 1)",
        "(define (f x) (match x ((a b) (+ a b))))\n(f '(1 c))",
        "(define-syntax m (syntax-rules () ((_ x) (let ((y x)) (car y)))))\n(define (f x) (m x))\n(list (f 1))",
        "(define (loop n) (if (= n 0) (error \"bad\" n) (loop (- n 1))))\n(loop 3)",
        "(define-record-type p (p x) p? (x px))\n(define (f v) (px v))\n(f 'q)",
        "(define (f s) (format \"~a ~q\" s))\n(display (f 1))",
        "(define (f) (guard (e ((string? e) e)) (raise 'x)))\n(f)",
        "(define (f l) (map (lambda (x) (* x x)) l))\n(f '(1 a))",
    ] {
        let text = format!("{import}{text}\n");
        let saved =
            engine().compile_final("program", &text).unwrap_or_else(|report| panic!("{}", report.render())).to_bytes();
        assert!(!String::from_utf8_lossy(&saved).contains("define-library"));
        let loaded = Program::from_bytes(&saved).expect("a program");
        let found = engine().run_final(&loaded).expect_err("it fails").render();
        let expected = engine().run_program("program", &text).expect_err("it fails").render();
        assert_eq!(without_frames(found), without_frames(expected), "{text}");
    }
}

#[test]
fn only_fresh_engines_compile_and_only_what_can_be_saved() {
    let mut used = engine();
    value::<i64>(&mut used, "1");
    assert!(used.compile("program", "1").expect_err("not fresh").message.contains("fresh"));
    assert!(compiled("(car").is_err());
    let text =
        "(define-syntax now (er-macro-transformer (lambda (f r c) (list 'quote (make-equal-hash-table))))) (now)";
    let message = compiled(text).expect_err("a hash table").message;
    assert!(message.contains("cannot be a part of a compiled program"), "{message}");
}

/// Damage is found, or gives a program that runs within the limits of its engine.
#[test]
fn damaged_programs_do_no_harm() {
    let saved = compiled(PROGRAM).expect("a program").to_bytes();
    assert!((0..saved.len()).step_by(7).all(|length| Program::from_bytes(&saved[..length]).is_err()));
    let mut random = fastrand::Rng::with_seed(7);
    let mut refused = 0;
    // In WebAssembly an engine takes memory for its whole stack at once.
    const TRIALS: usize = if cfg!(target_family = "wasm") { 100 } else { 3000 };
    for trial in 0..TRIALS {
        let mut damaged = saved.clone();
        for _ in 0..random.usize(1..4) {
            // Each region of the bytes has its turn.
            let region = 16 + (damaged.len() - 16) * trial / TRIALS;
            let at = if random.bool() { region } else { random.usize(16..damaged.len()) };
            match random.u8(..8) {
                0 => damaged.swap(at, region),
                1 => drop(damaged.remove(at)),
                2 => damaged.insert(at, random.u8(..)),
                3 => damaged[at] ^= 1 << random.u8(..8),
                _ => damaged[at] = random.u8(..),
            }
        }
        let Ok(program) = Program::from_bytes(&damaged) else {
            refused += 1;
            continue;
        };
        let limits = Limits { fuel: Some(100_000), output: Some(1000), ..Limits::NONE };
        let mut engine = Engine::builder().memory(16 << 20).limits(limits).build().expect("an engine");
        refused += i32::from(engine.run::<()>(&program).is_err());
        assert_eq!(value::<i64>(&mut engine, "(+ 1 2)"), 3);
    }
    assert!(refused > TRIALS as i32 / 6, "{refused}");
}

#[test]
fn a_program_is_subject_to_the_limits() {
    let program = compiled("(let loop ((n 0)) (loop (+ n 1)))").expect("a program");
    let limits = Limits { fuel: Some(1000), ..Limits::NONE };
    let mut engine = Engine::builder().limits(limits).build().expect("an engine");
    assert_eq!(engine.run::<()>(&program).expect_err("fuel").cause(), Cause::Stopped(Stop::Fuel));
    let big = format!("(define x '({})) (length x)", "(1 . 2) ".repeat(50_000));
    let program = compiled(&big).expect("a program");
    let mut small = Engine::builder().memory(1 << 20).build().expect("an engine");
    assert!(small.run::<i64>(&program).is_err());
    assert_eq!(ran::<i64>(&program), 50_000);
}

// --- small engines -----------------------------------------------------------------

#[test]
fn an_engine_gets_more_stack_and_nursery_when_it_needs_them() {
    let mut engine = Engine::builder().memory(256 << 20).build().expect("an engine");
    assert_eq!(value::<i64>(&mut engine, "(let deep ((n 200000)) (if (= n 0) 0 (+ 1 (deep (- n 1)))))"), 200_000);
    assert_eq!(
        value::<i64>(&mut engine, "(length (let deep ((n 300000)) (if (= n 0) '() (cons n (deep (- n 1))))))"),
        300_000
    );
    let add: Func = value(&mut engine, "+");
    assert_eq!(engine.call::<i64>(&add, vec![1; 100_000]).expect("a sum"), 100_000);
    let count = Library::new("count").visible().func("count", |all: Rest<i64>| all.0.len() as i64);
    engine.add_library(count).expect("a library");
    assert_eq!(value::<i64>(&mut engine, "(apply count (make-list 60000 1))"), 60_000);
    let text = "(call-with-values (lambda () (apply values (iota 50000))) (lambda all (length all)))";
    assert_eq!(value::<i64>(&mut engine, text), 50_000);
}

#[test]
fn a_small_engine_overflows_at_its_limit_and_handles_that() {
    for (stack, least) in [(64 << 20, 1_000_000), (1 << 20, 10_000), (256 << 10, 1000)] {
        let mut engine = Engine::builder().stack(stack).memory(512 << 20).build().expect("an engine");
        let text = "(define depth 0)
            (define (deep n) (set! depth n) (+ 1 (deep (+ n 1))))
            (define (try) (guard (e (#t (list (error-object-message e) depth))) (deep 0)))
            (try)";
        for _ in 0..3 {
            let (message, depth): (String, i64) = value(&mut engine, text);
            assert!(message.contains("stack overflow"), "{message}");
            assert!(depth >= least && depth < stack as i64 / 8, "{stack}: {depth}");
        }
        assert_eq!(value::<i64>(&mut engine, "(apply + (iota 100))"), 4950);
    }
}

/// The pages that the kernel counts for this process, in KiB: addresses, and memory.
#[cfg(target_os = "linux")]
fn sizes() -> (i64, i64) {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status of the process");
    let field = |name: &str| -> i64 {
        let line = status.lines().find(|line| line.starts_with(name)).expect(name);
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
    };
    (field("VmSize:"), field("VmRSS:"))
}

#[test]
#[cfg(target_os = "linux")]
fn a_short_script_takes_little_memory() {
    if in_own_process("a_short_script_takes_little_memory", None) {
        return;
    }
    const COUNT: i64 = 500;
    let script = |engine: &mut Engine| assert_eq!(value::<i64>(engine, "(define (f x) (+ x 1)) (f 41)"), 42);
    let mut first: Vec<_> = (0..50).map(|_| engine()).collect();
    first.iter_mut().for_each(script);
    let before = sizes();
    let mut engines: Vec<_> = (0..COUNT).map(|_| engine()).collect();
    engines.iter_mut().for_each(script);
    let after = sizes();
    let (addresses, memory) = ((after.0 - before.0) / COUNT, (after.1 - before.1) / COUNT);
    let heap = engines.iter().map(|engine| engine.bytes_in_use() as i64).sum::<i64>() / COUNT;
    println!("{addresses} KiB of addresses, {memory} KiB of memory, {heap} bytes of heap");
    assert!(addresses <= 1024, "{addresses} KiB of addresses for an engine");
    assert!(memory <= 64, "{memory} KiB of memory for an engine");
    assert!(heap <= 16_000, "{heap} bytes of heap for an engine");
}

/// In a process of its own, because tests that run at the same time take memory, too.
#[test]
#[cfg(target_os = "linux")]
fn thousands_of_engines_take_a_mebibyte_of_addresses_each() {
    if in_own_process("thousands_of_engines_take_a_mebibyte_of_addresses_each", None) {
        return;
    }
    const COUNT: i64 = 3000;
    let mut engines: Vec<_> = (0..10).map(|_| engine()).collect();
    let before = sizes();
    engines.extend((0..COUNT).map(|_| engine()));
    let after = sizes();
    let (addresses, memory) = ((after.0 - before.0) / COUNT, (after.1 - before.1) / COUNT);
    println!("{addresses} KiB of addresses, {memory} KiB of memory");
    assert!(addresses <= 1024, "{addresses} KiB of addresses for an engine");
    assert!(memory <= 40, "{memory} KiB of memory for an engine");
    for engine in engines.iter_mut().step_by(500) {
        assert_eq!(value::<i64>(engine, "(vector-length (make-vector 1000 0))"), 1000);
    }
    drop(engines);
    assert!(sizes().0 < before.0 + (after.0 - before.0) / 4, "the addresses are given back");
}

#[test]
#[cfg(target_os = "linux")]
fn an_engine_holds_no_descriptors() {
    if in_own_process("an_engine_holds_no_descriptors", None) {
        return;
    }
    let open = || std::fs::read_dir("/proc/self/fd").expect("the descriptors of the process").count();
    let before = open();
    let mut engines: Vec<_> = (0..50).map(|_| engine()).collect();
    engines.iter_mut().for_each(|engine| drop(engine.eval("test", "(display \"\")").expect("output")));
    assert_eq!(open(), before);
}

/// Runs a test of this file in a process of its own, with a limit on the bytes of addresses;
/// false if this is that process.
#[cfg(target_os = "linux")]
fn in_own_process(name: &str, addresses: Option<u64>) -> bool {
    if std::env::var_os("CAIRN_OWN_PROCESS").is_some() {
        return false;
    }
    let own = std::env::current_exe().expect("the path of this test");
    let limit = addresses.map_or("unlimited".to_string(), |bytes| (bytes >> 10).to_string());
    let script = format!("ulimit -v {limit}; exec \"$0\" --exact {name} --nocapture --test-threads 1");
    let mut shell = std::process::Command::new("sh");
    let done = shell.args(["-c", &script]).arg(own).env("CAIRN_OWN_PROCESS", "1").output().expect("a shell");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("1 passed"), "{said}");
    true
}

#[test]
#[cfg(target_os = "linux")]
fn without_addresses_no_engine_is_made_and_nothing_panics() {
    if in_own_process("without_addresses_no_engine_is_made_and_nothing_panics", Some(1 << 30)) {
        return;
    }
    let mut engines = Vec::new();
    let error = loop {
        match Engine::builder().build() {
            Ok(engine) => engines.push(engine),
            Err(error) => break error,
        }
        assert!(engines.len() < 10_000, "the limit of addresses holds");
    };
    assert!(engines.len() > 200, "{}", engines.len());
    assert_eq!(error.to_string(), "there is no memory for an engine");
    engines.truncate(100);
    assert_eq!(value::<i64>(&mut engines[0], "(apply + (iota 1000))"), 499_500);
    engines.push(engine());
}

// --- reloading ---------------------------------------------------------------------

#[test]
fn code_made_before_sees_a_library_that_is_loaded_anew() {
    let mut engine = engine();
    let library = |body: &str| format!("(define-library (r) (export f g) (import (scheme base)) (begin {body}))");
    engine.eval("r", &library("(define (f x) (* x 2)) (define g 1)")).expect("a library");
    let old: Func = value(&mut engine, "(import (scheme base) (r)) (define (old x) (list (f x) g)) old");
    engine.eval("script", "(define (later x) (f x))").expect("a definition");
    let later: Func = engine.get("later").expect("a procedure");
    for n in 3..6 {
        engine.eval("r", &library(&format!("(define (f x) (* x {n})) (define g {n})"))).expect("a library");
        assert_eq!(engine.call::<(i64, i64)>(&old, (10,)).expect("a list"), (10 * n, n));
        assert_eq!(engine.call::<i64>(&later, (10,)).expect("a number"), 10 * n);
        assert_eq!(value::<i64>(&mut engine, "(f 100)"), 100 * n);
    }
    // The script's own definition of the name stays.
    engine.eval("script", "(define (f x) 'mine)").expect("a definition");
    engine.eval("r", &library("(define (f x) 'theirs) (define g 9)")).expect("a library");
    assert_eq!(value::<Vec<bool>>(&mut engine, "(list (eq? (f 1) 'mine) (= g 9))"), [true, true]);
    // A definition that fails leaves what was.
    assert!(engine.eval("r", &library("(define (f x) 1) (define g (car 5))")).is_err());
    assert!(value::<bool>(&mut engine, "(eq? (f 1) 'mine)"));
}
