//! Times what a host does with an engine: calls in both directions, conversions, engines, slices.
//! Prints nanoseconds for each, the least of many batches, so that other work of the machine
//! matters little.
//!
//!     cargo bench --bench embedding
//!
//! With `slices` it times these alone. With `engines N` it makes N engines, and says what each takes
//! of time and memory. With `soak N` it evaluates N texts and loads a library anew N/100 times in one
//! engine, and fails when the memory of the process grows.

#[path = "embedding/least.rs"]
mod least;

use std::hint::black_box;
use std::time::Instant;

use cairn::{
    Budget, CallOutcome, Engine, Func, HostError, Library, Program, Resume, Scope, Slice, Step, Symbol, exactly,
};
use least::{ROUNDS, TEXT, least, many, show, sizes, title};

struct AddOne;

impl Resume for AddOne {
    fn resume<'gc>(
        self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        done: CallOutcome<'gc>,
    ) -> Result<Step<'gc>, HostError> {
        let n: i64 = scope.read(done.unwrap_or_else(|object| object))?;
        Ok(Step::Return(scope.make(n + 1)?))
    }
}

fn engine() -> Engine {
    let mut engine = Engine::builder().build().expect("an engine");
    let library = Library::new("host")
        .visible()
        .func("nothing", || ())
        .func("add3", |a: i64, b: i64, c: i64| a + b + c)
        .func("text", |text: String| text)
        .func("numbers", |list: Vec<i64>| list)
        .steps("back", exactly(1), |_, arguments| Ok(Step::Call(arguments[0], Vec::new(), Box::new(AddOne))));
    engine.add_library(library).expect("a library");
    engine
}

fn procedure(engine: &mut Engine, text: &str) -> Func {
    engine.value("bench", text).expect("a procedure")
}

/// Nanoseconds of an expression in a script, without those of the loop around it.
fn in_script(engine: &mut Engine, expression: &str) -> f64 {
    let mut rounds = |body: &str| {
        let text = format!(
            "(lambda (n) (let ((x \"{TEXT}\") (l (iota 100)) (f (lambda () 1)))
                              (do ((i 0 (+ i 1))) ((= i n)) {body})))"
        );
        let run = procedure(engine, &text);
        least(|| engine.call::<()>(&run, (ROUNDS,)).expect("a loop")) / f64::from(ROUNDS)
    };
    rounds(expression) - rounds("#t")
}

fn calls() {
    let engine = &mut engine();
    let nothing = procedure(engine, "(lambda () #t)");
    let add3 = procedure(engine, "(lambda (a b c) (+ a b c))");
    let echo = procedure(engine, "(lambda (x) x)");
    let list: Vec<i64> = (0..100).collect();
    show("host to script, no argument", least(|| engine.call::<()>(&nothing, ()).expect("a value")));
    show(
        "host to script, three integers",
        least(|| {
            black_box(engine.call::<i64>(&add3, (1, 2, 3)).expect("a number"));
        }),
    );
    show(
        "host to script, a string of 16, both ways",
        least(|| {
            black_box(engine.call::<String>(&echo, (TEXT,)).expect("a text"));
        }),
    );
    show(
        "host to script, a list of 100, both ways",
        least(|| {
            black_box(engine.call::<Vec<i64>>(&echo, (list.clone(),)).expect("a list"));
        }),
    );
    show("script to host, no argument", in_script(engine, "(nothing)"));
    show("script to host, three integers", in_script(engine, "(add3 i 2 3)"));
    show("script to host, a string of 16, both ways", in_script(engine, "(text x)"));
    show("script to host, a list of 100, both ways", in_script(engine, "(numbers l)"));
    show("script to host to script and back", in_script(engine, "(back f)"));
}

/// An engine without procedures of the host, as the other languages' are made here.
fn bare() -> Engine {
    Engine::builder().build().expect("an engine")
}

