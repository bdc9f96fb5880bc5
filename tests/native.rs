//! Runs programs in both tiers, which must do the same to the last tick: print the same,
//! fail at the same place with the same backtrace, and run out of fuel at the same moment.

mod common;
#[path = "common/tiers.rs"]
mod tiers;
#[path = "common/trials.rs"]
mod trials;

use std::path::Path;
use std::process::ExitCode;

use cairn::backend::bytecode::Op;
use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Native};
use cairn_gc::Stress;
use libtest_mimic::Trial;
use tiers::compare;

fn whole(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a program");
    compare(&text, Native::AtFirstCall, Stress::Off, None)?;
    compare(&text, Native::Sampled, Stress::Off, None)
}

fn stressed(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a program");
    compare(&text, Native::AtFirstCall, Stress::Minor, None)?;
    compare(&text, Native::AtFirstCall, Stress::Full(61), None)
}

/// Procedures for `out_of_fuel`, the calls of which are expanded before their fuel counts.
const TICKING: &str = "
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (sum n) (do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i n) s)))
(define (each f n) (if (= n 0) '() (cons (f n) (each f (- n 1)))))
(define (count-in items k) (let loop ((at items) (c 0)) (if (null? at) c (loop (cdr at) (if (eqv? (car at) k) (+ c 1) c)))))
(define (hop n) (if (= n 0) 'end (call/cc (lambda (k) (if (odd? n) (k (hop (- n 1))) (hop (- n 1)))))))
(define (safe n) (guard (e (#t n)) (if (= n 0) (car n) (vector-ref (vector n) n))))
(define progress '())
(define (step! name value) (set! progress (cons name progress)) value)
(define (main)
  (step! 'fib (fib 9)) (step! 'sum (sum 200)) (step! 'each (apply + (each (lambda (x) (* x x)) 60)))
  (step! 'map (map (lambda (x . rest) (cons x rest)) (each fib 8) (each sum 8)))
  (step! 'count (count-in (each (lambda (x) (modulo x 3)) 90) 1)) (step! 'hop (hop 40))
  (step! 'safe (each safe 20)) (step! 'sort (length (list-sort < (each (lambda (x) (modulo (* x 37) 101)) 50)))))
";

/// How far the program runs with this much fuel, and where it stops.
fn progress(native: Native, fuel: u64) -> (Option<String>, String) {
    let mut engine = Engine::new(Config { native, ..Config::default() }).expect("an engine");
    engine.eval("definitions", TICKING).expect("definitions");
    engine.eval("warm", "(main) (set! progress '())").expect("an end");
    engine.set_fuel(Some(fuel));
    let report = engine.eval("main", "(main)").err().map(|report| report.render());
    engine.set_fuel(None);
    (report, format!("{:?}", engine.eval("progress", "progress")))
}

/// The program is stopped after every number of ticks that it takes, and some more.
fn out_of_fuel() -> Result<(), String> {
    for fuel in (0..2000).step_by(7) {
        let expected = progress(Native::Off, fuel);
        for native in [Native::AtFirstCall, Native::Sampled] {
            let found = progress(native, fuel);
            if found != expected {
                return Err(format!("{native:?}, fuel {fuel}: {found:?}\ninstead of {expected:?}"));
            }
        }
    }
    Ok(())
}

/// Instructions that native code never leaves to Rust as steps; and `JRecord`, which has the template of
/// `JNotRecord`.
#[rustfmt::skip]
const NEVER: &[Op] = &[
    Op::Move, Op::LoadK, Op::LoadI, Op::LoadImm, Op::Clear, Op::Closed, Op::GetUp, Op::GetUpCell, Op::GetVar, Op::Capture,
    Op::Jump, Op::Loop, Op::JFalse, Op::JTrue, Op::CallSelf, Op::Native, Op::Return, Op::Halt,
    Op::JEq, Op::JNotEq, Op::JEqK, Op::JNotEqK, Op::JNull, Op::JNotNull, Op::JPair, Op::JNotPair, Op::JFixnum, Op::JNotFixnum,
    Op::JChar, Op::JNotChar, Op::JKind, Op::JNotKind, Op::JEof, Op::JNotEof, Op::JUnchanged, Op::JChanged, Op::JRecord,
    Op::LoopLess, Op::LoopLessEq, Op::LoopNumEq, Op::LoopNotNumEq, Op::LoopLessI, Op::LoopLessEqI, Op::LoopGreaterI,
    Op::LoopGreaterEqI, Op::LoopNumEqI, Op::LoopNotNumEqI, Op::LoopNotNull, Op::LoopPair, Op::Cons, Op::Not,
];

/// The programs leave native code at every kind of instruction where that is possible.
fn exits() -> Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    for path in common::files("native", "scm") {
        let text = std::fs::read_to_string(path).expect("a program");
        // Some stores are only left to Rust while there is marking.
        for stress in [Stress::Off, Stress::Incremental(40)] {
            let streams = Streams { output: Box::new(common::Sink::default()), ..Streams::default() };
            let mut config = Config { streams, native: Native::AtFirstCall, ..Config::default() };
            (config.heap.stress, config.heap.nursery_bytes) = (stress, 64 << 10);
            let mut engine = Engine::new(config).expect("an engine");
            // Some of the programs end with an error.
            let _ = engine.run_final_program("program", &text);
            seen.extend(engine.native_stats().steps.into_iter().map(|(name, _)| name));
        }
    }
    let expected = Op::ALL.iter().filter(|op| !NEVER.contains(op)).map(|op| op.name());
    let missing: Vec<_> = expected.filter(|name| !seen.contains(name)).collect();
    let unexpected: Vec<_> = NEVER.iter().map(|op| op.name()).filter(|name| seen.contains(name)).collect();
    if missing.is_empty() && unexpected.is_empty() {
        Ok(())
    } else {
        Err(format!("no exit: {missing:?}; an exit: {unexpected:?}"))
    }
}

/// `cairn disasm --native` has the machine code of each instruction below it.
fn listing() -> Result<(), String> {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let mut text = String::new();
    engine.list_native("program", "(define (f x) (+ x 1))", |part| text += part).map_err(|report| report.render())?;
    let [sum, jump] = if cfg!(target_arch = "aarch64") {
        ["  adds x5, x5, #0x8\n", "  b.vs 0x"]
    } else {
        ["  add rax, 0x8\n", "  jo 0x"]
    };
    let found = text.split("AddI").nth(1).is_some_and(|below| below.contains(sum) && below.contains(jump));
    if found { Ok(()) } else { Err(text) }
}

fn main() -> ExitCode {
    type Check = fn(&Path) -> Result<(), String>;
    let groups: [(&str, Check); 2] = [("whole", whole), ("stressed", stressed)];
    let mut all = vec![Trial::test("native::out-of-fuel", || Ok(out_of_fuel()?))];
    if cfg!(all(any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux", feature = "jit")) {
        all.push(Trial::test("native::exits", || Ok(exits()?)));
        all.push(Trial::test("native::listing", || Ok(listing()?)));
    }
    for (group, check) in groups {
        all.extend(trials::of_files(&format!("native::{group}"), "native", "scm", |_| true, check));
    }
    trials::run(all)
}
