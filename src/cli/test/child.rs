//! Runs one file of tests in a process of its own, which leaves a report.
//!
//! A report has a line for each test, `T kind name detail`, and one for each text whose lines
//! were counted, `C path line:count ...`; its parts are separated by tabulators.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use cairn::engine::{Engine, Lines};
use clap::Args;

use super::Test;
use crate::cli::options::RunOptions;
use crate::cli::{UNUSABLE, describe_outcome, read_program};

/// The exit code when the limit of time was reached.
pub(super) const TIMED_OUT: u8 = 124;

/// Options of the process.
#[derive(Args)]
pub(crate) struct ChildOptions {
    /// Where the report goes.
    #[arg(long)]
    report: PathBuf,
    /// Count the lines that run.
    #[arg(long)]
    coverage: bool,
    /// The file of tests.
    file: String,
    /// Options of the engine.
    #[command(flatten)]
    run: RunOptions,
}

/// Runs a file of tests; the result is the exit code.
pub(crate) fn run(options: &ChildOptions) -> u8 {
    let ChildOptions { report, coverage, file, run } = options;
    let text = match read_program(file) {
        Ok(text) => text,
        Err(code) => return code,
    };
    let mut engine = crate::cli::new_engine(run.config(vec![file.clone()]));
    engine.record_tests();
    if *coverage {
        engine.count_lines();
    }
    let outcome = engine.run_final_program(file, &text);
    let is_late = outcome.as_ref().is_err_and(|report| report.message == "time limit reached");
    let code = describe_outcome(&mut engine, run.reports, outcome, false);
    if let Err(error) = write_report(&mut engine, report) {
        eprintln!("cairn: cannot write the report: {error}");
        return UNUSABLE;
    }
    if is_late { TIMED_OUT } else { code }
}

fn write_report(engine: &mut Engine, file: &Path) -> std::io::Result<()> {
    let mut out = String::new();
    for test in engine.test_results() {
        let _ = writeln!(out, "T\t{}\t{}\t{}", test.kind, escaped(&test.name), escaped(&test.detail));
    }
    for (path, lines) in engine.counted_lines() {
        let counts: Vec<String> = lines.iter().map(|(line, count)| format!("{line}:{count}")).collect();
        let _ = writeln!(out, "C\t{}\t{}", escaped(&path), counts.join(" "));
    }
    fs::write(file, out)
}

/// The tests and the lines of a report; of one that is not there, none.
pub(super) fn read_report(file: &Path) -> (Vec<Test>, Vec<(String, Lines)>) {
    let text = fs::read_to_string(file).unwrap_or_default();
    let (mut tests, mut files) = (Vec::new(), Vec::new());
    for line in text.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["T", kind, name, detail] => {
                tests.push(Test { kind: kind.to_string(), name: unescaped(name), detail: unescaped(detail) });
            }
            ["C", path, counts] => {
                let count = |pair: &str| {
                    let (line, count) = pair.split_once(':')?;
                    Some((line.parse().ok()?, count.parse().ok()?))
                };
                files.push((unescaped(path), counts.split(' ').filter_map(count).collect()));
            }
            _ => {}
        }
    }
    (tests, files)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            (c, false) => c,
        });
    }
    out
}

/// A folder for the files of one process, removed when dropped.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// A fresh one.
    pub(super) fn new() -> Scratch {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("cairn-tests-{}-{number}", std::process::id()));
        // When that fails, so does what is written there, which is told.
        let _ = fs::create_dir_all(&folder);
        Scratch(folder)
    }

    /// The report.
    pub(super) fn report(&self) -> PathBuf {
        self.0.join("report")
    }

    /// The output of the process.
    pub(super) fn output(&self) -> PathBuf {
        self.0.join("output")
    }

    /// The text of what it has printed; of much, the beginning.
    pub(super) fn output_text(&self) -> String {
        const MOST: u64 = 1 << 20;
        let mut bytes = Vec::new();
        if let Ok(file) = fs::File::open(self.output()) {
            let _ = std::io::Read::read_to_end(&mut std::io::Read::take(file, MOST), &mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, unescaped};

    #[test]
    fn texts_come_back() {
        for text in ["", "a\tb\nc\\d\r", "\\", "\\t", "é\\n\n"] {
            assert_eq!(unescaped(&escaped(text)), text);
            assert!(!escaped(text).contains(['\t', '\n']));
        }
    }
}