fn engines() {
    show("make an engine", least(|| drop(black_box(bare()))));
    let text = "(define (f x) (+ x 1)) (f 41)";
    let program: Program = bare().compile("bench", text).expect("a program");
    show(
        "make an engine, run a short text",
        least(|| {
            black_box(bare().value::<i64>("bench", text).expect("a number"));
        }),
    );
    show(
        "make an engine, run a short program",
        least(|| {
            black_box(bare().run::<i64>(&program).expect("a number"));
        }),
    );
    let first = |engine: &mut Engine| assert_eq!(engine.value::<i64>("bench", text).expect("a number"), 42);
    many(bare, first);
    let key = Symbol::from("x");
    let engine = &mut engine();
    let echo = procedure(engine, "(lambda (x) x)");
    show(
        "a symbol, both ways",
        least(|| {
            black_box(engine.call::<Symbol>(&echo, (key.clone(),)).expect("a symbol"));
        }),
    );
}

fn slices() {
    let engine = &mut engine();
    let count = procedure(engine, "(lambda (n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)) i)))");
    const LENGTH: i64 = 200_000;
    let whole = least(|| {
        black_box(engine.call::<i64>(&count, (LENGTH,)).expect("a number"));
    });
    let sliced = least(|| {
        let mut run = engine.start(&count, (LENGTH,)).expect("a run");
        while let Slice::Running = engine.poll::<i64>(&mut run, Budget::fuel(1000)) {}
    });
    println!("{:48} {:9.3}", "slices of 1,000, times running through", sliced / whole);
}

fn alive(count: usize) {
    let mut kept: Vec<Engine> = (0..16).map(|_| bare()).collect();
    let before = sizes();
    let start = Instant::now();
    kept.extend((0..count).map(|_| bare()));
    let time = start.elapsed();
    let made = sizes();
    let start = Instant::now();
    kept.iter_mut().for_each(|engine| assert_eq!(engine.value::<i64>("bench", "(+ 1 2)").expect("a number"), 3));
    let ran = (start.elapsed(), sizes());
    let each = |now: [f64; 2], at: usize| (now[at] - before[at]) / count as f64;
    println!(
        "{count} engines: {:.1} us each, {:.0} KiB of addresses, {:.1} KiB of memory",
        time.as_micros() as f64 / count as f64,
        each(made, 0),
        each(made, 1)
    );
    println!(
        "after a script in each: {:.1} us each, {:.0} KiB of addresses, {:.1} KiB of memory",
        ran.0.as_micros() as f64 / count as f64,
        each(ran.1, 0),
        each(ran.1, 1)
    );
}

fn soak(count: usize) {
    let mut engine = engine();
    let library =
        |n: usize| format!("(define-library (l) (export f) (import (scheme base)) (begin (define (f x) (+ x {n}))))");
    engine.eval("l", &library(0)).expect("a library");
    let old = procedure(&mut engine, "(import (scheme base) (l)) (lambda (x) (f x))");
    let mut first = 0.0;
    for i in 0..count {
        if i % 100 == 0 {
            engine.eval("l", &library(i)).expect("a library");
            assert_eq!(engine.call::<usize>(&old, (1,)).expect("a number"), i + 1);
        }
        let text = format!("(define (g x) (list x {i} \"text\")) (length (g {}))", i % 7);
        assert_eq!(engine.value::<i64>("soak", &text).expect("a number"), 3);
        if i % (count / 8).max(1) == 0 {
            let memory = sizes()[1];
            println!("{i:9} evaluations: {memory:.0} KiB, {} bytes in use", engine.bytes_in_use());
            if i * 4 >= count && first == 0.0 {
                first = memory;
            }
            assert!(first == 0.0 || memory < first * 1.1, "memory grows");
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let number_after = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1)?.parse().ok()
    };
    if let Some(count) = number_after("engines") {
        return alive(count);
    }
    if let Some(count) = number_after("soak") {
        return soak(count);
    }
    if words.iter().any(|word| word == "slices") {
        return slices();
    }
    title("Cairn");
    calls();
    engines();
    slices();
}
