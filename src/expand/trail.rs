//! Remembers the latest uses of macros, to say where code comes from that is wrong.

use cairn_data::error::Throw;
use cairn_data::source::Span;
use cairn_gc::trace_nothing;

/// Uses that are remembered.
const LENGTH: usize = 16;
/// Templates that a message shows.
const SHOWN: usize = 3;

/// The latest uses of macros: where each stands, and the template that it became.
#[derive(Default)]
pub(super) struct Trail {
    uses: [(Span, Span); LENGTH],
    next: usize,
}

trace_nothing!(Trail);

impl Trail {
    /// Adds a use.
    #[inline]
    pub(super) fn add(&mut self, used: Span, template: Span) {
        self.uses[self.next % LENGTH] = (used, template);
        self.next = self.next.wrapping_add(1);
    }

    /// Forgets all of them: another top-level form begins.
    pub(super) fn clear(&mut self) {
        self.next = 0;
        self.uses = Default::default();
    }

    /// The error with the templates that led to its place, the latest first.
    #[cold]
    pub(super) fn explain<'gc>(&self, error: Throw<'gc>) -> Throw<'gc> {
        let Throw::Failure(failure) = &error else { return error };
        let span = failure.span;
        let latest = (0..LENGTH).map(|back| self.uses[self.next.wrapping_sub(back + 1) % LENGTH]);
        let mut templates: Vec<Span> = Vec::new();
        for (used, template) in latest {
            if used == span && span.is_some() && template.is_some() && !templates.contains(&template) {
                templates.push(template);
            }
        }
        templates
            .into_iter()
            .take(SHOWN)
            .fold(error, |error, template| error.label(template, "in the expansion of this template"))
    }
}
