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

use cairn_data::error::ErrorKind;
use cairn_data::source::{Source, Span};
use cairn_vm::world::World;

use super::mistake::Mistake;

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

/// The mistake with what can be found out about it.
pub(super) fn completed<'gc>(world: &World<'gc>, mut mistake: Mistake<'gc>) -> Mistake<'gc> {
    complete(world, &mut mistake);
    mistake
}

fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
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
