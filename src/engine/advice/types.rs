//! Explains arguments of the wrong type or out of range: which one it is, what it comes from,
//! and how to convert it.

use cairn_gc::Value;

use super::calls::{kind_name, signature};
use super::text;
use super::{Mistake, source_of, within};
use crate::data::error::ErrorKind;
use crate::text::printer;
use crate::vm::world::World;

/// Characters of a value that a label shows.
const SHOWN: usize = 40;

/// Procedures that return `#f` when they find nothing, with what they look for.
const SEARCHES: &[(&str, &str)] = &[
    ("assq", "the key is not in the list"),
    ("assv", "the key is not in the list"),
    ("assoc", "the key is not in the list"),
    ("memq", "the object is not in the list"),
    ("memv", "the object is not in the list"),
    ("member", "the object is not in the list"),
    ("find", "no element is found"),
    ("find-tail", "no element is found"),
    ("string-search-forward", "the pattern does not occur"),
    ("string-search-backward", "the pattern does not occur"),
    ("string-index", "no such character occurs"),
    ("string-contains", "the pattern does not occur"),
    ("string->number", "the text is no number"),
    ("list-index", "no element is found"),
    ("get-environment-variable", "the variable is not set"),
    ("hash-table-ref/default", "the default is #f"),
];

/// How to get from what is there to what is expected: expected, the kind that is there, advice.
const CONVERSIONS: &[(&str, &str, &str)] = &[
    ("a string", "a number", "(number->string x) makes a string of a number"),
    ("a string", "a symbol", "(symbol->string x) makes a string of a symbol"),
    ("a string", "a character", "(string x) makes a string of a character"),
    ("a string", "a list", "(list->string x) makes a string of a list of characters"),
    ("a string", "the empty list", "the empty string is written \"\""),
    ("a string", "a boolean", "(if x \"yes\" \"no\") makes a string of a boolean"),
    ("a number", "a string", "(string->number x) makes a number of a string; (string-append a b) joins strings"),
    ("a number", "a character", "(char->integer x) is a character's number; (digit-value x) that of a digit"),
    ("a number", "a list", "(length x) is the number of elements; (apply + x) is their sum"),
    ("a number", "a symbol", "a variable's name is written without a quote"),
    ("a symbol", "a string", "(string->symbol x) makes a symbol of a string"),
    ("a character", "a string", "a character is written #\\a; (string-ref x 0) is the first one of a string"),
    ("a character", "a number", "(integer->char x) is the character with a number; the digit 1 is written #\\1"),
    ("a character", "a symbol", "a character is written #\\a"),
    ("a list", "a vector", "(vector->list x) makes a list of a vector"),
    ("a list", "a string", "(string->list x) makes a list of a string's characters; (string-length x) is its length"),
    ("a list", "a number", "(list x) makes a list of one element"),
    ("a list", "a symbol", "a list of symbols is written '(a b c)"),
    ("a list", "a procedure", "look at the order of the arguments: the procedure comes first, as in (map f list)"),
    ("a list", "a hash table", "(hash-table->alist x), (hash-table-keys x) and (hash-table-values x) make lists of a table"),
    ("a pair", "a vector", "(vector-ref x 0) is the first element of a vector"),
    ("a pair", "a string", "(string-ref x 0) is the first character of a string"),
    ("a pair", "the empty list", "the list is empty here: test with (null? x) before"),
    ("a pair", "a number", "only pairs and lists have parts: test with (pair? x) before"),
    ("a pair", "a symbol", "only pairs and lists have parts: test with (pair? x) before"),
    ("a vector", "a list", "(list-ref x k) is an element of a list; (list->vector x) makes a vector of it"),
    ("a vector", "a string", "(string-ref x k) is a character of a string"),
    ("a vector", "a hash table", "(hash-table-ref x key) looks into a hash table"),
    ("a hash table", "a list", "(assoc key x) looks a key up in a list of pairs; (alist->hash-table x) makes a table of it"),
    ("a procedure", "a list", "look at the order of the arguments: where a procedure is expected there is a list"),
    ("an index", "a number", "an index is an exact integer: (exact (floor x)) makes one"),
    ("an exact integer", "a number", "(exact (floor x)) makes an exact integer of a number"),
    ("an exact integer", "a string", "(string->number x) makes a number of a string"),
    ("an integer", "a number", "(round x), (floor x) and (quotient a b) give integers"),
];

