//! Finds the operator that an error in one of its operands comes from: a program that uses
//! a form which means nothing here, `(match x ((a b) ...))` without its import, fails at
//! `b`, and what is wrong is `match`.

use cairn_data::diagnostic::{Code, Details};
use cairn_data::error::ErrorKind;
use cairn_data::source::{Source, Span};
use cairn_middle::environment::special::Special;
use cairn_middle::environment::{Environments, foreign, suggest};
use cairn_stdlib::srfi;
use cairn_vm::world::World;

use super::text::{bound_around, elements, enclosing, head, is_name};
use super::{names, within};
use crate::engine::mistake::Mistake;

/// Special forms whose operands are not all expressions: a list in them may be a clause.
const WITH_CLAUSES: &[&str] = &[
    "case",
    "case-lambda",
    "do",
    "guard",
    "let-syntax",
    "letrec-syntax",
    "syntax-rules",
    "define-record-type",
    "cond-expand",
];
/// Forms that no environment binds as names.
const DECLARATIONS: &[&str] = &["import", "define-library"];

/// The head of a form around the place of a mistake, that nothing binds.
struct Unknown<'a> {
    open: usize,
    name: &'a str,
    /// Only forms whose operands are expressions are around it, so it is an operator.
    is_operator: bool,
}

/// Turns a mistake in an operand into the one that its operator is unknown, or says so in a note if the
/// operands of the unknown form run like any others.
pub(super) fn explain(world: &World<'_>, mistake: &mut Mistake<'_>) -> bool {
    let Some(source) = world.session.sources.get(mistake.span).filter(|source| !source.is_saved) else { return false };
    let unknown = unknown_heads(world, &source, mistake.span);
    let import = |name| names::missing_import(world, name).filter(|_| foreign::name_hint(name).is_none());
    let hint_of = |name| import(name).or_else(|| hint(name));
    let known = unknown.iter().find_map(|head| Some((head, hint_of(head.name)?)));
    let weak = || {
        let head = unknown.iter().find(|head| head.is_operator)?;
        Some((head, weak_hint(world, &source, mistake, head)?))
    };
    let Some((head, hint)) = known.or_else(weak) else { return false };
    if !matches!(mistake.kind, ErrorKind::Unbound | ErrorKind::Syntax | ErrorKind::NotProcedure) {
        if !head.is_operator {
            return false;
        }
        let line = source.position(head.open as u32).line;
        mistake
            .note(format!("{} (line {line}), the operator of a form around this, is not defined: {hint}", head.name));
        return false;
    }
    let start = head.open + 1;
    *mistake = Mistake {
        kind: ErrorKind::Unbound,
        message: format!("unbound variable: {}", head.name),
        irritants: Vec::new(),
        span: within(mistake.span, start..start + head.name.len()),
        hint: Some(hint),
        details: Details { code: Some(Code::UNBOUND), primary: Some("not defined".to_string()), ..Details::default() },
    };
    let end = elements(&source.text, head.open).last().map_or(start, |part| part.end);
    names::note_others(world, mistake, head.name, head.open..end);
    true
}

/// The heads of the forms around a place that nothing binds, innermost first.
fn unknown_heads<'a>(world: &World<'_>, source: &'a Source, span: Span) -> Vec<Unknown<'a>> {
    let text = &*source.text;
    let around = enclosing(text, span.start as usize);
    // An element of a list without a keyword is a binding or a clause, not a call.
    let is_form = |at: usize| at == 0 || head(text, around[at - 1]).is_some();
    let heads: Vec<_> = (0..around.len())
        .filter(|&at| is_form(at))
        .filter_map(|at| head(text, around[at]).map(|name| (around[at], name)))
        .collect();
    if heads.iter().any(|&(_, name)| name == "import" || name == "export") {
        return Vec::new();
    }
    let locals = bound_around(text, span.start as usize);
    let environments = &world.session.libraries.environments;
    let imports = super::text::has_imports(text) && world.interaction != Environments::SCRIPT;
    let is_known = |name: &str| {
        (if imports { environments.binds_itself(world.interaction, name) } else { environments.binds(name) })
            || locals.iter().any(|bound| bound.name == name)
            || is_defined(text, name)
    };
    let is_plain = |name: &str| {
        let is_builtin = world.session.primitives.find(name).is_some() || Special::named(name).is_some();
        is_builtin && !WITH_CLAUSES.contains(&name)
    };
    let unknown = heads.iter().enumerate().filter(|&(_, &(_, name))| !is_known(name));
    let mut found: Vec<_> = unknown
        .map(|(at, &(open, name))| Unknown {
            open,
            name,
            is_operator: is_name(name)
                && heads[..at].iter().all(|&(_, outer)| is_plain(outer) || is_procedure(text, outer)),
        })
        .collect();
    found.reverse();
    found
}

/// Whether a text defines a procedure of a name.
fn is_procedure(text: &str, name: &str) -> bool {
    text.contains(&format!("(define ({name} ")) || text.contains(&format!("(define ({name})"))
}

/// Advice on an operator that no table knows: what it may be a slip of.
fn weak_hint(world: &World<'_>, source: &Source, mistake: &Mistake<'_>, head: &Unknown<'_>) -> Option<String> {
    if let Some(hint) = foreign::word_hint(head.name) {
        return Some(hint.to_string());
    }
    let parts = elements(&source.text, head.open);
    if parts.iter().all(|part| is_name(&source.text[part.clone()])) {
        return None;
    }
    let declarations = suggest::nearest(head.name, DECLARATIONS.iter().copied());
    let like = declarations
        .map(str::to_string)
        .or_else(|| world.session.libraries.environments.nearest(head.name).map(str::to_string));
    if let Some(like) = like {
        return Some(format!("did you mean {like}?"));
    }
    (mistake.kind == ErrorKind::Unbound).then(|| format!("define it before this use: (define ({} ...) ...)", head.name))
}

/// Advice on an unbound name.
pub(super) fn hint(name: &str) -> Option<String> {
    let foreign = foreign::name_hint(name).map(str::to_string);
    foreign.or_else(|| foreign::word_hint(name).is_none().then(|| exporting_libraries(name))?)
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
        whole && before.trim_end().rsplit('(').next().is_some_and(|word| word.starts_with("define") && is_name(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_middle::environment::standard;
    use cairn_stdlib as stdlib;

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
