//! Prints objects without a datum syntax: finds their parts, and prints the text around them.

use std::fmt::Write;

use cairn_data::code::{CodeMeta, PART};
use cairn_data::conditions;
use cairn_data::error::ErrorKind;
use cairn_gc::{Kind, Value};

use super::Style;
use super::atoms::{push_string, push_symbol};

/// The parts of an object that are printed inside it.
pub(super) enum Parts<'gc> {
    /// None: it is printed at once.
    None,
    /// Car and cdr.
    Pair(Value<'gc>, Value<'gc>),
    /// Other parts.
    Slots(&'gc [Value<'gc>]),
}

/// The parts of `value`.
#[inline]
pub(super) fn parts<'gc>(value: Value<'gc>) -> Parts<'gc> {
    if let Some((car, cdr)) = value.as_pair() {
        return Parts::Pair(car, cdr);
    }
    let slots = value.slot_slice();
    match value.kind() {
        Some(Kind::Vector | Kind::Values | Kind::Box) => Parts::Slots(slots),
        Some(Kind::Record) => Parts::Slots(slots.get(1..).unwrap_or_default()),
        Some(Kind::Condition) => {
            Parts::Slots(slots.get(conditions::IRRITANTS..=conditions::IRRITANTS).unwrap_or_default())
        }
        _ => Parts::None,
    }
}

/// Kinds that are printed as a name alone.
const PLAIN: &[(Kind, &str)] = &[
    (Kind::Cell, "cell"),
    (Kind::Promise, "promise"),
    (Kind::Parameter, "parameter"),
    (Kind::Segment, "segment"),
    (Kind::Continuation, "continuation"),
    (Kind::HashTable, "hash-table"),
    (Kind::Environment, "environment"),
    (Kind::Macro, "macro"),
    (Kind::Guardian, "guardian"),
    (Kind::Tuple, "object"),
    (Kind::Proto, "code"),
    (Kind::WeakPair, "weak-pair"),
    (Kind::Ephemeron, "ephemeron"),
];

/// The names of the families of conditions.
const CONDITIONS: &[(ErrorKind, &str)] = &[
    (ErrorKind::General, "error"),
    (ErrorKind::Type, "type-error"),
    (ErrorKind::Range, "range-error"),
    (ErrorKind::Arity, "arity-error"),
    (ErrorKind::Unbound, "unbound-variable"),
    (ErrorKind::NotProcedure, "not-a-procedure"),
    (ErrorKind::DivisionByZero, "division-by-zero"),
    (ErrorKind::Immutable, "immutable-object"),
    (ErrorKind::File, "file-error"),
    (ErrorKind::Capability, "capability-error"),
    (ErrorKind::Read, "read-error"),
    (ErrorKind::Syntax, "syntax-error"),
    (ErrorKind::Limit, "limit-reached"),
    (ErrorKind::Internal, "internal-error"),
];

/// Describes a boxed Rust value of the describer's type; otherwise returns false.
type Describer = for<'gc> fn(Value<'gc>, &mut String) -> bool;

/// Describers of boxed Rust values, tried in order. A module that defines such values adds a row:
/// it prints `#<port stdin>`, say, and returns true.
const DESCRIBERS: &[Describer] = &[cairn_data::port::describe];

/// Prints an object without printed parts.
pub(super) fn push_opaque(value: Value<'_>, out: &mut String) {
    let Some(kind) = value.kind() else { return out.push_str("#<object>") };
    match kind {
        Kind::Closure | Kind::Native | Kind::CaseLambda => push_named("procedure", procedure_name(value), out),
        Kind::WeakPair if value.is_weak_box() => push_named("weak-box", None, out),
        Kind::RecordType => push_named("record-type", value.slot(0).and_then(name_text), out),
        Kind::Global => push_named("global", value.slot(1).and_then(name_text), out),
        Kind::Identifier => push_alias(value, out),
        Kind::Payload if DESCRIBERS.iter().any(|describe| describe(value, out)) => {}
        Kind::Payload => push_named(value.payload_name().unwrap_or("object"), value.payload_summary(), out),
        _ => {
            let name = PLAIN.iter().find(|&&(plain, _)| plain == kind).map_or("object", |&(_, name)| name);
            push_named(name, None, out);
        }
    }
}

fn push_named(what: &str, name: Option<String>, out: &mut String) {
    let _ = match name {
        Some(name) => write!(out, "#<{what} {name}>"),
        None => write!(out, "#<{what}>"),
    };
}

/// The text of a name: a symbol or a string.
fn name_text(value: Value<'_>) -> Option<String> {
    if let Some(name) = value.as_symbol() {
        return Some(name.to_owned());
    }
    value.as_string().map(|chars| chars.to_string())
}

/// The name of a procedure, if it has one.
pub fn procedure_name(procedure: Value<'_>) -> Option<String> {
    match procedure.kind()? {
        Kind::Closure => {
            let meta = procedure.closure_proto()?.proto_meta();
            let name = meta.as_payload::<CodeMeta>()?.name.clone()?;
            Some(name.to_string()).filter(|name| name != PART)
        }
        Kind::Native => name_text(procedure.slot(1)?),
        // The clauses are closures, which have the name of the whole procedure.
        Kind::CaseLambda => {
            let clause = procedure.slot_slice().iter().find(|clause| clause.is_closure())?;
            let meta = clause.closure_proto()?.proto_meta();
            Some(meta.as_payload::<CodeMeta>()?.name.clone()?.to_string())
        }
        _ => None,
    }
}

/// Prints an alias as the symbol that it stands for.
fn push_alias(alias: Value<'_>, out: &mut String) {
    let mut name = alias;
    while name.has_kind(Kind::Identifier) {
        match name.slot(0) {
            Some(inner) => name = inner,
            None => break,
        }
    }
    match name.as_symbol() {
        Some(name) => push_symbol(name, Style::Write, out),
        None => out.push_str("#<identifier>"),
    }
}

/// Prints the name of a record's type without angle brackets.
pub(super) fn push_record_name(record: Value<'_>, out: &mut String) {
    let name = record.slot(0).and_then(|rtd| rtd.slot(0)).and_then(name_text);
    let name = name.as_deref().unwrap_or("record");
    let bare = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(name);
    out.push_str(bare);
}

/// The names of a record's fields.
pub(super) fn field_names<'gc>(record: Value<'gc>) -> &'gc [Value<'gc>] {
    record.slot(0).and_then(|rtd| rtd.slot(1)).map_or(&[], Value::slot_slice)
}

/// The label of a record's field.
pub(super) fn push_field_name(name: Option<&Value<'_>>, out: &mut String) {
    if let Some(name) = name.and_then(|name| name.as_symbol()) {
        push_symbol(name, Style::Write, out);
        out.push_str(": ");
    }
}

/// Kind and message of a condition.
pub(super) fn push_condition_head(condition: Value<'_>, out: &mut String, most: usize) {
    let kind = conditions::kind(condition).unwrap_or(ErrorKind::General);
    out.push_str(CONDITIONS.iter().find(|&&(k, _)| k == kind).map_or("error", |&(_, name)| name));
    if let Some(message) = condition.slot(conditions::MESSAGE).and_then(Value::as_string) {
        out.push_str(": ");
        push_string(message, Style::Write, out, most);
    }
}
