//! Explains text that cannot be read: finds by the indentation where a parenthesis is missing or
//! too many, and what an unclosed string began with.

use std::ops::Range;

use cairn_data::diagnostic::Code;
use cairn_data::source::Source;
use cairn_vm::world::World;

use super::text::{self, Piece};
use super::{source_of, within};
use crate::engine::mistake::Mistake;

/// Lists that a message shows as unclosed, at most.
const MOST_LABELS: usize = 3;

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = &source_of(world, mistake.span) else { return };
    match mistake.details.code {
        Some(Code::UNCLOSED) => unclosed(source, mistake),
        Some(Code::UNEXPECTED_CLOSE) => unexpected(source, mistake),
        Some(Code::UNCLOSED_TEXT) => unclosed_text(source, mistake),
        _ => {}
    }
}

/// A parenthesis that is open.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    line: usize,
    column: usize,
}

/// The structure suggested by the indentation of a text.
struct Indentation {
    /// The lists that should have ended before the first line that is not indented as their
    /// part, and the place where that line begins.
    ended: Option<(Vec<Open>, usize)>,
    /// The constructs open at the end.
    open: Vec<Open>,
    /// The first line that is indented although nothing is open: where it begins.
    stray: Option<usize>,
}

fn indentation(source: &Source, end: usize) -> Indentation {
    let mut found = Indentation { ended: None, open: Vec::new(), stray: None };
    let (mut positions, mut last_line) = (source.positions(), 0);
    for Range { start, end } in text::pieces(&source.text[..end]) {
        let place = positions.position(start);
        let (line, column) = (place.line, place.column - 1);
        let piece = text::piece(&source.text, start);
        if line > last_line && piece != Piece::Close {
            if found.ended.is_none() {
                let indented = |open: &&Open| open.line < line && open.column >= column;
                let ended: Vec<Open> = found.open.iter().filter(indented).copied().collect();
                found.ended = (!ended.is_empty()).then_some((ended, start));
            }
            if found.stray.is_none() && found.open.is_empty() && column > 0 && last_line > 0 {
                found.stray = Some(start);
            }
        }
        last_line = positions.position(end - 1).line;
        match piece {
            Piece::Open => found.open.push(Open { at: start, line, column }),
            Piece::Close => {
                found.open.pop();
            }
            Piece::Word => {}
        }
    }
    found
}

/// The end of what stands before a place, blanks and comments left out.
fn end_before(source: &Source, place: usize) -> usize {
    text::pieces(&source.text[..place]).last().map_or(0, |piece| piece.end)
}

fn unclosed(source: &Source, mistake: &mut Mistake<'_>) {
    let found = indentation(source, source.text.len());
    let Some((ended, line_start)) = found.ended else {
        mistake.details.primary = Some("this is never closed".to_string());
        let missing = found.open.len();
        let closers = if missing == 1 { "one ) is" } else { &format!("{missing} ) are") };
        mistake.hint = Some(format!("{closers} missing at the end of the text"));
        return;
    };
    let missing = ended.len();
    let end = end_before(source, line_start);
    let (end_line, next_line) = (source.position(end as u32 - 1).line, source.position(line_start as u32).line);
    for (i, open) in ended.iter().rev().take(MOST_LABELS).enumerate() {
        let place = within(mistake.span, open.at..open.at + 1);
        match i {
            0 => {
                mistake.span = place;
                mistake.details.primary = Some("this is not closed".to_string());
            }
            _ => mistake.label(place, "nor is this"),
        }
    }
    let closers = if missing == 1 { "a ) is".to_string() } else { format!("{missing} ) are") };
    mistake.hint = Some(format!(
        "{closers} missing at the end of line {end_line}: line {next_line} is indented as if the list had ended before"
    ));
    mistake.label(within(mistake.span, line_start..line_start + 1), "by its indentation this is no part of it");
}

fn unexpected(source: &Source, mistake: &mut Mistake<'_>) {
    let place = mistake.span.start as usize;
    if let Some(open) = text::enclosing(&source.text, place).last().copied() {
        let opener = &source.text[open..open + 1];
        mistake.label(within(mistake.span, open..open + 1), format!("the list begins with {opener} here"));
        return;
    }
    let found = indentation(source, place);
    let Some(stray) = found.stray else { return closed_early(source, mistake) };
    let end = end_before(source, stray);
    let lines = (source.position(end as u32 - 1).line, source.position(stray as u32).line);
    mistake.details.primary = Some("nothing is open here".to_string());
    mistake.label(within(mistake.span, end - 1..end), "this closes the whole form");
    mistake.hint = Some(format!(
        "is there a ) too many at the end of line {}? Line {} is indented as a part of it",
        lines.0, lines.1
    ));
}

/// Says where a list ended although the next line is indented as a part of it, when nothing else tells
/// which parenthesis is too many.
fn closed_early(source: &Source, mistake: &mut Mistake<'_>) {
    let Some((close, line_start, open)) = early_close(source, mistake.span.start as usize) else { return };
    let lines = (source.position(close as u32).line, source.position(line_start as u32).line);
    mistake.details.primary = Some("nothing is open here".to_string());
    mistake.label(within(mistake.span, close..close + 1), "this closes a list");
    mistake.label(within(mistake.span, open..open + 1), "which begins here");
    mistake.hint = Some(format!(
        "is there a ) too many at the end of line {}? Line {} is indented as a part of the list",
        lines.0, lines.1
    ));
}

/// The first parenthesis that ends a list before a line that is indented more than the list and more than
/// the elements before it; that line's start, and where the list begins.
fn early_close(source: &Source, end: usize) -> Option<(usize, usize, usize)> {
    let mut open: Vec<Open> = Vec::new();
    let mut closed: Option<(usize, Open)> = None;
    let mut last_line = 0;
    for Range { start, end } in text::pieces(&source.text[..end]) {
        let place = source.position(start as u32);
        let (line, column) = (place.line, place.column - 1);
        let piece = text::piece(&source.text, start);
        if line > last_line
            && piece != Piece::Close
            && let Some((close, list)) = closed.filter(|(_, list)| list.line < line && column > list.column)
            && source.line(list.line).trim_start().len() == source.line(list.line).len() - list.column
        {
            return Some((close, start, list.at));
        }
        last_line = source.position(end as u32 - 1).line;
        match piece {
            Piece::Open => (closed, ()) = (None, open.push(Open { at: start, line, column })),
            Piece::Close => closed = open.pop().map(|list| (start, list)),
            Piece::Word => closed = None,
        }
    }
    None
}

/// A string without an end takes in what follows up to the next string; then that string's text
/// is code. So the first one that goes over a line's end is suspect.
fn unclosed_text(source: &Source, mistake: &mut Mistake<'_>) {
    mistake.details.primary = Some("it begins here".to_string());
    let start = mistake.span.start as usize;
    if !source.text[start..].starts_with('"') {
        return;
    }
    let suspect = text::pieces(&source.text[..start])
        .find(|piece| source.text[piece.start..].starts_with('"') && source.text[piece.clone()].contains('\n'));
    match suspect {
        Some(piece) => {
            mistake
                .label(within(mistake.span, piece.start..piece.start + 1), "this string goes over the end of its line");
            mistake.suggest("is a \" missing at the end of that line?");
        }
        None => mistake.suggest("add the closing \"; within a string a quotation mark is written \\\""),
    }
}
