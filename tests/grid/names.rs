//! Calls each procedure of each bundled library with wrong arguments: an error names the procedure that the program has
//! called, not one that the library calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cairn::data::port::Streams;
use cairn::engine::{Capabilities, Config, Engine, Library};

use super::common::files;

/// Libraries whose procedures reach the system, or end the run.
const LEFT_OUT: &[&str] =
    &["chibi-test", "rnrs-files", "rnrs-programs", "srfi-37", "srfi-64", "srfi-78", "srfi-112", "srfi-170", "srfi-193"];

/// Procedures that end the run, or wait for input.
const ENDING: &[&str] = &["exit", "emergency-exit", "read-line", "read-char", "read"];

const IMPORT: &str = "(import (prefix (only (scheme base) apply begin bytevector define error-object? error-object-message for-each \
    guard if lambda let list procedure? quote raise symbol->string vector) $) (prefix (grid) $)";

/// One error in this number may have another name: where tail calls through `apply` have removed the procedure, or a
/// procedure of the prelude has done its work by another one.
const MOST_WRONG: usize = 100;

/// The messages of errors, by the procedure that was called.
type Messages = Arc<Mutex<Vec<(String, String)>>>;

/// The lists of exports: each a library, and the names in it.
fn lists() -> Vec<(String, Vec<String>)> {
    let is_tested = |path: &&PathBuf| path.file_stem().is_some_and(|stem| !LEFT_OUT.iter().any(|name| stem == *name));
    files("exports", "txt").iter().filter(is_tested).map(|path| listed(path)).collect()
}

fn listed(path: &Path) -> (String, Vec<String>) {
    let text = std::fs::read_to_string(path).expect("a list of exports").replace('@', "u8");
    let library = text.lines().next().and_then(|line| line.strip_prefix("; (")?.strip_suffix(')'));
    let names = text.lines().filter(|line| !line.starts_with(';')).flat_map(str::split_whitespace);
    (library.expect("a line with the library").to_string(), names.map(str::to_string).collect())
}

fn engine(messages: &Messages) -> Engine {
    let messages = Arc::clone(messages);
    let report = move |name: String, message: String| messages.lock().expect("no panic").push((name, message));
    let sink = || Box::new(std::io::sink());
    let streams = Streams { output: sink(), error: sink(), input: Box::new(std::io::empty()), ..Streams::default() };
    let mut engine =
        Engine::new(Config { streams, capabilities: Capabilities::NONE, ..Config::default() }).expect("an engine");
    engine.add_library(Library::new("grid").func("report-error", report)).expect("a library");
    engine
}

/// The exported names, each with what it is: a procedure, a keyword or something else.
fn kinds(library: &str, names: &[String]) -> Vec<(String, String)> {
    let found = Messages::default();
    let tests = names.iter().map(|name| {
        format!("($report-error \"{name}\" ($guard (c (#t \"keyword\")) ($if ($procedure? (eval '{name} env)) \"procedure\" \"\")))\n")
    });
    let tests: String = tests.collect();
    let text =
        format!("{IMPORT} (scheme eval) (only (scheme base) quote)) ($define env (environment '({library})))\n{tests}");
    engine(&found).run_program("kinds", &text).unwrap_or_else(|report| panic!("{library}: {}", report.render()));
    std::mem::take(&mut *found.lock().expect("no panic"))
}

/// The exported names of a kind.
fn names_of(kind: &str, library: &str, names: &[String]) -> Vec<String> {
    let all = kinds(library, names).into_iter().filter(|(_, own)| own == kind);
    all.map(|(name, _)| name).filter(|name| !ENDING.contains(&name.as_str())).collect()
}

fn calls(library: &str, procedures: &[String]) -> String {
    let mut text = format!("{IMPORT} ({library}))\n{}", include_str!("names.scm"));
    for name in procedures {
        text.push_str(&format!(
            "($calls ($quote {name}) ($lambda () ($list ({name}))) ($lambda (a) ($list ({name} a))) ($lambda (a) ({name} a)) \
             ($lambda (a b) ($list ({name} a b))) ($lambda (a b c) ($list ({name} a b c))))\n"
        ));
    }
    text
}

/// The procedure that a message names.
fn named(message: &str) -> Option<&str> {
    let (name, _) = message.split_once(": ")?;
    Some(name).filter(|name| !name.contains(' '))
}

#[test]
fn errors_name_what_was_called() {
    let (mut errors, mut wrong) = (0, BTreeMap::new());
    for (library, names) in lists() {
        let messages = Messages::default();
        let mut engine = engine(&messages);
        engine.set_fuel(Some(2_000_000_000));
        if let Err(report) = engine.run_program("calls", &calls(&library, &names_of("procedure", &library, &names))) {
            panic!("({library}): {}", report.render());
        }
        let messages = messages.lock().expect("no panic");
        errors += messages.len();
        for (called, message) in messages.iter() {
            if named(message).is_some_and(|name| name != called.trim_matches('|')) {
                *wrong.entry(format!("({library}) {called} {message}")).or_insert(0_usize) += 1;
            }
        }
    }
    let count: usize = wrong.values().sum();
    println!("\n{errors} errors, {count} with another name");
    assert!(errors > 100_000, "only {errors} errors");
    let shown: Vec<_> = wrong.iter().map(|(what, count)| format!("{count} {what}")).collect();
    assert!(count * MOST_WRONG <= errors, "{count} of {errors} have another name:\n{}", shown.join("\n"));
}

/// Keywords that stand inside of other forms, or that mean something to everybody.
const AUXILIARY: &[&str] = &["=>", "...", "_", "->", "else", "define", "unquote", "unquote-splicing", "fn"];

#[test]
fn forms_without_their_import_are_named() {
    let (mut forms, mut wrong) = (0, Vec::new());
    for (library, names) in lists() {
        for keyword in names_of("keyword", &library, &names) {
            if AUXILIARY.contains(&keyword.as_str()) {
                continue;
            }
            for form in ["(() 1) ((x) x)", "x (a b)", "((a 1) (b 2)) (c d)", "(f x) (g y)", "x ((a b) (c d)) (else e)"]
            {
                let text =
                    format!("(import (only (scheme base) define))\n(define (go x) ({keyword} {form}))\n(go 1)\n");
                let report = engine(&Messages::default()).run_program("forms", &text).err();
                forms += 1;
                let message = report.map_or("no error".to_string(), |report| report.message.clone());
                if message != format!("unbound variable: {keyword}") {
                    wrong.push(format!("({library}) ({keyword} {form}): {message}"));
                }
            }
        }
    }
    println!("{forms} forms");
    assert!(forms > 500, "only {forms} forms");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}
