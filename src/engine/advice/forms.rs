//! Explains forms whose shape is wrong because a parenthesis stands elsewhere than it seems.

use super::{Mistake, source_of, text};
use crate::data::diagnostic::Code;
use crate::vm::world::World;

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    if mistake.details.code == Some(Code::EMPTY_BODY) {
        swallowed_body(world, mistake);
    }
}

/// A `let` without a body, the last of whose bindings looks like a call: the list of bindings
/// was to end before it.
fn swallowed_body(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let text = &source.text;
    let parts = text::elements(text, mistake.span.start as usize);
    let [keyword, list] = &parts[..] else { return };
    if !text[keyword.clone()].starts_with("let") {
        return;
    }
    let bindings = text::elements(text, list.start);
    let [.., before, last] = &bindings[..] else { return };
    if text::head(text, last.start).is_some_and(|head| world.session.libraries.environments.binds(head)) {
        mistake.label(super::within(mistake.span, last.clone()), "this is among the bindings");
        mistake.hint = Some(format!("is a ) missing after {}? The bindings end before the body", &text[before.clone()]));
    }
}
