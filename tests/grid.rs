//! Compares compiled operations with the operations themselves: each builtin that may become an
//! instruction or be computed at compile time is tested with operands of every type in variables
//! and as constants, for its value, as a test and for its effect, against `apply` of the procedure.
//! Values and errors must be the same, with every set of passes.
//!
//! The builtins come from the compiler's own tables, so new ones are covered automatically; the
//! operands and the comparison are in `grid/grid.scm`.

mod common;
#[path = "grid/names.rs"]
mod names;

use std::fmt::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use cairn::backend::bytecode::forms::FORMS;
use cairn::backend::passes::PASSES;
use cairn::engine::{Config, Data, Engine, Library};
use cairn::middle::options::Options;
use cairn::middle::primitives::{Code, Primitive, flag};
use cairn::stdlib;

/// Excluded, because their results grow without bound.
const LARGE: &[&str] = &["expt", "exact-integer-sqrt", "arithmetic-shift", "shift-left", "ash", "fxarithmetic-shift"];

/// Constants used as operands in the code, in source form.
const CONSTANTS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "32767",
    "32768",
    "-32768",
    "-32769",
    "1152921504606846975",
    "1152921504606846976",
    "-1152921504606846976",
    "100000000000000000000",
    "1/2",
    "0.0",
    "-0.0",
    "1.5",
    "-2.0",
    "+inf.0",
    "-inf.0",
    "+nan.0",
    "5e-324",
    "1e300",
    "1+i",
    "#t",
    "#f",
    "'()",
    "'a",
    "#\\a",
    "\"abc\"",
    "'(1 2)",
    "'#(1 2 3)",
    "'#u8(1 2 3)",
];

/// The constants that are combined with one another, which `fold` computes.
const FOLDED: &[&str] = &["0", "1", "-1", "1152921504606846975", "1/2", "0.0", "-0.0", "1.5", "+inf.0", "+nan.0", "'a"];

fn is_instruction(row: &Primitive) -> bool {
    FORMS.iter().any(|&(name, _)| name == row.name)
}

/// The builtins that the compiler knows.
fn operations() -> Vec<&'static Primitive> {
    let known = |row: &&Primitive| {
        let native = row.code == Code::Native && !row.has(flag::INTERNAL);
        native && (is_instruction(row) || row.flags & (flag::FOLD | flag::VALUES) != 0) && !LARGE.contains(&row.name)
    };
    stdlib::builtins().primitives.all().map(|(_, row)| row).filter(known).collect()
}

/// The part of the grid to test.
#[derive(Clone, Copy)]
struct Extent {
    /// Only every n-th of the operands in variables.
    every: usize,
    /// Constants among the operands.
    constants: bool,
}

/// The calls of one operation with `count` operands.
fn trials(out: &mut String, row: &Primitive, count: usize, extent: Extent) {
    let name = row.name;
    let vars = &["a", "b", "c"][..count];
    let list = vars.join(" ");
    let several = row.has(flag::VALUES) && !(name == "values" && count == 1);
    let value = |call: &str| {
        if several { format!("(call-with-values (lambda () {call}) list)") } else { format!("(list {call})") }
    };
    let call = format!("({name} {list})");
    let every = if is_instruction(row) || count == 1 { extent.every } else { extent.every + 3 };
    let _ = writeln!(out, "(trials '{name} {name} {count} {every} (list");
    let _ = writeln!(out, " (cons 'value (lambda ({list}) {}))", value(&call));
    let _ = writeln!(out, " (cons 'effect (lambda ({list}) {call} '(done)))");
    if !several {
        let _ = writeln!(out, " (cons 'test (lambda ({list}) (list (if {call} 'yes 'no))))");
        let _ = writeln!(out, " (cons 'test (lambda ({list}) (list (if (not {call}) 'no 'yes))))");
        let _ = writeln!(out, " (cons 'unused (lambda ({list}) (let ((unused {call})) '(done))))");
    }
    let _ = writeln!(out, "))");
    if !extent.constants || (count > 1 && !is_instruction(row)) {
        return;
    }
    let every = if count == 3 { every * 9 } else { every };
    for at in 0..count {
        let _ = writeln!(out, "(constants '{name} {name} {count} {at} {every} (list");
        for constant in CONSTANTS {
            let operand = |i: usize| if i == at { constant } else { vars[i] };
            let operands: Vec<_> = (0..count).map(operand).collect();
            let others: Vec<_> = (0..count).filter(|&i| i != at).map(|i| vars[i]).collect();
            let call = value(&format!("({name} {})", operands.join(" ")));
            let _ = writeln!(out, " (cons {constant} (lambda ({}) {call}))", others.join(" "));
        }
        let _ = writeln!(out, "))");
    }
    if count == 2 {
        let _ = writeln!(out, "(folded '{name} {name} (list");
        for x in FOLDED {
            for y in FOLDED {
                let call = value(&format!("({name} {x} {y})"));
                let _ = writeln!(out, " (vector {x} {y} (lambda () {call}))");
            }
        }
        let _ = writeln!(out, "))");
    }
}

fn check(what: &str, passes: Options, extent: Extent) {
    let mut program = String::new();
    program.push_str(include_str!("grid/grid.scm"));
    for row in operations() {
        for count in (1..=3).filter(|&count| row.arity.accepts(count)) {
            trials(&mut program, row, count, extent);
        }
    }
    program.push_str("(finish)\n");
    let wrong = Arc::new(Mutex::new(Vec::new()));
    let trials = Arc::new(AtomicI64::new(0));
    let (wrong_here, trials_here) = (Arc::clone(&wrong), Arc::clone(&trials));
    let library = Library::new("grid")
        .func("report", move |wrong: Data| wrong_here.lock().expect("no panic").push(format!("{wrong:?}")))
        .func("report-trials", move |count: i64| trials_here.store(count, Ordering::Relaxed));
    let mut engine = Engine::new(Config { passes, ..Config::default() }).expect("an engine");
    engine.add_library(library.visible()).expect("a library");
    if let Err(report) = engine.run_program("grid", &program) {
        panic!("{what}: {}", report.render());
    }
    let wrong = wrong.lock().expect("no panic");
    println!("{what}: {} comparisons", trials.load(Ordering::Relaxed));
    assert!(trials.load(Ordering::Relaxed) > 10_000, "{what}: only {} comparisons", trials.load(Ordering::Relaxed));
    assert!(wrong.is_empty(), "{what}: {} differ, first {}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn optimised() {
    check("optimised", Options::default(), Extent { every: 1, constants: true });
}

#[test]
fn unoptimised() {
    check("unoptimised", Options { minimal: true, ..Options::default() }, Extent { every: 3, constants: false });
}

#[test]
fn without_each_pass() {
    for pass in PASSES.iter().filter(|pass| !pass.required) {
        let passes = Options { disabled: [pass.name.to_string()].into(), ..Options::default() };
        check(&format!("without {}", pass.name), passes, Extent { every: 3, constants: pass.name == "inline" });
    }
}
