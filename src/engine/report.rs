//! Reports: conditions that nobody handled, as data.

use cairn_gc::{Mutation, Value};

use super::failure::Detail;
use super::{limits, operator};
use crate::compiler::environment::{LibraryName, standard};
use crate::data::conditions;
use crate::data::error::{ErrorKind, Throw};
use crate::data::source::Span;
use crate::text::printer;
use crate::vm::Machine;
use crate::vm::world::World;

/// Frames that a report lists at most; those in a row that are alike count as one.
const MAX_FRAMES: usize = 16;
/// Frames that are looked at for that.
const SEEN_FRAMES: usize = 10_000;
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

/// A procedure that was running.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Its name, as the program has it.
    pub name: String,
    /// Where it was.
    pub position: Position,
    /// How many frames in a row are like this one.
    pub times: usize,
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
    /// The procedures that were running, innermost first.
    pub backtrace: Vec<Frame>,
    /// There are more frames than the backtrace lists.
    pub more_frames: bool,
    /// The program had begun to run.
    pub started: bool,
    /// What else there is for the host.
    pub(super) detail: Detail,
}

/// Resolves a span.
fn position(world: &World<'_>, span: Span) -> Option<Position> {
    let source = world.session.sources.get(span)?;
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
pub(super) fn of_throw<'gc>(mc: Mutation<'gc>, world: &World<'gc>, thrown: &Throw<'gc>) -> Box<Report> {
    let (kind, message, span, hint) = match thrown {
        Throw::Failure(failure) => {
            let message = with_irritants(&failure.message, failure.irritants.iter().copied());
            (Some(failure.kind), message, failure.span, failure.hint.clone())
        }
        Throw::Raise(object) => {
            (None, format!("uncaught {}", printer::summary(*object, IRRITANT_WIDTH)), Span::NONE, None)
        }
        Throw::OutOfMemory(_) => (Some(ErrorKind::Limit), "out of memory".to_string(), Span::NONE, None),
        Throw::Stopped(stop) => {
            mc.acknowledge_stop(*stop);
            (Some(ErrorKind::Limit), limits::describe(*stop).to_string(), Span::NONE, None)
        }
    };
    if let Some((place, name, hint)) = unknown_operator(world, kind, span) {
        return Box::new(Report {
            kind: Some(ErrorKind::Unbound),
            message: format!("unbound variable: {name}"),
            position: position(world, place),
            hint: Some(hint),
            backtrace: Vec::new(),
            more_frames: false,
            started: world.started,
        detail: Detail::default(),
        });
    }
    Box::new(Report {
        kind,
        message,
        position: position(world, span),
        hint,
        backtrace: Vec::new(),
        more_frames: false,
        started: world.started,
        detail: Detail::default(),
    })
}

/// The report of the object in the machine's result, which nobody handled.
pub(super) fn of_uncaught<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>) -> Box<Report> {
    let object = machine.result;
    let world = &machine.world;
    let (backtrace, more_frames) = backtrace(machine);
    let Some(kind) = conditions::kind(object) else {
        let message = format!("uncaught object: {}", printer::summary(object, IRRITANT_WIDTH));
        let position = backtrace.first().map(|frame| frame.position.clone());
        return Box::new(Report {
            kind: None,
            message,
            position,
            hint: None,
            backtrace,
            more_frames,
            started: world.started,
        detail: Detail::default(),
        });
    };
    let text = |slot| object.slot(slot).and_then(Value::as_string).map(|s| s.to_string());
    let irritants = object.slot(conditions::IRRITANTS).unwrap_or(Value::NIL);
    let mut message = with_irritants(&text(conditions::MESSAGE).unwrap_or_default(), list_items(irritants));
    let span = conditions::span(object);
    let mut position = position(world, span).or_else(|| backtrace.first().map(|frame| frame.position.clone()));
    let mut hint = text(conditions::HINT);
    if let Some((place, name, advice)) = unknown_operator(world, Some(kind), span) {
        message = format!("unbound variable: {name}");
        position = self::position(world, place);
        hint = Some(advice);
    } else if let Some(name) = unbound_name(kind, irritants) {
        position = position.map(|position| at_operator(position, name));
        hint = hint.or_else(|| unbound_hint(world, name));
    }
    Box::new(Report { kind: Some(kind), message, position, hint, backtrace, more_frames, started: world.started, detail: Detail::default() })
}

