//! Shows reports to people: message, places, notes, hint, backtrace; with the source lines of the places if the
//! feature `diagnostics` is on.

use std::fmt::Write;

#[cfg(feature = "diagnostics")]
use super::excerpts::show;
use super::report::{Position, Report};

impl Report {
    /// The report as it is shown to people.
    pub fn render(&self) -> String {
        self.render_with(false)
    }

    /// The same, in colours of a terminal if wanted.
    pub fn render_with(&self, coloured: bool) -> String {
        let mut out = show(self, coloured);
        out.push('\n');
        self.render_frames(&mut out);
        for report in &self.further {
            out.push('\n');
            out.push_str(&report.render_with(coloured));
        }
        out
    }

    fn render_frames(&self, out: &mut String) {
        for frame in &self.backtrace {
            let Position { source, line, column, .. } = &frame.position;
            let times = if frame.times > 1 { format!(" ({} times)", frame.times) } else { String::new() };
            let tail = if frame.is_tail { " (tail call)" } else { "" };
            let arguments: Vec<_> = frame.arguments.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let with = if arguments.is_empty() { String::new() } else { format!(" with {}", arguments.join(", ")) };
            let _ = writeln!(out, "  in {} at {source}:{line}:{column}{times}{tail}{with}", frame.name);
        }
        if self.more_frames {
            out.push_str("  ...\n");
        }
    }
}

/// A report without its frames: a line for each place, note and hint.
#[cfg(not(feature = "diagnostics"))]
fn show(report: &Report, _coloured: bool) -> String {
    let level = if report.warning.is_some() { "warning" } else { "error" };
    let mut out = format!("{level}: {}", report.message);
    let mut place = |Position { source, line, column, .. }: &Position, text: &str| {
        let separator = if text.is_empty() { "" } else { ": " };
        let _ = write!(out, "\n --> {source}:{line}:{column}{separator}{text}");
    };
    if let Some(position) = &report.position {
        place(position, &report.label);
    }
    report.related.iter().for_each(|label| place(&label.position, &label.text));
    let notes = report.notes.iter().map(|note| ("note", note));
    for (kind, text) in notes.chain(report.hint.iter().map(|hint| ("help", hint))) {
        let _ = write!(out, "\n  = {kind}: {text}");
    }
    if let Some(code) = report.code {
        let _ = write!(out, "\n  = code: {code}");
    }
    out
}
