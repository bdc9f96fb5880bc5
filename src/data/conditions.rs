//! Lays out condition objects, and creates them from failures (R7RS 6.11).

use cairn_gc::{Kind, Mutation, OutOfMemory, Value};

use crate::diagnostic::Details;
use crate::error::{ErrorKind, Failure};
use crate::source::Span;

/// Slot: the [`ErrorKind`], a fixnum.
pub const KIND: usize = 0;
/// Slot: the message, a string.
pub const MESSAGE: usize = 1;
/// Slot: the irritants, a list.
pub const IRRITANTS: usize = 2;
/// Slot: source number of the position, a fixnum; 0 if there is no position.
pub const SOURCE: usize = 3;
/// Slot: start of the position.
pub const START: usize = 4;
/// Slot: end of the position.
pub const END: usize = 5;
/// Slot: a hint, a string, or `#f`.
pub const HINT: usize = 6;
/// Slot: the [`Details`] in a box, or `#f`.
pub const DETAILS: usize = 7;
/// Slot: what the host keeps of its own error, or `#f`.
pub const CAUSE: usize = 8;

/// Every family, by its number.
pub const KINDS: [ErrorKind; 14] = [
    ErrorKind::General,
    ErrorKind::Type,
    ErrorKind::Range,
    ErrorKind::Arity,
    ErrorKind::Unbound,
    ErrorKind::NotProcedure,
    ErrorKind::DivisionByZero,
    ErrorKind::Immutable,
    ErrorKind::File,
    ErrorKind::Capability,
    ErrorKind::Read,
    ErrorKind::Syntax,
    ErrorKind::Limit,
    ErrorKind::Internal,
];

/// Creates a condition from its parts.
pub fn make<'gc>(
    mc: Mutation<'gc>,
    kind: ErrorKind,
    message: Value<'gc>,
    irritants: Value<'gc>,
    span: Span,
    hint: Value<'gc>,
) -> Value<'gc> {
    let number = |n: u32| Value::fixnum(n as i64);
    mc.alloc(
        Kind::Condition,
        &[
            Value::fixnum(kind as i64),
            message,
            irritants,
            number(span.source),
            number(span.start),
            number(span.end),
            hint,
            Value::FALSE,
            Value::FALSE,
        ],
    )
}

/// Creates the condition of a failure. `here` is its position if the failure has none.
///
/// # Errors
/// [`OutOfMemory`] if there is no room for its strings.
pub fn from_failure<'gc>(mc: Mutation<'gc>, failure: &Failure<'gc>, here: Span) -> Result<Value<'gc>, OutOfMemory> {
    let message = mc.string(&failure.message)?;
    let hint = match &failure.hint {
        Some(text) => mc.string(text)?,
        None => Value::FALSE,
    };
    let condition = make(mc, failure.kind, message, mc.list(&failure.irritants), failure.span.or(here), hint);
    if let Some(cause) = failure.cause {
        condition.set_slot(mc, CAUSE, cause);
    }
    if !failure.details.is_empty() {
        condition.set_slot(mc, DETAILS, mc.payload(Box::new(failure.details.clone())));
    }
    Ok(condition)
}

/// The details of a condition, besides message and irritants.
pub fn details(condition: Value<'_>) -> Details {
    condition.slot(DETAILS).and_then(Value::as_payload::<Details>).cloned().unwrap_or_default()
}

/// The family of a condition.
pub fn kind(condition: Value<'_>) -> Option<ErrorKind> {
    if !condition.has_kind(Kind::Condition) {
        return None;
    }
    KINDS.get(condition.slot(KIND)?.as_index()?).copied()
}

/// The position of a condition.
pub fn span(condition: Value<'_>) -> Span {
    let part = |i| condition.slot(i).and_then(Value::as_index).unwrap_or(0) as u32;
    Span { source: part(SOURCE), start: part(START), end: part(END), site: 0 }
}
