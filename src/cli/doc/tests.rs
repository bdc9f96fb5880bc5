//! Tests that the reference is complete and that each of its examples is right.
//!
//! The examples are chosen from the suites in `tests`: of the expressions that mention a name
//! the shortest that has its value with nothing but the library imported. `CAIRN_BLESS=1 cargo
//! test --bin cairn reference` chooses anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use cairn::data::port::Streams;
use cairn::engine::{Capabilities, Config, Engine, Grant, Limits, Outcome};

use super::reference::{Library, Reference, companions, library_names};

/// Folders of expressions with their values.
const SUITES: &[&str] = &["conformance", "prelude", "srfi", "macros", "heap", "seed"];
/// Characters of an example.
const LONGEST: usize = 240;
/// Expressions that are tried for a name.
const TRIED: usize = 30;
/// Percent of the names for which no expression of the suites serves: those that must have a
/// file, a port or a definition, or whose value differs from run to run.
const MOST_WITHOUT: usize = 56;

/// An engine in which a library is imported.
fn engine(library: &str) -> Engine {
    let sink = || Box::new(std::io::sink());
    let streams = Streams { output: sink(), error: sink(), input: Box::new(std::io::empty()), ..Streams::default() };
    let limits = Limits { fuel: Some(2_000_000), ..Limits::SANDBOX };
    let capabilities = Capabilities { write: Grant::only([std::env::temp_dir()]), ..Capabilities::ALL };
    let mut engine = crate::cli::new_engine(Config { streams, limits, capabilities, ..Config::sandboxed(128 << 20) });
    engine.begin_session();
    for name in [library].iter().chain(companions(library)) {
        engine.eval("import", &format!("(import ({name}))")).unwrap_or_else(|report| panic!("{library}: {report}"));
    }
    engine
}

fn value(engine: &mut Engine, expression: &str) -> Option<String> {
    match engine.eval("example", expression) {
        Ok(Outcome::Value(value)) => value,
        _ => None,
    }
}

/// The expressions of the suites that may be examples, each with its value: those that were written as
/// examples first, then the shortest.
fn candidates() -> Vec<(String, String)> {
    let written = of_suites(&["reference"]);
    let others = of_suites(SUITES).into_iter().filter(|other| !written.contains(other)).collect::<Vec<_>>();
    [written, others].concat()
}

fn of_suites(suites: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for suite in suites {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(suite);
        for entry in fs::read_dir(folder).expect("a suite") {
            let path = entry.expect("a file").path();
            if path.extension().is_some_and(|ending| ending == "scm") {
                push_candidates(&fs::read_to_string(path).expect("a text"), &mut found);
            }
        }
    }
    found.sort_by(|a, b| (a.0.len() + a.1.len(), a).cmp(&(b.0.len() + b.1.len(), b)));
    found.dedup();
    found
}

fn push_candidates(text: &str, found: &mut Vec<(String, String)>) {
    const LEFT_OUT: &[&str] = &["(define", "(import", "(set!", "(include", "(load"];
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        match line.trim().strip_prefix(";=>").map(str::trim) {
            Some(expected) => {
                let expression = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                lines.clear();
                push_parts(&expression, expected, found);
                let is_value = !["error", "unspecified", "one-of"].iter().any(|kind| expected.starts_with(kind));
                let is_short = expression.len() <= LONGEST && expected.len() <= LONGEST && !expression.is_empty();
                if is_value && is_short && !LEFT_OUT.iter().any(|start| expression.starts_with(start)) {
                    found.push((expression, expected.to_string()));
                }
            }
            None if line.trim_start().starts_with(';') || line.trim().is_empty() => {}
            None => lines.push(line),
        }
    }
}

/// Of an expression `(list e ...)` and its value the parts, each an expression with its value.
fn push_parts(expression: &str, value: &str, found: &mut Vec<(String, String)>) {
    let Some(("list", expressions)) =
        elements(expression).as_deref().and_then(|all| Some((*all.first()?, all[1..].to_vec())))
    else {
        return;
    };
    let Some(values) = elements(value).filter(|values| values.len() == expressions.len()) else { return };
    for (expression, value) in expressions.into_iter().zip(values) {
        if expression.starts_with('(') && expression.len() <= LONGEST && value.len() <= LONGEST && value != "." {
            found.push((expression.to_string(), value.to_string()));
            push_parts(expression, value, found);
        }
    }
}

/// The elements of a list in its text.
fn elements(text: &str) -> Option<Vec<&str>> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut found = Vec::new();
    let (mut depth, mut start, mut chars) = (0, None, inside.char_indices().peekable());
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() && depth == 0 {
            found.extend(start.take().map(|start: usize| &inside[start..at]));
            continue;
        }
        start.get_or_insert(at);
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '#' if chars.peek().is_some_and(|&(_, c)| c == '\\') => drop((chars.next(), chars.next())),
            '"' | '|' => {
                while let Some((_, inner)) = chars.next().filter(|&(_, inner)| inner != c) {
                    if inner == '\\' {
                        chars.next();
                    }
                }
            }
            _ => {}
        }
    }
    found.extend(start.map(|start| &inside[start..]));
    (depth == 0).then_some(found)
}

