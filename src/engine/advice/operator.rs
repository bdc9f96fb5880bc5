//! Finds the operator that an error in one of its operands comes from: a program that uses
//! a form which means nothing here, `(match x ((a b) ...))` without its import, fails at
//! `b`, and what is wrong is `match`.

use super::text::{enclosing, head};
use crate::compiler::environment::foreign;
use crate::data::source::Span;
use crate::stdlib::srfi;
use crate::vm::world::World;

/// The innermost enclosing form whose head is an identifier that nothing binds and that a
/// bundled library exports, or that other Schemes have: the head's place and name, and what
/// to do.
pub(super) fn unknown_operator(world: &World<'_>, span: Span) -> Option<(Span, String, String)> {
    let source = world.session.sources.get(span)?;
    let around = enclosing(&source.text, span.start as usize);
    // An element of a list without a keyword is a binding or a clause, not a call.
    let is_form = |at: usize| at == 0 || head(&source.text, around[at - 1]).is_some();
    let heads: Vec<_> = (0..around.len())
        .filter(|&at| is_form(at))
        .filter_map(|at| head(&source.text, around[at]).map(|name| (around[at], name)))
        .collect();
    if heads.iter().any(|&(_, name)| name == "import" || name == "export") {
        return None;
    }
    for (open, name) in heads.into_iter().rev() {
        if world.session.libraries.environments.binds(name) || is_defined(&source.text, name) {
            continue;
        }
        if let Some(hint) = hint(name) {
            let start = open as u32 + 1;
            let place = Span { start, end: start + name.len() as u32, ..span };
            return Some((place, name.to_string(), hint));
        }
    }
    None
}

/// Advice on an unbound name.
pub(super) fn hint(name: &str) -> Option<String> {
    foreign::name_hint(name).map(str::to_string).or_else(|| exporting_libraries(name))
}

/// The bundled libraries that export a name, at most three, in words.
fn exporting_libraries(name: &str) -> Option<String> {
    let found: Vec<String> = srfi::exporting(name).into_iter().take(3).map(|library| format!("({library})")).collect();
    match &found[..] {
        [] => None,
        [one] => Some(format!("the library {one} exports it")),
        [others @ .., last] => Some(format!("the libraries {} and {last} export it", others.join(", "))),
    }
}

/// Whether a text that has not been expanded to its end seems to define a name.
fn is_defined(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].trim_end_matches('(');
        let whole = text[at + name.len()..].starts_with(|c: char| c.is_whitespace() || c == ')');
        whole && before.trim_end().rsplit('(').next().is_some_and(|word| word.starts_with("define"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::environment::standard;
    use crate::stdlib;

    #[test]
    fn what_is_foreign_means_nothing_here() {
        for (name, _) in foreign::NAMES {
            assert!(standard::any_binding(&stdlib::builtins().primitives, name).is_none(), "{name}");
        }
    }

    #[test]
    fn libraries_that_export_a_name() {
        assert_eq!(exporting_libraries("match-lambda*"), Some("the library (cairn match) exports it".to_string()));
        assert_eq!(exporting_libraries("no-such-name"), None);
    }
}
