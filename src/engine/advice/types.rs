//! Explains arguments of the wrong type or out of range: which one it is, what it comes from,
//! and how to convert it.

use std::ops::Range;
use std::sync::Arc;

use cairn_data::error::ErrorKind;
use cairn_data::source::{Source, Span};
use cairn_gc::Value;
use cairn_middle::environment::special::Special;
use cairn_text::printer;
use cairn_vm::world::World;

use super::calls::{is_datum, kind_name, named, signature};
use super::conversions::{self, Call};
use super::{order, records, source_of, text, within};
use crate::engine::mistake::Mistake;

/// Characters of a value that a label shows.
const SHOWN: usize = 40;

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some((who, rest)) = mistake.message.split_once(": ") else { return };
    let (who, rest) = (who.to_string(), rest.to_string());
    let value = mistake.irritants.last().copied();
    if spliced(world, mistake) {
        return;
    }
    let source = source_of(world, mistake.span);
    let call = source.as_ref().and_then(|source| call_at(source, mistake.span, &who));
    let expected = rest.strip_prefix("expected ").and_then(|rest| rest.split(", ").next());
    let at = call.as_ref().and_then(|parts| argument(world, source.as_ref()?, mistake, parts, &who, expected));
    if let (Some(parts), Some(at), Some(value)) = (&call, at, value) {
        label_argument(source.as_ref(), mistake, parts[at].clone(), value);
    }
    let exchanged = match (&source, &call, at, expected) {
        (Some(source), Some(parts), Some(at), Some(expected)) => {
            order::exchanged(world, source, mistake.span, parts, at, &who, expected)
        }
        _ => None,
    };
    if let Some(call) = exchanged {
        mistake.hint = Some(format!("look at the order of the arguments: {call}"));
    } else if let (Some(expected), Some(value)) = (expected, value) {
        let hint = match (&source, call) {
            (Some(source), Some(parts)) => {
                conversions::advice(&who, expected, value, &described(source, mistake.span, &parts, at))
            }
            _ => conversions::advice(
                &who,
                expected,
                value,
                &Call { words: Vec::new(), at: None, bound_to: None, is_rest: false },
            ),
        };
        hint.into_iter().for_each(|hint| mistake.suggest(hint));
    } else if let (true, Some(source), Some(parts)) = (rest.starts_with("division by zero"), &source, call) {
        point_at_divisor(source, mistake, &parts);
    }
    if rest.starts_with("division by zero") {
        mistake.suggest("test the divisor with (zero? x) before");
    }
    if mistake.kind != ErrorKind::Type {
        return;
    }
    let row = named(world, &who);
    if row.is_none() {
        records::accessor(world, mistake, &who);
    }
    if let Some(row) = row.filter(|row| !row.has(cairn_middle::primitives::flag::INTERNAL))
        && let Some(usage) = signature(row)
        && is_informative(usage)
    {
        mistake.note(format!("it is called as {usage}"));
    }
}

/// Whether it helps to see how a procedure is called.
fn is_informative(usage: &str) -> bool {
    usage.split_whitespace().count() > 2
}

/// The operator and operands of the call of `who` at a place.
fn call_at(source: &Source, span: Span, who: &str) -> Option<Vec<Range<usize>>> {
    let start = span.start as usize;
    if !source.text.get(start..)?.starts_with(['(', '[']) {
        return None;
    }
    let parts = text::elements(&source.text, start);
    let is_call = &source.text[parts.first()?.clone()] == who && Special::named(who).is_none();
    is_call.then_some(parts)
}

/// Which part of the call the wrong argument is.
fn argument(
    world: &World<'_>,
    source: &Source,
    mistake: &Mistake<'_>,
    parts: &[Range<usize>],
    who: &str,
    expected: Option<&str>,
) -> Option<usize> {
    let word = |at: usize| &source.text[parts[at].clone()];
    let shown = printer::summary(*mistake.irritants.last()?, SHOWN);
    let is_shown = |at: usize| word(at).trim_start_matches('\'') == shown;
    // Instructions may have their operands in another order: what is written as a datum is it.
    let is_possible = |&at: &usize| at < parts.len() && (is_shown(at) || !is_datum(word(at)));
    let others: Vec<usize> = (1..parts.len()).filter(is_possible).collect();
    let stated = mistake.details.argument.map(|argument| 1 + argument as usize);
    let only = || others.first().copied().filter(|_| stated.is_some() && others.len() == 1);
    if let Some(at) = stated.filter(is_possible).or_else(only) {
        return Some(at);
    }
    let by_name = || {
        let row = named(world, who)?;
        (expected == Some("a procedure")).then(|| place_of_procedure(signature(row)?)).flatten()
    };
    (1..parts.len()).find(|&at| is_shown(at)).or_else(by_name).filter(|&at| at < parts.len())
}

