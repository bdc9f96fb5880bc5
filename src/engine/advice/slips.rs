//! Recognises habits of other languages in the text around an unbound name: comments, method
//! calls, `i++`, loops, quotation marks of word processors.

use cairn_data::source::{Source, Span};
use cairn_vm::world::World;

use super::names::is_bound;
use super::text;

/// Suggests what to write for a name, given its place.
pub(super) fn hint(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let place = span.start as usize;
    quotation_marks(name)
        .or_else(|| comment(source, place, name))
        .or_else(|| predicate(world, source, place, name))
        .or_else(|| method(world, source, span, name))
        .or_else(|| increment(world, source, span, name))
        .or_else(|| infix(world, source, span, name))
        .or_else(|| missing_blank(world, source, span, name))
        .or_else(|| unnamed_loop(source, place, name))
        .or_else(|| format_string(source, span))
}

/// A string in the quotation marks of a word processor.
fn quotation_marks(name: &str) -> Option<String> {
    const MARKS: [char; 7] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}'];
    name.contains(MARKS).then(|| format!("a string has straight quotation marks: \"{}\"", name.trim_matches(MARKS)))
}

fn comment(source: &Source, place: usize, name: &str) -> Option<String> {
    let begins_line = source.text[..place].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    let is_mark = name.starts_with("//") || name.starts_with("--");
    (begins_line && is_mark).then(|| "a comment begins with ; and goes to the end of the line".to_string())
}

/// `f"..."`: a name directly before a string.
fn format_string(source: &Source, span: Span) -> Option<String> {
    source.text[span.end as usize..].starts_with('"').then(|| {
        "a string has no prefix; (format #f \"n = ~a\" n) puts values into a text, and so does string-append"
            .to_string()
    })
}

/// A predicate without its question mark.
fn predicate(world: &World<'_>, source: &Source, place: usize, name: &str) -> Option<String> {
    let predicate = format!("{name}?");
    (source.text[..place].ends_with('(') && world.session.libraries.environments.binds(&predicate))
        .then(|| format!("write {predicate}, with the question mark, for the procedure"))
}

/// `object.method`.
fn method(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let (object, method) = name.split_once('.').filter(|(object, method)| !object.is_empty() && !method.is_empty())?;
    is_bound(world, source, span, object)
        .then(|| format!("Scheme has no methods: a procedure comes first, ({method} {object})"))
}

/// `i++` and `i--` for a variable `i`.
fn increment(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let (variable, operator) = ["++", "--"].iter().find_map(|mark| Some((name.strip_suffix(mark)?, &mark[..1])))?;
    (!variable.is_empty() && is_bound(world, source, span, variable))
        .then(|| format!("write (set! {variable} ({operator} {variable} 1))"))
}

/// `a+b` written as one word.
fn infix(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let (at, operator) =
        name.char_indices().skip(1).find(|&(_, c)| matches!(c, '+' | '-' | '*' | '/' | '=' | '<' | '>'))?;
    let (left, right) = (&name[..at], &name[at + operator.len_utf8()..]);
    let is_operand =
        |word: &str| is_bound(world, source, span, word) || !word.is_empty() && word.parse::<f64>().is_ok();
    let is_hyphen = operator == '-' && right.parse::<f64>().is_err();
    (!is_hyphen && is_operand(left) && is_operand(right))
        .then(|| format!("operators come first, and blanks separate words: ({operator} {left} {right})"))
}

/// `(+x 1)`, without the blank after the operator.
fn missing_blank(world: &World<'_>, source: &Source, span: Span, name: &str) -> Option<String> {
    let operator = name.chars().next().filter(|c| matches!(c, '+' | '-' | '*' | '/' | '=' | '<' | '>'))?;
    let rest = &name[1..];
    let is_operand = rest.starts_with(|c: char| c.is_alphanumeric());
    (is_operand && is_bound(world, source, span, rest))
        .then(|| format!("is a blank missing? Write ({operator} {rest} ...)"))
}

/// A call of an unbound name in a `let` that has as many bindings as the call has operands, as in a loop
/// whose name is missing.
fn unnamed_loop(source: &Source, place: usize, name: &str) -> Option<String> {
    let text = &*source.text;
    let around = text::enclosing(text, place);
    let call = *around.last().filter(|&&open| text::head(text, open) == Some(name))?;
    let operands = text::elements(text, call).len() - 1;
    around.iter().rev().skip(1).find_map(|&open| {
        let parts = text::elements(text, open);
        let list = parts.get(1).filter(|list| text[(*list).clone()].starts_with("("))?;
        let is_let = text::head(text, open) == Some("let") && !list.contains(&place);
        let count = text::elements(text, list.start).len();
        let shown = text[list.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = if shown.len() > 40 { "(...)" } else { &shown };
        (is_let && count == operands && count > 0)
            .then(|| format!("a let that is called again has a name: (let {name} {shown} ...)"))
    })
}
