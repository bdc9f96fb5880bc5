//! Shows a report with excerpts of the source: message, places with their lines, notes, hint.
//!
//! The crate `annotate-snippets`, which `rustc` uses, lays out places and labels.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::report::{Label, Position, Report};

/// Characters of a line, long ones being cut around what is marked.
const WIDTH: usize = 120;

/// A report without its frames, in colours of a terminal if wanted.
pub(super) fn show(report: &Report, coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let mut lines = Vec::new();
    if let Some(position) = &report.position {
        lines.push(Shown::new(position, &report.label, true));
    }
    for Label { position, text } in &report.related {
        add_place(&mut lines, position, text);
    }
    let level = if report.warning.is_some() { Level::WARNING } else { Level::ERROR };
    let mut group = Group::with_title(level.primary_title(report.message.as_str()));
    for line in &lines {
        group = group.element(line.snippet());
    }
    for note in &report.notes {
        group = group.element(Element::from(Level::NOTE.message(note.as_str())));
    }
    if let Some(hint) = &report.hint {
        group = group.element(Element::from(Level::HELP.message(hint.as_str())));
    }
    if let Some(code) = report.code {
        let text = format!("{code} (cairn explain {code})");
        group = group.element(Element::from(Level::NOTE.with_name("code").message(text)));
    }
    if let Some(name) = &report.warning {
        let text = format!("{name}, which a comment ; cairn: allow {name} on the line before switches off");
        group = group.element(Element::from(Level::NOTE.with_name("warning").message(text)));
    }
    renderer.render(&[group])
}

/// A line of a source with what is to be marked in it.
struct Shown<'a> {
    position: &'a Position,
    marks: Vec<Mark<'a>>,
}

/// A stretch of a line, in bytes, with the text for it.
struct Mark<'a> {
    range: Range<usize>,
    text: &'a str,
    is_primary: bool,
}

/// Adds a place to the line it is in, or with a line of its own.
fn add_place<'a>(lines: &mut Vec<Shown<'a>>, position: &'a Position, text: &'a str) {
    let is_same = |line: &&mut Shown<'a>| {
        let shown = line.position;
        (&shown.source, shown.line, shown.skipped) == (&position.source, position.line, position.skipped)
    };
    match lines.iter_mut().find(is_same) {
        Some(line) => line.mark(position, text, false),
        None => lines.push(Shown::new(position, text, false)),
    }
}

impl<'a> Shown<'a> {
    fn new(position: &'a Position, text: &'a str, is_primary: bool) -> Self {
        let mut line = Shown { position, marks: Vec::new() };
        line.mark(position, text, is_primary);
        line
    }

    fn mark(&mut self, position: &Position, text: &'a str, is_primary: bool) {
        let line = &self.position.text;
        let byte_of = |at| line.char_indices().nth(at).map_or(line.len(), |(byte, _)| byte);
        let first = position.column.saturating_sub(1 + position.skipped);
        let (start, end) = (byte_of(first), byte_of(first + position.width));
        self.marks.push(Mark { range: start..end.max(start), text, is_primary });
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let annotations = self.marks.iter().map(|mark| {
            let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(mark.range.clone());
            if mark.text.is_empty() { annotation } else { annotation.label(mark.text) }
        });
        Snippet::source(self.position.text.as_str())
            .line_start(self.position.line)
            .path(self.position.source.as_str())
            .annotations(annotations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::report;

    fn shown(position: Position, related: Vec<Label>) -> String {
        let report = report::of_message("it is wrong".to_string());
        Report { position: Some(position), related, label: "here".to_string(), ..report }.render()
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}(car 5){}", "x ".repeat(60), " y".repeat(60));
        let position = Position { source: "a".to_string(), line: 7, column: 121, text, skipped: 0, width: 7 };
        let out = shown(position, Vec::new());
        println!("{out}");
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(lines[1], " --> a:7:121");
        assert!(lines[3].starts_with("7 | ...") && lines[3].ends_with("..."), "{}", lines[3]);
        let at = lines[4].find('^').expect("carets");
        assert_eq!((&lines[3][at..at + 7], &lines[4][at..]), ("(car 5)", "^^^^^^^ here"));
    }
}
