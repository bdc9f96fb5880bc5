//! Runs transcripts as programs: all forms of a file form one text, which is compiled before it
//! runs, as scripts are. A session compiles form by form and calls builtins through cells that may
//! be redefined; here the optimiser knows them.
//! An expression with an expectation becomes a call of `check`, in place, so lines stay
//! An expression with an expectation becomes a call of `check`, in place, so line numbers do not
//! change. Forms that do not compile are removed one by one: each must expect an error.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cairn::Program;
use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Report};

use libtest_mimic::Trial;

use crate::common::{Scratch, Sink};
use crate::transcript::{Tally, expectation, judge};
use crate::trials;

/// The text before the transcript, on one line.
const HARNESS: &str = include_str!("transcript.scm");

/// Forms that are not expressions. They stay unchanged; one that should fail is left out.
const DEFINING: &[&str] = &["define", "import", "begin)"];

/// Forms that need the effect of an earlier form of the same text, such as a file or a macro, by
/// file and text. All forms of a file if the text is empty.
const SESSION_ONLY: &[(&str, &str)] =
    &[("4-1-inclusion.scm", ""), ("6-12-eval.scm", "(ev-m 1)"), ("6-14-system.scm", "(list sys-x (sys-m 1))")];

/// A form of a transcript: its position and its expectation.
struct Form<'a> {
    start: usize,
    end: usize,
    expected: Option<&'a str>,
}

/// The forms of a transcript. A session on a separate engine determines their ends.
fn forms(text: &str, config: Config) -> Vec<Form<'_>> {
    let mut forms = Vec::new();
    let mut last = 0;
    let _ = Engine::new(config).expect("an engine").session("<forms>", text, |end, _| {
        let start = last + skipped(&text[last..end]);
        forms.push(Form { start, end, expected: expectation(text, end) });
        last = end;
    });
    forms
}

/// Bytes of the blank lines and comments before a form.
fn skipped(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim_start();
        if !code.is_empty() && !code.starts_with(';') {
            return at + line.len() - code.len();
        }
        at += line.len();
    }
    at
}

fn is_definition(form: &str) -> bool {
    form.strip_prefix('(').is_some_and(|rest| DEFINING.iter().any(|head| rest.starts_with(head)))
}

/// The program for a transcript, without the forms that start on lines in `left_out`.
fn program(text: &str, forms: &[Form<'_>], left_out: &BTreeSet<usize>) -> String {
    let mut program = HARNESS.replace('\n', " ");
    let mut last = 0;
    for form in forms {
        let code = &text[form.start..form.end];
        let line = line_of(text, form.start);
        program.push_str(&text[last..form.start]);
        last = form.end;
        match form.expected {
            _ if left_out.contains(&line) => program.push_str(&"\n".repeat(code.matches('\n').count())),
            Some(expected) if is_definition(code) && expected.starts_with("error") => {
                program.push_str(&"\n".repeat(code.matches('\n').count()));
            }
            Some(_) if !is_definition(code) => {
                program.push_str(&format!("(transcript:check {line} (lambda () {code}\n))"));
                // The line break above may be needed to end a comment; the next one is removed.
                last += usize::from(text[last..].starts_with('\n'));
            }
            _ => program.push_str(code),
        }
    }
    program.push_str(&text[last..]);
    program
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Results by line: the text of the value, or of the error.
type Results = BTreeMap<usize, Result<String, String>>;

fn results(output: &str) -> Results {
    let parsed = output.split('\u{1}').filter_map(|entry| {
        let mut parts = entry.split('\u{3}').next()?.splitn(3, '\u{2}');
        let line = parts.next()?.parse().ok()?;
        let is_value = parts.next()? == "value";
        let text = parts.next()?.to_string();
        Some((line, if is_value { Ok(text) } else { Err(format!("error {text}")) }))
    });
    parsed.collect()
}

/// How a program is run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From its text.
    Text,
    /// From the bytes of the compiled program, as executables do.
    Saved,
}

fn run_once(way: Way, name: &str, program: &str, config: impl Fn() -> Config) -> (Result<(), Box<Report>>, String) {
    let sink = Sink::default();
    let streams = Streams { error: Box::new(sink.clone()), ..Streams::default() };
    let mut engine = Engine::new(Config { streams, ..config() }).expect("an engine");
    let outcome = match way {
        Way::Text => engine.run_final_program(name, program),
        Way::Saved => match Engine::new(config()).expect("an engine").compile(name, program) {
            Ok(program) if !program.evaluates() => {
                engine.run_final(&Program::from_bytes(&program.to_bytes()).expect("a program"))
            }
            // Programs that evaluate text, or whose constants cannot be saved, run from their text.
            _ => engine.run_final_program(name, program),
        },
    };
    let output = String::from_utf8_lossy(&sink.0.lock().expect("no panic")).into_owned();
    (outcome.map(|_| ()), output)
}

/// Runs one transcript as a program.
pub(crate) fn run(way: Way, path: &Path, config: impl Fn() -> Config, tally: &mut Tally) {
    let text = std::fs::read_to_string(path).expect("a readable test");
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
    if SESSION_ONLY.contains(&(name, "")) {
        return;
    }
    let forms = forms(&text, config());
    let in_session = |form: &&Form<'_>| SESSION_ONLY.contains(&(name, &text[form.start..form.end]));
    let mut left_out: BTreeSet<_> = forms.iter().filter(in_session).map(|form| line_of(&text, form.start)).collect();
    loop {
        let (outcome, output) = run_once(way, name, &program(&text, &forms, &left_out), &config);
        let Err(report) = outcome else {
            let results = results(&output);
            let checked = forms.iter().filter(|form| !left_out.contains(&line_of(&text, form.start)));
            return checked.for_each(|form| tally_up(name, &text, form, &results, tally));
        };
        let line = report.position.as_ref().filter(|p| p.source == name).map_or(0, |p| p.line);
        let form = forms.iter().rev().find(|form| line_of(&text, form.start) <= line);
        let form = form.filter(|form| left_out.insert(line_of(&text, form.start)));
        let Some(form) = form.filter(|form| form.expected.is_some_and(|e| e.starts_with("error"))) else {
            tally.failures.push(format!("{name}: {}", report.render()));
            return;
        };
        match judge(form.expected, Err(format!("error {}", report.message))) {
            Ok(()) => tally.passed += 1,
            Err(problem) => tally.failures.push(format!("{name}:{line}: {problem}")),
        }
    }
}

/// Judges one form of a program that has run.
fn tally_up(name: &str, text: &str, form: &Form<'_>, results: &Results, tally: &mut Tally) {
    let code = &text[form.start..form.end];
    if form.expected.is_none() || is_definition(code) {
        return;
    }
    let line = line_of(text, form.start);
    let result = results.get(&line).cloned().unwrap_or_else(|| Err("nothing".to_string()));
    match judge(form.expected, result) {
        Ok(()) => tally.passed += 1,
        Err(problem) => tally.failures.push(format!("{name}:{line}: {code}\n    {problem}")),
    }
}

/// A test for each transcript of a folder, run as a program.
pub(crate) fn trials(group: &str, folder: &str, way: Way, config: fn() -> Config) -> Vec<Trial> {
    trials::of_files(
        group,
        folder,
        "scm",
        |_| true,
        move |path| {
            let mut tally = Tally::default();
            let scratch = Scratch::new();
            run(way, path, || Config { directory: Some(scratch.0.clone()), ..config() }, &mut tally);
            tally.verdict()
        },
    )
}
