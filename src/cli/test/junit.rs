//! Writes the results in the XML of JUnit, which servers of continuous integration read.

use std::fmt::Write;

use super::{Ending, Outcome, Test};

/// The document.
pub(super) fn document(outcomes: &[Outcome]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    outcomes.iter().for_each(|outcome| push_suite(outcome, &mut out));
    out.push_str("</testsuites>\n");
    out
}

fn push_suite(outcome: &Outcome, out: &mut String) {
    let file = escaped(&outcome.file.to_string_lossy());
    let failures = outcome.count(&["fail", "xpass"]);
    // A file that fails without a failed test, or has none, counts as one test.
    let whole = failures == 0 && (!outcome.is_good() || outcome.tests.is_empty());
    let is_error = whole && !outcome.is_good();
    let _ = writeln!(
        out,
        "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failures}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3}\">",
        outcome.tests.len() + usize::from(whole),
        u8::from(is_error),
        outcome.count(&["skip"]),
        outcome.time.as_secs_f64()
    );
    outcome.tests.iter().for_each(|test| push_case(test, &file, out));
    if whole {
        let message = match &outcome.ending {
            Ending::Passed => String::new(),
            Ending::Code(code) => format!("ended with exit code {code}"),
            Ending::Broken(how) => how.clone(),
            Ending::TimedOut => "took too long".to_string(),
        };
        let _ = write!(out, "    <testcase name=\"{file}\" classname=\"{file}\">");
        if is_error {
            let _ = write!(out, "<error message=\"{}\">{}</error>", escaped(&message), escaped(&outcome.output));
        }
        out.push_str("</testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}

fn push_case(test: &Test, file: &str, out: &mut String) {
    let Test { kind, name, detail } = test;
    let _ = write!(out, "    <testcase name=\"{}\" classname=\"{file}\">", escaped(name));
    match kind.as_str() {
        "fail" | "xpass" => {
            let _ = write!(out, "<failure message=\"{}\"/>", escaped(if detail.is_empty() { kind } else { detail }));
        }
        "skip" => out.push_str("<skipped/>"),
        _ => {}
    }
    out.push_str("</testcase>\n");
}

/// Escapes a text for XML, and replaces characters that XML does not allow.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}