/// The place of the one procedure among the arguments, `(map f list ...)`.
fn place_of_procedure(usage: &str) -> Option<usize> {
    const NAMES: &[&str] = &["f", "proc", "pred", "thunk", "kons", "less?", "predicate"];
    let words = usage.trim_matches(['(', ')']).split_whitespace();
    let found: Vec<usize> = words.enumerate().filter(|(_, word)| NAMES.contains(word)).map(|(at, _)| at).collect();
    found.first().copied().filter(|_| found.len() == 1)
}

/// Labels the argument that is wrong with its value.
fn label_argument(source: Option<&Arc<Source>>, mistake: &mut Mistake<'_>, part: Range<usize>, value: Value<'_>) {
    let Some(source) = source else { return };
    let shown = printer::summary(value, SHOWN);
    let is_literal = source.text[part.clone()].trim_start_matches('\'') == shown;
    let label = match value {
        _ if is_literal && mistake.kind != ErrorKind::Type => String::new(),
        value if is_literal => format!("this is {}", kind_name(value)),
        value if value == Value::UNSPECIFIED => "this has no value".to_string(),
        _ => format!("this is {shown}"),
    };
    mistake.label(within(mistake.span, part), label);
}

/// The call in its words.
fn described<'a>(source: &'a Source, span: Span, parts: &[Range<usize>], at: Option<usize>) -> Call<'a> {
    let words: Vec<&str> = parts.iter().map(|part| &source.text[part.clone()]).collect();
    let variable = at.map(|at| words[at]).filter(|word| text::is_name(word));
    let place = span.start as usize;
    Call {
        bound_to: variable.and_then(|name| text::bound_to(&source.text, place, name)),
        is_rest: variable.is_some_and(|name| is_parameter_list(&source.text, place, name)),
        words,
        at,
    }
}

/// Whether a variable is the whole parameter list of a `lambda`, `(lambda x ...)`.
fn is_parameter_list(text: &str, place: usize, name: &str) -> bool {
    let Some(bound) = text::bound_around(text, place).into_iter().rev().find(|bound| bound.name == name) else {
        return false;
    };
    let Some(open) = text::enclosing(text, bound.at.start).pop() else { return false };
    let is_lambda = matches!(text::head(text, open), Some("lambda" | "λ"));
    is_lambda && text::elements(text, open).get(1) == Some(&bound.at)
}

/// Labels the divisor that is zero.
fn point_at_divisor(source: &Source, mistake: &mut Mistake<'_>, parts: &[Range<usize>]) {
    let [_, _, divisor] = parts else { return };
    let word = &source.text[divisor.clone()];
    mistake.label(within(mistake.span, divisor.clone()), if is_datum(word) { "" } else { "this is 0" });
    if !is_datum(word) && word.len() < 40 {
        mistake.suggest(format!("test the divisor before: (if (zero? {word}) ... ...)"));
    }
}

/// `,@x` whose value is no list; whether it is that.
fn spliced(world: &World<'_>, mistake: &mut Mistake<'_>) -> bool {
    let Some(source) = source_of(world, mistake.span) else { return false };
    let place = source.text.get(mistake.span.start as usize..mistake.span.end as usize).unwrap_or_default();
    let Some(inside) = place.strip_prefix(",@").filter(|_| mistake.message.starts_with("append: expected")) else {
        return false;
    };
    let shown = mistake.irritants.last().map(|&value| printer::summary(value, SHOWN)).unwrap_or_default();
    mistake.message = "unquote-splicing: expected a list, got".to_string();
    mistake.details.primary = Some(format!("this is {shown}"));
    mistake.suggest(format!(",@ inserts the elements of a list; ,{inside} inserts one object"));
    true
}
