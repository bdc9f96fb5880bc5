//! Prints reports to standard error: for people, in colours at a terminal, or as JSON.

use std::fmt::Write;
use std::io::IsTerminal;

use cairn::{Position, Report};
use clap::{Args, ValueEnum};

/// Options for messages.
#[derive(Args, Clone, Copy, Default)]
pub(super) struct ReportOptions {
    /// Whether messages have colours. The variable NO_COLOR, when it is not empty, means never.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Colour,
    /// How messages are printed: for people, or each as one line of JSON.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    error_format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Human,
    Json,
}

impl ReportOptions {
    /// Prints a report.
    pub(super) fn print(self, report: &Report) {
        match self.error_format {
            Format::Json => {
                std::iter::once(report).chain(&report.further).for_each(|report| eprintln!("{}", json(report)))
            }
            Format::Human => eprint!("{}", report.render_with(self.is_coloured())),
        }
    }

    fn is_coloured(self) -> bool {
        match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::io::stderr().is_terminal()
            }
        }
    }
}

/// A report as an object of JSON.
fn json(report: &Report) -> String {
    let severity = if report.warning.is_some() { "warning" } else { "error" };
    let mut out = format!("{{\"severity\":{},\"message\":{}", string(severity), string(&report.message));
    let mut field = |name: &str, value: Option<String>| {
        let _ = write!(out, ",{}:{}", string(name), value.unwrap_or_else(|| "null".to_string()));
    };
    field("code", report.code.map(|code| string(&code.to_string())));
    field("warning", report.warning.as_deref().map(string));
    field("place", report.position.as_ref().map(|position| place(position, &report.label)));
    field("related", Some(list(report.related.iter().map(|label| place(&label.position, &label.text)))));
    field("notes", Some(list(report.notes.iter().map(|note| string(note)))));
    field("help", report.hint.as_deref().map(string));
    let frames = report.backtrace.iter().map(|frame| {
        let arguments = frame
            .arguments
            .iter()
            .map(|(name, value)| format!("{{\"name\":{},\"value\":{}}}", string(name), string(value)));
        format!(
            "{{\"procedure\":{},\"times\":{},\"arguments\":{},\"place\":{}}}",
            string(&frame.name),
            frame.times,
            list(arguments),
            place(&frame.position, "")
        )
    });
    field("backtrace", Some(list(frames)));
    out.push('}');
    out
}

fn place(position: &Position, label: &str) -> String {
    let Position { source, line, column, width, .. } = position;
    format!(
        "{{\"source\":{},\"line\":{line},\"column\":{column},\"width\":{width},\"label\":{}}}",
        string(source),
        string(label)
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// A string of JSON (RFC 8259, section 7).
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a\"b\\c\n\u{1}"), "\"a\\\"b\\\\c\\n\\u0001\"");
    }
}
