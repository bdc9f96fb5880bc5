//! Tells how far the tests are, and what came of them.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use super::{Ending, Outcome};

/// Shows each file when it has run; at a terminal, also how many there are.
pub(super) struct Progress {
    done: usize,
    all: usize,
    failed: usize,
    is_terminal: bool,
    verbose: bool,
}

impl Progress {
    /// Starts with none of `count` files run.
    pub(super) fn new(all: usize, verbose: bool) -> Progress {
        Progress { done: 0, all, failed: 0, is_terminal: std::io::stdout().is_terminal(), verbose }
    }

    /// A file has run.
    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.done += 1;
        self.failed += usize::from(!outcome.is_good());
        let clear = if self.is_terminal { "\r\x1b[K" } else { "" };
        let mut text = format!("{clear}{}", line(outcome));
        if !outcome.is_good() || self.verbose {
            text.push_str(&indented(&outcome.output));
        }
        if self.is_terminal && self.done < self.all {
            let _ = write!(text, "[{}/{}] {} failed", self.done, self.all, self.failed);
        }
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

fn line(outcome: &Outcome) -> String {
    let tests = outcome.tests.len();
    let failed = outcome.count(&["fail", "xpass"]);
    let what = match (&outcome.ending, tests) {
        (Ending::Passed, 0) => "ran to its end".to_string(),
        (Ending::Passed, _) => plural(tests, "test"),
        (Ending::TimedOut, _) => "took too long".to_string(),
        (Ending::Broken(how), _) => how.clone(),
        (Ending::Code(_), _) if failed > 0 => format!("{failed} of {} failed", plural(tests, "test")),
        (Ending::Code(code), _) => format!("ended with exit code {code}"),
    };
    let verdict = if outcome.is_good() { "ok  " } else { "FAIL" };
    format!("{verdict} {} ({what}, {:.2} s)\n", outcome.file.display(), outcome.time.as_secs_f64())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("     | {line}\n")).collect()
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The results of all files.
pub(super) fn summary(outcomes: &[Outcome], time: Duration) -> String {
    let good = outcomes.iter().filter(|outcome| outcome.is_good()).count();
    let sum = |kinds: &[&str]| outcomes.iter().map(|outcome| outcome.count(kinds)).sum::<usize>();
    let mut out = String::from("\n");
    for outcome in outcomes.iter().filter(|outcome| !outcome.is_good()) {
        let _ = writeln!(out, "failed: {}", outcome.file.display());
        for test in outcome.tests.iter().filter(|test| test.kind == "fail" || test.kind == "xpass") {
            let _ = writeln!(out, "    {}", test.name);
        }
    }
    let _ = write!(out, "{} passed, {} failed", plural(good, "file"), outcomes.len() - good);
    let _ = write!(out, "; {} passed, {} failed", plural(sum(&["pass"]), "test"), sum(&["fail", "xpass"]));
    for (kind, name) in [("xfail", "failed as expected"), ("skip", "skipped")] {
        if sum(&[kind]) > 0 {
            let _ = write!(out, ", {} {name}", sum(&[kind]));
        }
    }
    let _ = writeln!(out, " ({:.2} s)", time.as_secs_f64());
    out
}
