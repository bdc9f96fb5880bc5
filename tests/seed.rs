//! Tests that every case from earlier systems is answered: by a transcript in `tests/seed` under
//! its id, by a test here, or by a file named in a table.

mod common;

use cairn::engine::{Config, Engine, Stage};

/// The cases: a letter for the system, and their number.
const CASES: [(char, usize); 5] = [('V', 21), ('S', 29), ('L', 33), ('E', 17), ('P', 12)];

/// Answers to the cases that are not programs: files of the repository.
const ELSEWHERE: &[(&str, &str)] = &[
    // One evaluator; stages; dependencies; sizes.
    ("S1 S2 S3 S7 S24 S25 E15 E16 L13 L23 L31 L32 L33 V12 V16 V17 V20", "ARCHITECTURE.md"),
    // Frames have no environments; variables, upvalue cells, and where they live.
    ("V14 P6 L22", "ARCHITECTURE.md"),
    ("V11", "src/backend/bytecode/mod.rs"),
    ("V13", "src/stdlib/lib.rs"),
    ("S26", "gc/src/value.rs"),
    ("L25 L26", "gc/src/major.rs"),
    ("L27", "tests/heap/weak-boxes.scm"),
    // Tests of this file.
    ("E13 V18 L12", "tests/seed.rs"),
];

/// Ids that some transcript has in a heading: `;; V1: ...` or `;; V1, V2: ...`.
fn ids_of_transcripts() -> Vec<String> {
    let mut texts: Vec<String> = common::files("seed", "scm")
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a readable test"))
        .collect();
    texts.push(ELSEWHERE.iter().map(|(ids, _)| format!(";; {ids}\n")).collect());
    let headings = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix(";;"));
    headings.flat_map(|heading| heading.split([' ', ',', ':'])).map(str::to_string).collect()
}

#[test]
fn every_case_has_an_answer() {
    let found = ids_of_transcripts();
    let ids = CASES.iter().flat_map(|&(system, count)| (1..=count).map(move |n| format!("{system}{n}")));
    let missing: Vec<String> = ids.filter(|id| !found.contains(id)).collect();
    assert!(missing.is_empty(), "no answer to {missing:?}");
}

#[test]
fn what_answers_elsewhere_exists() {
    for (ids, file) in ELSEWHERE {
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file).exists(), "{ids}: {file}");
    }
}

/// The listing of a program's procedures.
fn listing(program: &str) -> String {
    let mut text = String::new();
    let mut engine = Engine::new(Config::default()).expect("an engine");
    let outcome = engine.dump(Stage::Bytecode, "seed", program, |listing| text.push_str(listing));
    assert!(outcome.is_ok());
    text
}

/// V18 and E13: variables are registers; nothing is looked up by name.
#[test]
fn parameters_are_registers() {
    let text = listing("(define add (lambda (a b) (+ a b)))");
    let body = text.split("\nprocedure add:").nth(1).expect("the procedure");
    assert!(body.contains("Add") && !body.contains("Global") && !body.contains("Capture"), "{text}");
}

/// L12: a self-recursive procedure is not allocated again for the recursion.
#[test]
fn a_self_call_makes_no_closure() {
    let text = listing("(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))");
    let body = text.split("\nprocedure fact:").nth(1).expect("the procedure");
    assert!(body.contains("Call") && !body.contains("Closure"), "{text}");
}
