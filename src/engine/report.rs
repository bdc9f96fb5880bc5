//! Reports: conditions that nobody handled, as data and in words.

use std::fmt::Write;

use cairn_gc::{Mutation, Value};

use crate::conditions;
use crate::error::{ErrorKind, Throw};
use crate::source::Span;
use crate::text::printer;
use crate::vm::Machine;
use crate::world::World;

/// Frames that a report lists at most.
const MAX_FRAMES: usize = 16;
/// Characters of an irritant in a message.
const IRRITANT_WIDTH: usize = 200;

/// A place in a source, resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Position {
    /// Name of the source.
    pub source: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Text of the line.
    pub text: String,
    /// Characters that the position covers on its line, at least 1.
    pub width: usize,
}

/// What went wrong, for people and hosts.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Report {
    /// Family of the condition; none for a raised object that is no condition.
    pub kind: Option<ErrorKind>,
    /// In words.
    pub message: String,
    /// Where.
    pub position: Option<Position>,
    /// What to try.
    pub hint: Option<String>,
    /// Names and places of the procedures that were running, innermost first.
    pub backtrace: Vec<(String, Position)>,
    /// The program had begun to run.
    pub started: bool,
}

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
        for (name, position) in &self.backtrace {
            let _ = writeln!(out, "  in {name} at {}:{}:{}", position.source, position.line, position.column);
        }
        out
    }
}

fn render_position(out: &mut String, position: &Position) {
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    // Tabs stay tabs, so that the caret stands below its place.
    let indent: String =
        position.text.chars().take(position.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let _ = writeln!(out, "{margin}--> {}:{}:{}", position.source, position.line, position.column);
    let _ = writeln!(out, "{margin} |");
    let _ = writeln!(out, "{number} | {}", position.text);
    let _ = writeln!(out, "{margin} | {indent}{}", "^".repeat(position.width));
}

/// Resolves a span.
fn position(world: &World<'_>, span: Span) -> Option<Position> {
    let source = world.sources.get(span)?;
    let at = source.position(span.start);
    let text = source.line(at.line).to_string();
    let end = source.position(span.end.max(span.start + 1));
    let rest = text.chars().count().saturating_sub(at.column - 1).max(1);
    let width = if end.line == at.line { (end.column - at.column).clamp(1, rest) } else { rest };
    Some(Position { source: source.name.to_string(), line: at.line, column: at.column, text, width })
}

fn with_irritants<'gc>(message: &str, irritants: impl Iterator<Item = Value<'gc>>) -> String {
    let mut text = message.to_string();
    for irritant in irritants {
        text.push(' ');
        text.push_str(&printer::summary(irritant, IRRITANT_WIDTH));
    }
    text
}

fn list_items<'gc>(list: Value<'gc>) -> impl Iterator<Item = Value<'gc>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let (item, next) = rest.as_pair()?;
        rest = next;
        Some(item)
    })
    .take(64)
}

/// The report of a failure before the program ran.
pub(super) fn of_throw<'gc>(_mc: Mutation<'gc>, world: &World<'gc>, thrown: &Throw<'gc>) -> Box<Report> {
    let (kind, message, span, hint) = match thrown {
        Throw::Failure(failure) => {
            let message = with_irritants(&failure.message, failure.irritants.iter().copied());
            (Some(failure.kind), message, failure.span, failure.hint.clone())
        }
        Throw::Raise(object) => {
            (None, format!("uncaught {}", printer::summary(*object, IRRITANT_WIDTH)), Span::NONE, None)
        }
        Throw::OutOfMemory(_) => (Some(ErrorKind::Limit), "out of memory".to_string(), Span::NONE, None),
    };
    Box::new(Report {
        kind,
        message,
        position: position(world, span),
        hint,
        backtrace: Vec::new(),
        started: world.started,
    })
}

/// The report of the object in the machine's result, which nobody handled.
pub(super) fn of_uncaught<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>) -> Box<Report> {
    let object = machine.result;
    let world = &machine.world;
    let backtrace = backtrace(machine);
    let Some(kind) = conditions::kind(object) else {
        let message = format!("uncaught object: {}", printer::summary(object, IRRITANT_WIDTH));
        let position = backtrace.first().map(|(_, p)| p.clone());
        return Box::new(Report { kind: None, message, position, hint: None, backtrace, started: world.started });
    };
    let text = |slot| object.slot(slot).and_then(Value::as_string).map(|s| s.to_string());
    let irritants = object.slot(conditions::IRRITANTS).unwrap_or(Value::NIL);
    let message = with_irritants(&text(conditions::MESSAGE).unwrap_or_default(), list_items(irritants));
    let span = conditions::span(object);
    let position = position(world, span).or_else(|| backtrace.first().map(|(_, p)| p.clone()));
    Box::new(Report {
        kind: Some(kind),
        message,
        position,
        hint: text(conditions::HINT),
        backtrace,
        started: world.started,
    })
}

/// The report of a limit that ended the run.
pub(super) fn of_limit<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>, message: &str) -> Box<Report> {
    let backtrace = backtrace(machine);
    let position = backtrace.first().map(|(_, p)| p.clone());
    let kind = Some(ErrorKind::Limit);
    Box::new(Report { kind, message: message.to_string(), position, hint: None, backtrace, started: true })
}

/// The frames that have a place in a source: those of the prelude have none.
fn backtrace(machine: &Machine<'_>) -> Vec<(String, Position)> {
    let frames = machine.backtrace(MAX_FRAMES * 2).into_iter();
    let shown = frames.filter_map(|(name, span)| {
        let position = position(&machine.world, span)?;
        Some((name.map_or_else(|| "(top level)".to_string(), |n| n.to_string()), position))
    });
    shown.take(MAX_FRAMES).collect()
}