/// The report of a limit that ended the run.
pub(super) fn of_limit<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>, message: &str) -> Box<Report> {
    let (backtrace, more_frames) = backtrace(machine);
    let position = backtrace.first().map(|frame| frame.position.clone());
    let kind = Some(ErrorKind::Limit);
    Box::new(Report { kind, message: message.to_string(), position, hint: None, backtrace, more_frames, started: true, detail: Detail::default() })
}

/// A report of what happened to no instruction of a program.
pub(super) fn of_message(message: String) -> Report {
    Report { kind: None, message, position: None, hint: None, backtrace: Vec::new(), more_frames: false, started: true, detail: Detail::default() }
}

/// The frames that have a place in a source, as those of the prelude have none; and
/// whether there are more than are listed.
fn backtrace(machine: &Machine<'_>) -> (Vec<Frame>, bool) {
    let seen = machine.backtrace(SEEN_FRAMES);
    let mut frames: Vec<Frame> = Vec::new();
    let mut last = None;
    for (name, span) in &seen {
        if let Some(frame) = frames.last_mut().filter(|_| last == Some((name, span))) {
            frame.times += 1;
            continue;
        }
        let Some(position) = position(&machine.world, *span) else { continue };
        if frames.len() == MAX_FRAMES {
            return (frames, true);
        }
        let name_shown = name.as_ref().map_or_else(|| "(top level)".to_string(), |n| n.to_string());
        frames.push(Frame { name: name_shown, position, times: 1 });
        last = Some((name, span));
    }
    (frames, seen.len() == SEEN_FRAMES)
}

// --- unbound variables ----------------------------------------------------------

/// The operator of an enclosing form, when that explains an error of this kind.
fn unknown_operator(world: &World<'_>, kind: Option<ErrorKind>, span: Span) -> Option<(Span, String, String)> {
    let explained = matches!(kind?, ErrorKind::Unbound | ErrorKind::Syntax | ErrorKind::NotProcedure);
    operator::unknown_operator(world, span).filter(|_| explained)
}

/// The name of the variable that an error about an unbound one is about.
fn unbound_name<'gc>(kind: ErrorKind, irritants: Value<'gc>) -> Option<&'gc str> {
    let (name, _) = irritants.as_pair().filter(|_| kind == ErrorKind::Unbound)?;
    name.as_symbol()
}

/// The place of the operator, where the place is that of a call: the operator is
/// what is unbound.
fn at_operator(mut position: Position, name: &str) -> Position {
    let call: String = position.text.chars().skip(position.column - 1).collect();
    let rest = call.strip_prefix('(').and_then(|call| call.strip_prefix(name));
    let ends = |c: char| c.is_whitespace() || c == ')' || c == '(';
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(ends)) {
        position.column += 1;
        position.width = name.chars().count();
    }
    position
}

/// Where a variable that is unbound might come from, or what might be meant.
fn unbound_hint(world: &World<'_>, name: &str) -> Option<String> {
    let exporting = standard::names().find(|library| {
        standard::exports(world.session.primitives, &LibraryName::parse(library))
            .is_some_and(|names| names.contains(&name))
    });
    if let Some(library) = exporting {
        return Some(format!("the library ({library}) exports it"));
    }
    if let Some(hint) = operator::hint(name) {
        return Some(hint);
    }
    let like = world.session.libraries.environments.nearest(name)?;
    Some(format!("did you mean {like}?"))
}
