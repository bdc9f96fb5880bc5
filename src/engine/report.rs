//! Represents conditions that nobody handled as data.

use std::fmt;

use cairn_data::code::PART;
use cairn_data::conditions;
use cairn_data::diagnostic::Code;
use cairn_data::error::{ErrorKind, Failure, Throw};
use cairn_data::source::Span;
use cairn_gc::{Chars, Mutation, Value};
use cairn_text::printer;
use cairn_vm::Activation;
use cairn_vm::Machine;
use cairn_vm::world::World;

#[cfg(feature = "diagnostics")]
use super::advice;
use super::failure::Detail;
use super::limits;
use super::mistake::Mistake;

/// Frames that a report lists at most; those in a row that are alike count as one.
const MAX_FRAMES: usize = 16;
/// Frames that are looked at for that.
const SEEN_FRAMES: usize = 10_000;
/// Stands for the name of a procedure that has none.
const ANONYMOUS: &str = "(lambda)";
/// Characters of an irritant in a message.
const IRRITANT_WIDTH: usize = 200;
/// Characters that a report takes over from a program's message or hint.
const MESSAGE_WIDTH: usize = 20_000;
/// Characters of a line that a report takes over.
const LINE_WIDTH: usize = 4_000;
/// Characters of an argument in a backtrace.
const ARGUMENT_WIDTH: usize = 32;

/// A place in a source, resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Position {
    /// Name of the source.
    pub source: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Text of the line; of a very long one, the part around the place.
    pub text: String,
    /// Characters at the start of the line that the text leaves out.
    pub skipped: usize,
    /// Characters that the position covers on its line, at least 1.
    pub width: usize,
}

/// A place that matters for what went wrong, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub position: Position,
    /// The text there; may be empty.
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
    /// Its arguments, as far as they are still known: parameters and values, shortened.
    pub arguments: Vec<(String, String)>,
    /// Its last call was a tail call, so it no longer waits for a result.
    pub is_tail: bool,
}

/// An error, for people and hosts.
#[derive(Clone, Debug)]
pub struct Report {
    /// Family of the condition; none for a raised object that is no condition.
    pub kind: Option<ErrorKind>,
    /// The kind of mistake, when it has a number.
    pub code: Option<Code>,
    /// The name of the warning, when it is one and no error.
    pub warning: Option<String>,
    /// In words.
    pub message: String,
    /// Where.
    pub position: Option<Position>,
    /// The text below that place; may be empty.
    pub label: String,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// A suggestion.
    pub hint: Option<String>,
    /// The procedures that were running, innermost first.
    pub backtrace: Vec<Frame>,
    /// There are more frames than the backtrace lists.
    pub more_frames: bool,
    /// The program had begun to run.
    pub started: bool,
    /// The errors of a program that does not compile after the first one.
    pub further: Vec<Report>,
    /// The details that only a host asks for.
    pub(super) detail: Detail,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

/// Resolves a span.
pub(super) fn position(world: &World<'_>, span: Span) -> Option<Position> {
    let source = world.session.sources.get(span)?;
    let at = source.position(span.start);
    let end = source.position(span.end.max(span.start + 1));
    let (text, skipped) = part_of_line(source.line(at.line), at.column);
    let rest = (skipped + text.chars().count()).saturating_sub(at.column - 1).max(1);
    let width = if end.line == at.line { end.column.saturating_sub(at.column).clamp(1, rest) } else { rest };
    Some(Position { source: source.name.to_string(), line: at.line, column: at.column, text, skipped, width })
}

/// A line, or of a very long one a part around a column, since a report has many places; and the
/// number of characters before that part.
fn part_of_line(line: &str, column: usize) -> (String, usize) {
    if line.len() <= LINE_WIDTH {
        return (line.to_string(), 0);
    }
    let skipped = (column - 1).saturating_sub(LINE_WIDTH / 2);
    (line.chars().skip(skipped).take(LINE_WIDTH).collect(), skipped)
}

/// The characters of a program's string, as many as a report takes over.
fn beginning(chars: Chars<'_>) -> String {
    let mut text: String = chars.iter().take(MESSAGE_WIDTH).collect();
    if chars.len() > MESSAGE_WIDTH {
        text.push_str("...");
    }
    text
}

pub(super) fn with_irritants<'gc>(message: &str, irritants: impl Iterator<Item = Value<'gc>>) -> String {
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
            warning: None,
            message,
            position: None,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            hint: None,
            backtrace: Vec::new(),
            more_frames: false,
            started,
            further: Vec::new(),
            detail: Detail::default(),
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
            let further = if thrown.is_syntax() { further(world) } else { Vec::new() };
            Box::new(Report { further, ..of_mistake(world, mistake) })
        }
        Throw::Raise(object) => told(None, &format!("uncaught {}", printer::summary(*object, IRRITANT_WIDTH))),
        Throw::OutOfMemory(_) => told(Some(ErrorKind::Limit), "out of memory"),
        Throw::Stopped(stop) => {
            mc.acknowledge_stop(*stop);
            told(Some(ErrorKind::Limit), limits::describe(*stop))
        }
    }
}