pub(super) fn complete(world: &World<'_>, mistake: &mut Mistake<'_>) {
    let Some((who, rest)) = mistake.message.split_once(": ") else { return };
    let (who, rest) = (who.to_string(), rest.to_string());
    let value = mistake.irritants.last().copied();
    let operand = point_at_argument(world, mistake, &who, value);
    if let Some(expected) = rest.strip_prefix("expected ").and_then(|rest| rest.split(", ").next())
        && let Some(hint) = value.and_then(|value| advice(expected, value, operand.as_deref()))
    {
        mistake.suggest(hint);
    }
    if rest.starts_with("division by zero") {
        mistake.suggest("test the divisor with (zero? x) before");
    }
    if mistake.kind != ErrorKind::Type {
        return;
    }
    let row = world.session.primitives.find(&who).map(|id| world.session.primitives.row(id));
    if let Some(row) = row.filter(|row| !row.has(crate::compiler::primitives::flag::INTERNAL))
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

/// Labels the argument that is wrong with its value; the text of it.
fn point_at_argument(
    world: &World<'_>,
    mistake: &mut Mistake<'_>,
    who: &str,
    value: Option<Value<'_>>,
) -> Option<String> {
    let source = source_of(world, mistake.span)?;
    let start = mistake.span.start as usize;
    if !source.text.get(start..)?.starts_with(['(', '[']) {
        return None;
    }
    let parts = text::elements(&source.text, start);
    let operator = &source.text[parts.first()?.clone()];
    if operator != who {
        return None;
    }
    let shown = printer::summary(value?, SHOWN);
    let at = match mistake.details.argument {
        Some(argument) => argument as usize,
        None => parts[1..].iter().position(|part| source.text[part.clone()] == shown)?,
    };
    let part = parts.get(1 + at)?.clone();
    let operand = source.text[part.clone()].to_string();
    let is_literal = operand.trim_start_matches('\'') == shown;
    let label = match value? {
        _ if is_literal && mistake.kind != ErrorKind::Type => String::new(),
        value if is_literal => format!("this is {}", kind_name(value)),
        value if value == Value::UNSPECIFIED => "this has no value".to_string(),
        _ => format!("this is {shown}"),
    };
    mistake.label(within(mistake.span, part), label);
    Some(operand)
}

/// What to do about a value that is not what is expected. `operand` is the text it comes from.
fn advice(expected: &str, value: Value<'_>, operand: Option<&str>) -> Option<String> {
    let kind = kind_name(value);
    if value == Value::UNSPECIFIED {
        return Some(without_value(operand));
    }
    if value == Value::FALSE {
        return Some(searched_in_vain(operand));
    }
    let expected = match expected {
        "a real number" => "a number",
        other if other.starts_with("a list") => "a list",
        other if other.contains("integer") && kind != "a number" => "a number",
        other => other,
    };
    if matches!(expected, "a pair" | "a list") && value.as_string().is_none() && value.is_pair() {
        return Some("this list does not end in (), or is shorter than needed: look at it with (write x)".to_string());
    }
    let row = CONVERSIONS.iter().find(|(wanted, given, _)| *wanted == expected && *given == kind);
    let row = row.map(|(_, _, advice)| *advice)?;
    let name = operand.filter(|operand| operand.len() < 30 && (operand.starts_with('(') || text::is_name(operand)));
    Some(match name {
        Some(operand) => replace_variable(row, operand),
        None => row.to_string(),
    })
}

/// Puts the operand in place of the `x` of an advice.
fn replace_variable(advice: &str, operand: &str) -> String {
    advice.replace(" x)", &format!(" {operand})")).replace(" x ", &format!(" {operand} "))
}

fn head_of(operand: Option<&str>) -> Option<&str> {
    operand.filter(|operand| operand.starts_with('(')).and_then(|operand| text::head(operand, 0))
}

fn without_value(operand: Option<&str>) -> String {
    match head_of(operand) {
        Some(head @ ("if" | "cond" | "case" | "when" | "unless")) => {
            format!("this {head} has no branch for the case at hand, so it gives no value: add one")
        }
        Some(head) => format!("{head} is called for its effect and gives no value"),
        None => "this comes from something that gives no value, such as an if without an else, set! or display".to_string(),
    }
}

fn searched_in_vain(operand: Option<&str>) -> String {
    let found = head_of(operand).and_then(|head| SEARCHES.iter().find(|(name, _)| *name == head));
    match found {
        Some((name, why)) => {
            format!("{name} returns #f when it finds nothing: {why}. Test the result with (if ...) or (cond (... => ...))")
        }
        None => "searches such as assq, member and find return #f when they find nothing: test for #f before".to_string(),
    }
}
