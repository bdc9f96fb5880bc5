//! Reports in words: message, place with the source line and carets, hint, backtrace.

use std::fmt::Write;

use super::report::{Position, Report};

/// Characters of a source line that are shown; of a longer one, the part around the
/// place.
const LINE_WIDTH: usize = 100;
/// Characters before the place that are shown of a longer line.
const BEFORE: usize = 40;
/// Stands for what is left out of a line.
const CUT: &str = "...";

impl Report {
    /// The report as it is shown to people.
    pub fn render(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "error: {}", self.message);
        if let Some(position) = &self.position {
            render_position(&mut out, position);
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(out, "hint: {hint}");
        }
        for frame in &self.backtrace {
            let Position { source, line, column, .. } = &frame.position;
            let times = if frame.times > 1 { format!(" ({} times)", frame.times) } else { String::new() };
            let _ = writeln!(out, "  in {} at {source}:{line}:{column}{times}", frame.name);
        }
        if self.more_frames {
            out.push_str("  ...\n");
        }
        out
    }
}

fn render_position(out: &mut String, position: &Position) {
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    let Excerpt { text, indent, width } = excerpt(position);
    let _ = writeln!(out, "{margin}--> {}:{}:{}", position.source, position.line, position.column);
    let _ = writeln!(out, "{margin} |");
    let _ = writeln!(out, "{number} | {text}");
    let _ = writeln!(out, "{margin} | {indent}{}", "^".repeat(width));
}

/// What is shown of a line: the text, what stands before the carets, and their number.
struct Excerpt {
    text: String,
    indent: String,
    width: usize,
}

fn excerpt(position: &Position) -> Excerpt {
    let line: Vec<char> = position.text.chars().collect();
    let at = position.column.saturating_sub(1).min(line.len());
    let is_long = line.len() > LINE_WIDTH;
    let start = if is_long { at.saturating_sub(BEFORE) } else { 0 };
    let end = if is_long { (start + LINE_WIDTH).min(line.len()) } else { line.len() };
    let before = if start > 0 { CUT } else { "" };
    let after = if end < line.len() { CUT } else { "" };
    // Tabs stay tabs, so that the caret stands below its place.
    let blank = |c: &char| if *c == '\t' { '\t' } else { ' ' };
    Excerpt {
        text: format!("{before}{}{after}", line[start..end].iter().collect::<String>()),
        indent: " ".repeat(before.len()) + &line[start..at].iter().map(blank).collect::<String>(),
        width: position.width.min(end.saturating_sub(at)).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}(car 5){}", "x ".repeat(60), " y".repeat(60));
        let position = Position { source: "a".to_string(), line: 7, column: 121, text, width: 7 };
        let mut out = String::new();
        render_position(&mut out, &position);
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(lines[0], " --> a:7:121");
        assert!(lines[2].starts_with("7 | ...x") && lines[2].ends_with("..."), "{}", lines[2]);
        let at = lines[3].find('^').expect("carets");
        assert_eq!((&lines[2][at..at + 7], &lines[3][at..]), ("(car 5)", "^^^^^^^"));
    }
}
