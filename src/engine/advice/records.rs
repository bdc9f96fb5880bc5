//! Shows the definitions of the record types that a mistake is about.

use std::ops::Range;

use cairn_data::source::Source;
use cairn_gc::{Kind, Value};
use cairn_vm::world::World;

use super::{source_of, text, within};
use crate::engine::mistake::Mistake;

/// A definition of a record type, in the text of a program.
struct Definition<'a> {
    /// The name of the type.
    name: &'a str,
    /// Its place.
    place: Range<usize>,
    /// The constructor with its fields.
    constructor: Range<usize>,
    /// The fields, each with its accessor and modifier.
    fields: Vec<Vec<&'a str>>,
    /// The fields without parentheses, which have neither.
    bare: Vec<&'a str>,
}

/// The definitions of record types in a text.
fn definitions(source: &Source) -> impl Iterator<Item = Definition<'_>> {
    let text = &*source.text;
    text.match_indices("(define-record-type").filter_map(move |(open, _)| {
        let parts = text::elements(text, open);
        let [_, name, constructor, _, fields @ ..] = &parts[..] else { return None };
        let words = |part: &Range<usize>| {
            let names = text::elements(text, part.start).into_iter();
            names.map(|name| &text[name]).collect::<Vec<_>>()
        };
        let list = |part: &&Range<usize>| text[(*part).clone()].starts_with('(');
        Some(Definition {
            name: text[name.clone()].trim_start_matches('('),
            place: name.clone(),
            constructor: constructor.clone(),
            fields: fields.iter().filter(list).map(words).collect(),
            bare: fields.iter().filter(|part| !list(part)).map(|part| &text[part.clone()]).collect(),
        })
    })
}

/// Labels the definition of the constructor that a call means, given how its procedure is shown.
pub(super) fn constructor(world: &World<'_>, mistake: &mut Mistake<'_>, shown: &str) {
    let Some(name) = shown.strip_prefix("#<procedure ").and_then(|rest| rest.strip_suffix('>')) else { return };
    let Some(source) = source_of(world, mistake.span) else { return };
    let found = definitions(&source).find(|definition| {
        let words = text::elements(&source.text, definition.constructor.start);
        words.first().is_some_and(|word| &source.text[word.clone()] == name)
    });
    if let Some(definition) = found {
        mistake.label(within(mistake.span, definition.constructor), "the constructor takes these fields");
    }
}

/// Explains an accessor or modifier that got something else than a record of its type.
pub(super) fn accessor(world: &World<'_>, mistake: &mut Mistake<'_>, who: &str) {
    let Some(source) = source_of(world, mistake.span) else { return };
    let all: Vec<_> = definitions(&source).collect();
    let Some(own) = all.iter().find(|definition| definition.fields.iter().any(|field| field[1..].contains(&who)))
    else {
        return;
    };
    mistake.label(within(mistake.span, own.place.clone()), format!("{who} is of the records of {}", own.name));
    let Some(&value) = mistake.irritants.last() else { return };
    if value.kind() != Some(Kind::Record) {
        return;
    }
    let plain = |name: &str| name.trim_matches(['<', '>']).to_string();
    let of_type = value.slot(0).and_then(|rtd| rtd.slot(0)).and_then(Value::as_symbol).map(plain);
    if let Some(other) = all.iter().find(|definition| Some(plain(definition.name)) == of_type) {
        let names: Vec<&str> = other.fields.iter().filter_map(|field| field.get(1).copied()).collect();
        mistake.suggest(format!("this is a record of {}, whose accessors are {}", other.name, names.join(", ")));
    }
}

/// Advice on an unbound name that a record type nearly has.
pub(super) fn of_name(source: &Source, place: usize, name: &str) -> Option<String> {
    missing_modifier(source, name)
        .or_else(|| bare_field(source, name))
        .or_else(|| missing_field(source, name))
        .or_else(|| field(source, place, name))
}

/// The field that a name such as `set-point-x!` should modify, but has no modifier.
fn missing_modifier(source: &Source, name: &str) -> Option<String> {
    let accessor = name.strip_prefix("set-")?.strip_suffix('!')?;
    definitions(source).find_map(|definition| {
        let field = definition.fields.iter().find(|field| field.len() == 2 && field[1] == accessor)?;
        let (record, field) = (definition.name, field[0]);
        Some(format!(
            "the field {field} of {record} has no modifier: write ({field} {accessor} {name}) in its definition"
        ))
    })
}

/// A name such as `point-x` for a field that is declared as `x`, without an accessor.
fn bare_field(source: &Source, name: &str) -> Option<String> {
    definitions(source).find_map(|definition| {
        let plain = definition.name.trim_matches(['<', '>']);
        let field = name.strip_prefix(plain)?.strip_prefix('-')?;
        let is_bare = definition.bare.contains(&field);
        is_bare.then(|| {
            format!(
                "the field {field} of {} has no accessor: write ({field} {name}) in its definition",
                definition.name
            )
        })
    })
}

/// A name such as `point-z`, which would be the accessor of a field that the type `point` lacks.
fn missing_field(source: &Source, name: &str) -> Option<String> {
    definitions(source).find_map(|definition| {
        let plain = definition.name.trim_matches(['<', '>']);
        let field = name.strip_prefix(plain)?.strip_prefix('-')?;
        let is_missing = definition.fields.iter().all(|words| words.first() != Some(&field));
        let accessors: Vec<&str> = definition.fields.iter().filter_map(|words| words.get(1).copied()).collect();
        (is_missing && !accessors.is_empty())
            .then(|| format!("the record {plain} has no field {field}; its accessors are {}", accessors.join(", ")))
    })
}

/// A field's name that is called like a procedure.
fn field(source: &Source, place: usize, name: &str) -> Option<String> {
    let text = &*source.text;
    let open = text::enclosing(text, place).pop().filter(|&open| text::head(text, open) == Some(name))?;
    let operand = text::elements(text, open).get(1).map_or("record", |part| &text[part.clone()]);
    definitions(source).find_map(|definition| {
        let words = definition.fields.iter().find(|words| words.first() == Some(&name))?;
        let accessor = words.get(1).filter(|accessor| **accessor != name)?;
        Some(format!("{name} is a field of {}: its accessor is called, ({accessor} {operand})", definition.name))
    })
}
