//! Runs transcripts: forms, each followed by its expectation.
//!
//! `;=> TEXT`: the value as `write` prints it; `;=> error [PART]`: a condition
//! whose message contains PART; `;=> unspecified`: any value; `;=> one-of A | B`.

use std::ops::Range;
use std::path::Path;

use cairn::engine::{Config, Engine, Outcome, Report};
use libtest_mimic::Trial;

use crate::common::Scratch;
use crate::trials;

/// The results of a transcript.
#[derive(Default)]
pub(crate) struct Tally {
    /// Expectations that were met.
    pub passed: usize,
    /// Descriptions of those that were not.
    pub failures: Vec<String>,
}

impl Tally {
    /// Whether every expectation was met.
    pub(crate) fn verdict(self) -> Result<(), String> {
        if self.failures.is_empty() { Ok(()) } else { Err(self.failures.join("\n")) }
    }
}

/// The expectation after the form that ends at `end`.
pub(crate) fn expectation(text: &str, end: usize) -> Option<&str> {
    let line = text[end..].split('\n').map(str::trim).find(|line| !line.is_empty())?;
    line.strip_prefix(";=>").map(str::trim)
}

/// The expectation that would match this outcome.
fn wanted(outcome: &Result<Outcome, Box<Report>>) -> String {
    match outcome {
        Ok(Outcome::Value(value)) => value.clone().unwrap_or_else(|| "unspecified".to_string()),
        Ok(Outcome::Exit(code)) => format!("exit {code}"),
        Err(report) => format!("error {}", report.message.lines().next().unwrap_or_default()),
    }
}

fn meets(expected: Option<&str>, outcome: &Result<Outcome, Box<Report>>) -> Result<(), String> {
    let value = match outcome {
        Ok(Outcome::Value(value)) => Ok(value.clone().unwrap_or_else(|| "#<unspecified>".to_string())),
        Ok(Outcome::Exit(code)) => Err(format!("exit {code}")),
        Err(report) => Err(format!("error {}", report.message)),
    };
    judge(expected, value)
}

/// Compares an expectation with the text of a value, or, for an error, with `error` and its
/// message.
pub(crate) fn judge(expected: Option<&str>, value: Result<String, String>) -> Result<(), String> {
    let expected = expected.unwrap_or("unspecified");
    let fits = match (&value, expected.strip_prefix("error")) {
        (Err(message), Some(part)) => message.starts_with("error") && message.contains(part.trim()),
        (Ok(_), None) if expected == "unspecified" => true,
        (Ok(value), None) => match expected.strip_prefix("one-of") {
            Some(choices) => choices.split(" | ").any(|choice| choice.trim() == value),
            None => value == expected,
        },
        (Err(_), None) => expected.starts_with("one-of") && expected.contains("error"),
        (Ok(_), Some(_)) => false,
    };
    if fits { Ok(()) } else { Err(format!("expected {expected}, got {}", value.unwrap_or_else(|e| e))) }
}

/// Runs one transcript.
pub(crate) fn run(path: &Path, config: Config, tally: &mut Tally) {
    let text = std::fs::read_to_string(path).expect("a readable test");
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
    let mut engine = Engine::new(config).expect("an engine");
    let mut start = 0;
    // New texts of expectations, each with its position.
    let mut blessed: Vec<(Range<usize>, String)> = Vec::new();
    let result = engine.session(&format!("<{name}>"), &text, |end, outcome| {
        match meets(expectation(&text, end), &outcome) {
            Ok(()) => tally.passed += usize::from(expectation(&text, end).is_some()),
            Err(_) if trials::blessing() && expectation(&text, end).is_some() => {
                let old = expectation(&text, end).unwrap_or_default();
                let at = old.as_ptr() as usize - text.as_ptr() as usize;
                blessed.push((at..at + old.len(), wanted(&outcome)));
            }
            Err(problem) => {
                let line = text[..end].matches('\n').count() + 1;
                let form = text[start..end].lines().filter(|l| !l.trim_start().starts_with(';')).collect::<Vec<_>>();
                tally.failures.push(format!("{name}:{line}: {}\n    {problem}", form.join(" ").trim()));
            }
        }
        start = end;
    });
    if let Err(report) = result {
        tally.failures.push(format!("{name}: {}", report.render()));
    }
    if !blessed.is_empty() {
        let mut new = text.clone();
        blessed.into_iter().rev().for_each(|(place, wanted)| new.replace_range(place, &wanted));
        std::fs::write(path, new).expect("a transcript can be written");
    }
}

/// The folders of transcripts.
#[allow(dead_code, reason = "not every test runs all")]
pub(crate) const FOLDERS: [&str; 6] = ["conformance", "seed", "prelude", "heap", "srfi", "macros"];

/// A test for each transcript of a folder that `choose` accepts, in a separate engine.
#[allow(dead_code, reason = "not every test runs sessions")]
pub(crate) fn trials(
    group: &str,
    folder: &str,
    choose: impl Fn(&str) -> bool,
    config: impl Fn() -> Config + Clone + Send + 'static,
) -> Vec<Trial> {
    trials::of_files(group, folder, "scm", choose, move |path| {
        let mut tally = Tally::default();
        let scratch = Scratch::new();
        run(path, Config { directory: Some(scratch.0.clone()), ..config() }, &mut tally);
        tally.verdict()
    })
}
