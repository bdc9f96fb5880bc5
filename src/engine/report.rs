//! Reports: conditions that nobody handled, as data.

use cairn_gc::{Mutation, Value};

use super::advice::{self, Mistake};
use super::limits;
use crate::data::conditions;
use crate::data::diagnostic::Code;
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

/// A place that matters for what went wrong, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub position: Position,
    /// What is there; may be empty.
    pub text: String,
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
    /// The kind of mistake, when it has a number.
    pub code: Option<Code>,
    /// In words.
    pub message: String,
    /// Where.
    pub position: Option<Position>,
    /// What to write below that place; may be empty.
    pub label: String,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// What to try.
    pub hint: Option<String>,
    /// The procedures that were running, innermost first.
    pub backtrace: Vec<Frame>,
    /// There are more frames than the backtrace lists.
    pub more_frames: bool,
    /// The program had begun to run.
    pub started: bool,
}

/// Resolves a span.
pub(super) fn position(world: &World<'_>, span: Span) -> Option<Position> {
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

impl Report {
    /// A report that says this and nothing else.
    fn new(kind: Option<ErrorKind>, message: String, started: bool) -> Report {
        Report {
            kind,
            code: kind.map(Code::of_kind),
            message,
            position: None,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            hint: None,
            backtrace: Vec::new(),
            more_frames: false,
            started,
        }
    }
}

/// The report of a failure before the program ran.
pub(super) fn of_throw<'gc>(mc: Mutation<'gc>, world: &World<'gc>, thrown: &Throw<'gc>) -> Box<Report> {
    let told = |kind, message: &str| Box::new(Report::new(kind, message.to_string(), world.started));
    match thrown {
        Throw::Failure(failure) => {
            let mistake = Mistake {
                kind: failure.kind,
                message: failure.message.clone(),
                irritants: failure.irritants.clone(),
                span: failure.span,
                hint: failure.hint.clone(),
                details: failure.details.clone(),
            };
            Box::new(of_mistake(world, mistake))
        }
        Throw::Raise(object) => told(None, &format!("uncaught {}", printer::summary(*object, IRRITANT_WIDTH))),
        Throw::OutOfMemory(_) => told(Some(ErrorKind::Limit), "out of memory"),
        Throw::Stopped(stop) => {
            mc.acknowledge_stop(*stop);
            told(Some(ErrorKind::Limit), limits::describe(*stop))
        }
    }
}

/// The report of a mistake, without a backtrace.
fn of_mistake<'gc>(world: &World<'gc>, mut mistake: Mistake<'gc>) -> Report {
    advice::complete(world, &mut mistake);
    let Mistake { kind, message, irritants, span, hint, details } = mistake;
    let related = details.labels.into_iter().filter_map(|(span, text)| {
        let position = position(world, span)?;
        Some(Label { position, text })
    });
    Report {
        code: details.code.or(Some(Code::of_kind(kind))),
        position: position(world, span),
        label: details.primary.unwrap_or_default(),
        related: related.collect(),
        notes: details.notes,
        hint,
        ..Report::new(Some(kind), with_irritants(&message, irritants.into_iter()), world.started)
    }
}

/// The report of the object in the machine's result, which nobody handled.
pub(super) fn of_uncaught<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>) -> Box<Report> {
    let object = machine.result;
    let world = &machine.world;
    let (backtrace, more_frames) = backtrace(machine);
    let mut report = match conditions::kind(object) {
        Some(kind) => {
            let text = |slot| object.slot(slot).and_then(Value::as_string).map(|s| s.to_string());
            let irritants = list_items(object.slot(conditions::IRRITANTS).unwrap_or(Value::NIL)).collect();
            let mistake = Mistake {
                kind,
                message: text(conditions::MESSAGE).unwrap_or_default(),
                irritants,
                span: conditions::span(object),
                hint: text(conditions::HINT),
                details: conditions::details(object),
            };
            of_mistake(world, mistake)
        }
        None => Report {
            code: Some(Code::UNCAUGHT),
            hint: Some(advice::uncaught_object(object)),
            ..Report::new(None, format!("uncaught object: {}", printer::summary(object, IRRITANT_WIDTH)), world.started)
        },
    };
    report.position = report.position.or_else(|| backtrace.first().map(|frame| frame.position.clone()));
    Box::new(Report { backtrace, more_frames, ..report })
}

/// The report of a limit that ended the run.
pub(super) fn of_limit<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>, message: &str) -> Box<Report> {
    let (backtrace, more_frames) = backtrace(machine);
    let position = backtrace.first().map(|frame| frame.position.clone());
    let report = Report::new(Some(ErrorKind::Limit), message.to_string(), true);
    Box::new(Report { position, backtrace, more_frames, ..report })
}

/// A report of what happened to no instruction of a program.
pub(super) fn of_message(message: String) -> Report {
    Report::new(None, message, true)
}

/// The report of a panic, and where it was.
pub(super) fn of_panic(message: &str, place: Option<String>) -> Report {
    let place = place.map_or(String::new(), |place| format!(" at {place}"));
    Report {
        kind: Some(ErrorKind::Internal),
        ..of_message(format!(
            "internal error{place}: {message}\nthis is a bug in Cairn or its host; the engine cannot go on"
        ))
    }
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
