//! Hostile scripts, run by the command: none takes more memory than the limits of heap and stack
//! and what the process itself needs, and none ends by a signal or an error of Cairn itself.
//!
//! The memory is what the system counted. A process that starts another passes on its own size, so
//! these tests have a process without engines. Nor does any message grow with the program's text.
#![cfg(target_os = "linux")]

mod common;
#[path = "common/hostile_scripts.rs"]
mod hostile_scripts;

use std::path::Path;
use std::process::{Command, Stdio};

use common::Scratch;
use wait4::{ResUse, Wait4};

/// Limits in MiB, and what the process may take besides: its code, tables of the compiler, pages
/// that the allocator cannot return.
const HEAP: u64 = 64;
const STACK: u64 = 16;
const REST: u64 = 32;

/// Ends runs by what they do, not by the clock, as far as that can be.
const FUEL: &str = "20000000";

fn command(folder: &Path, text: &str) -> Command {
    let file = folder.join("script.scm");
    std::fs::write(&file, text).expect("a script");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    command
        .args(["--sandbox", "--timeout", "8s", "--fuel", FUEL])
        .args(["--memory", &HEAP.to_string(), "--stack", &STACK.to_string()])
        .arg(file)
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, text: &str) -> ResUse {
    let mut command = command(folder, text);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().and_then(Wait4::wait4).expect("a process")
}

fn problem(usage: &ResUse) -> Option<String> {
    let mib = usage.rusage.maxrss >> 20;
    match usage.status.code() {
        Some(0..=3) if mib <= HEAP + STACK + REST => None,
        Some(0..=3) => Some(format!("takes {mib} MiB")),
        _ => Some(format!("ends by {}", usage.status)),
    }
}

#[test]
fn hostile_scripts_take_no_more_memory_than_the_limits_and_the_process() {
    let scratch = Scratch::new();
    assert_eq!(run(&scratch.0, "(exit 0)").status.code(), Some(0));
    let problems = hostile_scripts::sample(2)
        .filter_map(|(name, text)| problem(&run(&scratch.0, &text)).map(|problem| format!("{name} {problem}")));
    let problems: Vec<_> = problems.collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Programs as long as this many characters or forms, by what is long in them.
fn long_texts(n: usize) -> Vec<(&'static str, String)> {
    let procedures = |body: &str| -> String {
        let one = |i| format!("(define (f{i} x) (+ 1 (f{} {body})))", i + 1);
        (0..40).map(one).chain(["(define (f40 x) (car x)) (f0 1)".to_string()]).collect()
    };
    vec![
        ("open parentheses", "(".repeat(n / 20)),
        ("open parentheses in lines", "(\n".repeat(n / 20)),
        ("closing parentheses", format!("(car 1{}", ")".repeat(n / 20))),
        ("an open string", format!("\"{}", "a".repeat(n))),
        ("an unbound name", "a".repeat(n)),
        ("an unbound operator", format!("({} 1)", "a".repeat(n))),
        ("the name of a procedure", format!("(define ({0} x) (car x)) ({0} 1)", "a".repeat(n / 4))),
        ("a line with many frames", procedures(&format!("(begin \"{}\" x)", "s".repeat(n / 40)))),
        ("a message", format!("(error \"{}\" 1)", "m".repeat(n))),
        ("syntax errors", "(if)".repeat(n / 100)),
        ("unbound names", "(list nowhere)".repeat(n / 100)),
    ]
}

#[test]
fn messages_about_long_texts_are_short_and_take_little_memory() {
    const LONGEST: usize = 100_000;
    let scratch = Scratch::new();
    for (what, text) in long_texts(2_000_000) {
        let output = command(&scratch.0, &text).output().expect("a process");
        assert!(matches!(output.status.code(), Some(1..=3)), "{what}: {}", output.status);
        assert!(!output.stderr.is_empty() && output.stderr.len() < LONGEST, "{what}: {} bytes", output.stderr.len());
        assert_eq!(problem(&run(&scratch.0, &text)), None, "{what}");
    }
}