/// The reports of the syntax errors after the first one.
fn further(world: &World<'_>) -> Vec<Report> {
    let mistake = |failure: &Failure<'_>| Mistake {
        kind: failure.kind,
        message: failure.message.clone(),
        irritants: Vec::new(),
        span: failure.span,
        hint: failure.hint.clone(),
        details: failure.details.clone(),
    };
    world.further_mistakes.iter().map(|failure| of_mistake(world, mistake(failure))).collect()
}

/// The report of a mistake, without a backtrace.
fn of_mistake<'gc>(world: &World<'gc>, mistake: Mistake<'gc>) -> Report {
    #[cfg(feature = "diagnostics")]
    let mistake = advice::completed(world, mistake);
    of_mistake_as_it_is(world, mistake)
}

/// The same, without what the text around it suggests.
pub(super) fn of_mistake_as_it_is<'gc>(world: &World<'gc>, mistake: Mistake<'gc>) -> Report {
    let Mistake { kind, message, irritants, span, hint, details } = mistake;
    // Names may be as long as the program's author likes.
    let bounded = |text| printer::shortened(text, MESSAGE_WIDTH);
    let related = details.labels.into_iter().filter_map(|(span, text)| {
        let position = position(world, span)?;
        Some(Label { position, text: bounded(text) })
    });
    Report {
        code: details.code.or(Some(Code::of_kind(kind))),
        position: position(world, span),
        label: bounded(details.primary.unwrap_or_default()),
        related: related.collect(),
        notes: details.notes.into_iter().map(bounded).collect(),
        hint: hint.map(bounded),
        ..Report::new(Some(kind), with_irritants(&bounded(message), irritants.into_iter()), world.started)
    }
}

/// The report of the object in the machine's result, which nobody handled.
pub(super) fn of_uncaught<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>) -> Box<Report> {
    let object = machine.result;
    let world = &machine.world;
    let trace = trace(machine);
    let mut report = match conditions::kind(object) {
        Some(kind) => {
            let text = |slot| object.slot(slot).and_then(Value::as_string).map(beginning);
            let irritants = list_items(object.slot(conditions::IRRITANTS).unwrap_or(Value::NIL)).collect();
            let mut mistake = Mistake {
                kind,
                message: text(conditions::MESSAGE).unwrap_or_default(),
                irritants,
                span: conditions::span(object).or(trace.innermost),
                hint: text(conditions::HINT),
                details: conditions::details(object),
            };
            if mistake.span == trace.waiting {
                // The procedure called by this frame made the failing call as a tail call.
                mistake.span = trace.innermost;
            }
            if let Some(library) = bundled_library(world, mistake.span) {
                mistake.span = trace.innermost;
                mistake.details.notes.push(format!("the error comes from inside {library}"));
            }
            of_mistake(world, mistake)
        }
        None => Report {
            code: Some(Code::UNCAUGHT),
            hint: Some(uncaught_object(object)),
            ..Report::new(None, format!("uncaught object: {}", printer::summary(object, IRRITANT_WIDTH)), world.started)
        },
    };
    report.position = report.position.or_else(|| position(world, trace.innermost));
    let further = if report.kind == Some(ErrorKind::Syntax) { further(world) } else { Vec::new() };
    Box::new(Report { backtrace: trace.frames, more_frames: trace.more, further, ..report })
}