#[test]
fn a_list_has_elements() {
    assert_eq!(
        elements("(a (b c) \"d e\" #\\( |f g|  '(h))").expect("a list"),
        ["a", "(b c)", "\"d e\"", "#\\(", "|f g|", "'(h)"]
    );
    assert_eq!(elements("(a (b)"), None);
}

/// The words of each expression, to find those that mention a name.
fn index(candidates: &[(String, String)]) -> BTreeMap<&str, Vec<usize>> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, (expression, _)) in candidates.iter().enumerate() {
        // Every second part of the text stands between quotation marks.
        let code = expression.split('"').step_by(2);
        for word in code.flat_map(|code| code.split(|c: char| c.is_whitespace() || "()'`,@#;".contains(c))) {
            let numbers = found.entry(word).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
    found
}

fn libraries(reference: &Reference) -> Vec<Library> {
    library_names().into_iter().filter_map(|name| reference.library(name)).collect()
}

/// The examples that the suites have for the names that have none of their own.
fn chosen(reference: &Reference) -> String {
    let candidates = candidates();
    let index = index(&candidates);
    let mut out = String::new();
    for library in libraries(reference) {
        let mut engine = engine(&library.name);
        for entry in &library.entries {
            let numbers = index.get(entry.name.as_str()).map_or(&[][..], Vec::as_slice);
            // An expression that begins with the name shows it best.
            let begins = |number: &&usize| candidates[**number].0.starts_with(&format!("({} ", entry.name));
            let ordered = numbers.iter().filter(begins).chain(numbers.iter().filter(|number| !begins(number)));
            let found = ordered.take(TRIED).map(|&number| &candidates[number]).find(|(expression, expected)| {
                let is_plain = !expression.contains('\t') && !expected.contains('\t');
                is_plain && value(&mut engine, expression).as_deref() == Some(expected)
            });
            if let Some((expression, expected)) = found {
                let _ = writeln!(out, "{}\t{}\t{expression}\t{expected}", library.name, entry.name);
            }
        }
    }
    out
}

#[test]
fn reference_examples_are_right() {
    if std::env::var_os("CAIRN_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/doc/examples.txt");
        fs::write(path, chosen(&Reference::new())).expect("written");
        return;
    }
    let mut wrong = Vec::new();
    for library in libraries(&Reference::new()) {
        let mut engine = engine(&library.name);
        for entry in &library.entries {
            let Some((expression, expected)) = &entry.example else { continue };
            let found = value(&mut engine, expression);
            if found.as_ref() != Some(expected) {
                wrong.push(format!("({}) {}: {expression} is {found:?}, not {expected}", library.name, entry.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reference_has_every_name() {
    let (mut names, mut without_text, mut without_example) = (0, Vec::new(), Vec::new());
    for library in libraries(&Reference::new()) {
        assert!(!library.summary.is_empty(), "({}) says nothing about itself", library.name);
        for entry in &library.entries {
            names += 1;
            let named = format!("({}) {}", library.name, entry.name);
            if entry.text.is_empty() && entry.signature == entry.name {
                without_text.push(named.clone());
            }
            if entry.example.is_none() {
                without_example.push(named);
            }
        }
    }
    println!("{names} names; without text or signature: {}", without_text.len());
    println!("{}", without_text.join("\n"));
    println!("without an example: {}\n{}", without_example.len(), without_example.join("\n"));
    assert!(names > 3000 && without_example.len() * 100 <= names * MOST_WITHOUT, "{} have none", without_example.len());
}

/// Each special form of `forms.txt` is one, and each that is one stands there.
#[test]
fn reference_has_every_form() {
    use cairn::middle::environment::special::Special;
    let reference = Reference::new();
    let missing: Vec<_> =
        Special::ALL.iter().map(|form| form.name()).filter(|name| reference.find(name).is_empty()).collect();
    // These are no bindings: no library exports them.
    assert!(missing.iter().all(|name| ["import", "define-library"].contains(name)), "{missing:?}");
}

/// Cairn's own libraries have no specification elsewhere.
#[test]
fn names_of_own_libraries_are_described() {
    let reference = Reference::new();
    let own = library_names().into_iter().filter(|name| name.starts_with("cairn "));
    let silent = own.filter_map(|name| reference.library(name)).flat_map(|library| {
        let silent = library.entries.into_iter().filter(|entry| entry.text.is_empty());
        silent.map(|entry| format!("{}: {}", library.name, entry.signature)).collect::<Vec<_>>()
    });
    assert_eq!(silent.collect::<Vec<_>>(), Vec::<String>::new());
}
