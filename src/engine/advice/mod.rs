//! Completes what a failure says before it is shown: looks at the program's text around the
//! place, at the values concerned and at the names there are, for labels and for what to try.
//!
//! A failure is raised far from all this and often handled, so it carries only what cannot be
//! found out later.

mod calls;
mod conversions;
mod forms;
mod messages;
mod names;
mod operator;
mod order;
mod reading;
mod records;
mod slips;
pub(super) mod text;
mod types;

use std::sync::Arc;

use cairn_data::diagnostic::Details;
use cairn_data::error::ErrorKind;
use cairn_data::source::{Source, Span};
use cairn_gc::Value;

use cairn_vm::world::World;

/// A failure, or the parts of a condition.
pub(super) struct Mistake<'gc> {
    /// Family.
    pub kind: ErrorKind,
    /// In words, without the irritants.
    pub message: String,
    /// The objects concerned.
    pub irritants: Vec<Value<'gc>>,
    /// Where.
    pub span: Span,
    /// A suggestion.
    pub hint: Option<String>,
    /// Further notes.
    pub details: Details,
}

impl Mistake<'_> {
    fn suggest(&mut self, hint: impl Into<String>) {
        if self.hint.is_none() {
            self.hint = Some(hint.into());
        }
    }

    fn label(&mut self, span: Span, text: impl Into<String>) {
        self.details.labels.push((span, text.into()));
    }

    fn note(&mut self, text: impl Into<String>) {
        self.details.notes.push(text.into());
    }
}

/// The text of a place.
fn source_of(world: &World<'_>, span: Span) -> Option<Arc<Source>> {
    world.session.sources.get(span)
}

/// A stretch of the source that a span is in.
fn within(span: Span, range: std::ops::Range<usize>) -> Span {
    Span { start: range.start as u32, end: range.end as u32, ..span }
}

/// Adds what can be found out about a mistake.
pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    if mistake.kind != ErrorKind::Read && operator::explain(world, mistake) {
        return;
    }
    match mistake.kind {
        ErrorKind::Unbound => names::complete(world, mistake),
        ErrorKind::NotProcedure => calls::not_a_procedure(world, mistake),
        ErrorKind::Arity => calls::wrong_count(world, mistake),
        ErrorKind::Type | ErrorKind::Range | ErrorKind::DivisionByZero => types::complete(world, mistake),
        ErrorKind::General if mistake.message == "assertion failed" => calls::failed_assertion(world, mistake),
        ErrorKind::Syntax => forms::complete(world, mistake),
        ErrorKind::Read => reading::complete(world, mistake),
        _ => {}
    }
    messages::complete(mistake);
}

/// Advice on a raised object that is not a condition.
pub(super) fn uncaught_object(object: Value<'_>) -> String {
    let shown = cairn_text::printer::summary(object, 40);
    let quoted = if object.is_pair() || object.as_symbol().is_some() { "'" } else { "" };
    format!(
        "handle it with (guard (e (#t ...)) ...); (error \"message\" {quoted}{shown}) makes an error object with a message"
    )
}