/// Advice on a raised object that is not a condition.
fn uncaught_object(object: Value<'_>) -> String {
    let shown = printer::summary(object, 40);
    let quoted = if object.is_pair() || object.as_symbol().is_some() { "'" } else { "" };
    format!(
        "handle it with (guard (e (#t ...)) ...); (error \"message\" {quoted}{shown}) makes an error object with a message"
    )
}

/// The report of a limit that ended the run.
pub(super) fn of_limit<'gc>(_mc: Mutation<'gc>, machine: &Machine<'gc>, message: &str) -> Box<Report> {
    let trace = trace(machine);
    let position = position(&machine.world, trace.innermost);
    let report = Report::new(Some(ErrorKind::Limit), message.to_string(), true);
    Box::new(Report { position, backtrace: trace.frames, more_frames: trace.more, ..report })
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

/// The backtrace, prepared for printing.
struct Trace {
    frames: Vec<Frame>,
    /// There are more than these.
    more: bool,
    /// The innermost place in a text of the program.
    innermost: Span,
    /// The innermost one of a frame that is there.
    waiting: Span,
}

/// The frames that have a place in a text of the program: those of the prelude have none, and
/// those of bundled libraries are no concern of its author.
fn trace(machine: &Machine<'_>) -> Trace {
    let seen = machine.backtrace(SEEN_FRAMES);
    let mut trace =
        Trace { frames: Vec::new(), more: seen.len() >= SEEN_FRAMES, innermost: Span::NONE, waiting: Span::NONE };
    let mut last = None;
    for activation in &seen {
        if let Some(frame) = trace.frames.last_mut().filter(|_| last == Some(activation)) {
            frame.times += 1;
            continue;
        }
        if bundled_library(&machine.world, activation.span).is_some() {
            continue;
        }
        let Some(position) = position(&machine.world, activation.span) else { continue };
        if trace.frames.len() == MAX_FRAMES {
            trace.more = true;
            break;
        }
        trace.innermost = trace.innermost.or(activation.span);
        if !activation.removed {
            trace.waiting = trace.waiting.or(activation.span);
        }
        let name = short_name(activation.name.as_deref().unwrap_or(ANONYMOUS));
        match trace.frames.last_mut().filter(|frame| frame.name == PART) {
            Some(part) => part.name = name,
            None => {
                let arguments = arguments(machine, activation);
                trace.frames.push(Frame { name, position, times: 1, arguments, is_tail: activation.is_tail });
            }
        }
        last = Some(activation);
    }
    trace
}

/// The arguments of a procedure in a backtrace, as text.
fn arguments<'gc>(machine: &Machine<'gc>, activation: &Activation<'gc>) -> Vec<(String, String)> {
    let shown = machine.arguments(activation).into_iter();
    shown.map(|(name, value)| (short_name(name), printer::summary(value, ARGUMENT_WIDTH))).collect()
}

/// A name as a backtrace shows it.
fn short_name(name: &str) -> String {
    printer::shortened(name.to_string(), IRRITANT_WIDTH)
}

/// The bundled library in whose text a place is.
fn bundled_library(world: &World<'_>, span: Span) -> Option<String> {
    let source = world.session.sources.get(span)?;
    let name = source.name.strip_prefix('<')?.strip_suffix('>')?;
    name.starts_with('(').then(|| name.to_string())
}
