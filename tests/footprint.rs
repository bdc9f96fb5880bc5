//! Tests that the memory limit bounds what the process takes from the system, whatever fills the heap:
//! at most 5 % and 20 MB more than the limit, apart from what a process without data takes.
#![cfg(target_os = "linux")]

mod common;

use std::process::Command;

use cairn::Engine;
use common::Scratch;

const LIMIT_MIB: usize = 32;

/// Shows the greatest resident size so far, in kB.
const SHOW: &str = r#"
(define (show-peak)
  (call-with-input-file "/proc/self/status"
    (lambda (port)
      (let loop ((line (read-line port)))
        (if (string-prefix? "VmHWM:" line)
            (begin (display line) (newline))
            (loop (read-line port)))))))
"#;

/// Ways to fill a heap: definitions, and an expression that adds something that is kept.
const FILLS: &[(&str, &str, &str)] = &[
    ("pairs", "", "(cons n keep)"),
    ("lists in the cars of lists", "", "(cons keep (list n))"),
    ("small vectors", "", "(cons (make-vector 200 n) keep)"),
    ("vectors", "", "(cons (make-vector (+ 3000 (modulo (* n 7) 2000)) n) keep)"),
    ("large vectors", "", "(cons (make-vector 60000 n) keep)"),
    ("very large vectors", "", "(cons (make-vector 300000 n) keep)"),
    ("strings", "", "(cons (make-string (modulo (* n 37) 3000) #\\a) keep)"),
    ("symbols", "", "(cons (string->symbol (number->string n)) keep)"),
    ("a table", "(define t (make-equal-hash-table))", "(begin (hash-table-set! t n n) t)"),
    ("a weak table", "(define t (make-weak-eq-hashtable))", "(let ((k (cons n keep))) (hash-table-set! t k n) k)"),
    ("a guardian", "(define g (make-guardian))", "(let ((k (cons n keep))) (g k) k)"),
    (
        "pairs after vectors",
        "(define (vectors size count) (do ((i 0 (+ i 1)) (l '() (cons (make-vector size i) l))) ((= i count) l)))
         (do ((k 0 (+ k 1))) ((= k 3))
           (vectors 60000 40) (vectors 3000 900) (vectors 300 9000))",
        "(cons n keep)",
    ),
    (
        "vectors after pairs",
        "(define (pairs count) (do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i count) l)))
         (do ((k 0 (+ k 1))) ((= k 3)) (pairs 1500000))",
        "(cons (make-vector 3000 n) keep)",
    ),
    (
        "a vector filled again and again",
        "(define v (make-vector 500000 #f))",
        "(begin (if (= 0 (modulo n 50)) (vector-fill! v (list n))) (cons (make-vector 1000 n) keep))",
    ),
];

/// The greatest resident size of the command with this script, in KiB.
fn peak(script: &str) -> usize {
    let folder = Scratch::new();
    let path = folder.0.join("script.scm");
    std::fs::write(&path, format!("{SHOW}{script}(show-peak)")).expect("a script");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    let output = command.args(["--memory", &LIMIT_MIB.to_string()]).arg(&path).output().expect("the command runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    let line = shown.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let size = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    size.unwrap_or_else(|| panic!("{script}: {shown}{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_limit_bounds_what_the_process_takes() {
    let empty = peak("");
    for (what, definitions, next) in FILLS {
        let full = peak(&format!(
            "{definitions}
             (define keep '())
             (define n 0)
             (guard (e ((string-contains (condition/report-string e) \"memory\") (set! keep '())))
               (let loop () (set! n (+ n 1)) (set! keep {next}) (loop)))
             "
        ));
        let most = empty + LIMIT_MIB * 1024 * 105 / 100 + 20 * 1000 * 1000 / 1024;
        assert!(full <= most, "{what}: {full} KiB, at most {most}, and {empty} without data");
        assert!(full >= empty + LIMIT_MIB * 1024 / 3, "{what}: only {full} KiB");
    }
}

/// Resident memory of this process, in KiB.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").expect("the system says it");
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).expect("a number") * 4
}

/// A host may have an engine for each of its users.
#[test]
fn an_engine_that_has_run_a_text_takes_little() {
    const COUNT: usize = 300;
    let made = || {
        let mut engine = Engine::builder().build().expect("an engine");
        assert_eq!(engine.value::<i64>("first", "(+ 1 2)").expect("a number"), 3);
        engine
    };
    let mut engines: Vec<Engine> = (0..16).map(|_| made()).collect();
    let before = resident();
    engines.extend((0..COUNT).map(|_| made()));
    let each = (resident() - before) / COUNT;
    assert!((8..=64).contains(&each), "{each} KiB");
}

/// A huge page costs half a millisecond to clear, which is much of the time of a short script.
#[test]
fn no_memory_is_in_huge_pages() {
    let text = "(import (scheme base) (scheme file) (cairn fs))
        (define (huge? line) (and (string-prefix? \"VmFlags:\" line) (string-contains line \" hg\")))
        (let ((lines (file->lines \"/proc/self/smaps\")))
          (write (list (> (length lines) 100) (length (filter huge? lines)))))";
    let output = Command::new(env!("CARGO_BIN_EXE_cairn")).args(["-e", text]).output().expect("the command starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "(#t 0)", "{}", String::from_utf8_lossy(&output.stderr));
}
