//! Finds arguments that stand in each other's place, by what the text shows of their types:
//! `(map '(1 2) f)`, `(assq table 'key)`.

use std::ops::Range;

use cairn_data::source::{Source, Span};
use cairn_vm::world::World;

use super::calls::{named, signature};
use super::text;

/// Characters of a call that a suggestion writes out.
const SHOWN: usize = 70;

/// Types of values, with the operators whose calls give them.
const MAKERS: &[(&str, &[&str])] = &[
    (
        "a list",
        &[
            "list",
            "cons",
            "map",
            "filter",
            "append",
            "reverse",
            "cdr",
            "iota",
            "string->list",
            "vector->list",
            "list-tail",
            "string-split",
            "hash-table-keys",
            "hash-table->alist",
        ],
    ),
    (
        "a hash table",
        &[
            "make-hash-table",
            "make-equal-hash-table",
            "make-eqv-hash-table",
            "make-eq-hash-table",
            "make-string-hash-table",
            "hash-table",
            "alist->hash-table",
        ],
    ),
    ("a vector", &["vector", "make-vector", "list->vector", "vector-map", "vector-copy"]),
    (
        "a string",
        &[
            "string",
            "make-string",
            "string-append",
            "substring",
            "number->string",
            "symbol->string",
            "list->string",
            "read-line",
        ],
    ),
    (
        "a number",
        &[
            "+",
            "-",
            "*",
            "/",
            "length",
            "string-length",
            "vector-length",
            "quotient",
            "remainder",
            "modulo",
            "abs",
            "max",
            "min",
        ],
    ),
    ("a procedure", &["lambda", "case-lambda", "cut"]),
];

/// The call with the argument at `at` and another one exchanged, if the text of that one shows that it
/// has the type that is expected at `at`.
pub(super) fn exchanged(
    world: &World<'_>,
    source: &Source,
    span: Span,
    parts: &[Range<usize>],
    at: usize,
    who: &str,
    expected: &str,
) -> Option<String> {
    let parameters = parameters(signature(named(world, who)?)?);
    let wanted = general(expected);
    let word = |at: usize| &source.text[parts[at].clone()];
    let has_wanted = |&other: &usize| {
        other != at
            && parameters.get(other).is_some_and(|name| Some(name) != parameters.get(at))
            && evident_type(world, source, span, word(other)) == Some(wanted)
    };
    let other = (1..parts.len()).find(has_wanted)?;
    if at >= parameters.len() || evident_type(world, source, span, word(at)) == Some(wanted) {
        return None;
    }
    let mut words: Vec<&str> = (0..parts.len()).map(word).collect();
    words.swap(at, other);
    let call = format!("({})", words.join(" "));
    (call.len() < SHOWN && !call.contains('\n')).then_some(call)
}

/// The type that an expectation in words is about.
fn general(expected: &str) -> &str {
    match expected {
        "a pair" => "a list",
        other if other.starts_with("a list") => "a list",
        other if other.starts_with("a procedure") => "a procedure",
        other if other.contains("integer") || other.contains("number") || other.contains("index") => "a number",
        other => other,
    }
}

/// The operator and the names of a signature's parameters, up to those that may be repeated.
fn parameters(usage: &str) -> Vec<&str> {
    let words = usage.split(|c: char| c.is_whitespace() || "()[]".contains(c)).filter(|word| !word.is_empty());
    words.take_while(|word| *word != "...").collect()
}

/// The type of an operand, as far as its text shows it.
fn evident_type(world: &World<'_>, source: &Source, span: Span, word: &str) -> Option<&'static str> {
    if text::is_name(word) {
        let text = &*source.text;
        let value = text::bound_to(text, span.start as usize, word).or_else(|| definition(text, word));
        return match value {
            Some(value) => type_of_text(value),
            None if text.contains(&format!("(define ({word} ")) => Some("a procedure"),
            None => {
                let is_local = text::bound_around(text, span.start as usize).iter().any(|bound| bound.name == word);
                (!is_local && world.session.primitives.find(word).is_some()).then_some("a procedure")
            }
        };
    }
    type_of_text(word)
}

/// The value of a variable that the text defines once.
fn definition<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("(define {name} ");
    let mut found = text.match_indices(&start).map(|(open, _)| open);
    let open = found.next().filter(|_| found.next().is_none())?;
    text::elements(text, open).get(2).map(|part| &text[part.clone()])
}

/// The type of the value of an expression that is a literal or the call of a well-known procedure.
fn type_of_text(word: &str) -> Option<&'static str> {
    let is_number = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    match word.as_bytes() {
        [b'"', ..] => Some("a string"),
        [b'\'' | b'`', b'(', ..] => Some("a list"),
        [b'#', b'(', ..] | [b'\'', b'#', b'(', ..] => Some("a vector"),
        [b'(', ..] => {
            let head = text::head(word, 0)?;
            MAKERS.iter().find(|(_, operators)| operators.contains(&head)).map(|(kind, _)| *kind)
        }
        _ => is_number.then_some("a number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_a_text_shows() {
        let types =
            ["\"a\"", "'(1)", "#(1)", "(list 1)", "(lambda (x) x)", "12", "-1.5", "x", "'a", "(f)"].map(type_of_text);
        let expected = [
            Some("a string"),
            Some("a list"),
            Some("a vector"),
            Some("a list"),
            Some("a procedure"),
            Some("a number"),
            Some("a number"),
            None,
            None,
            None,
        ];
        assert_eq!(types, expected);
    }

    #[test]
    fn parameters_of_a_signature() {
        assert_eq!(parameters("(map f list ...)"), ["map", "f", "list"]);
        assert_eq!(parameters("(hash-table-set! table [key value] ...)"), ["hash-table-set!", "table", "key", "value"]);
    }
}
