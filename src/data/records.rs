//! Lays out records and record types (R7RS 5.5), and tests a record's type.
//!
//! A record type is an object of `Kind::RecordType` with the slots below; a record
//! is one of `Kind::Record` with its type in slot 0, followed by its fields. A
//! type may have a parent, whose fields come first.

use cairn_gc::{Kind, Value};

use super::error::Throw;

/// Slot of a record type: its name, a symbol.
pub const NAME: usize = 0;
/// Slot of a record type: the names of all fields, a vector of symbols.
pub const FIELDS: usize = 1;
/// Slot of a record type: the parent, or `#f`.
pub const PARENT: usize = 2;
/// Slot of a record type: free for the definer, `#f` at first.
pub const EXTRA: usize = 3;

/// The error of the procedure `who`, a symbol, that was given `value` in place of a record of the type `rtd`.
#[cold]
pub fn mismatch<'gc>(who: Value<'gc>, value: Value<'gc>, rtd: Value<'gc>) -> Throw<'gc> {
    let name = rtd.slot(NAME).and_then(Value::as_symbol).unwrap_or("record");
    let name = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(name);
    let article = if name.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Throw::wrong_type(who.as_symbol().unwrap_or("record access"), &format!("{article} {name}"), value)
}

/// Whether `value` is a record of the type `rtd` or of one derived from it.
pub fn is_record_of<'gc>(value: Value<'gc>, rtd: Value<'gc>) -> bool {
    if !value.has_kind(Kind::Record) {
        return false;
    }
    let mut at = value.slot(0);
    while let Some(own) = at {
        if own == rtd {
            return true;
        }
        at = own.slot(PARENT);
    }
    false
}

/// The names of a record's fields, and their contents.
pub fn fields<'gc>(record: Value<'gc>) -> (&'gc [Value<'gc>], &'gc [Value<'gc>]) {
    let names = record.slot(0).and_then(|rtd| rtd.slot(FIELDS)).map_or(&[][..], Value::slot_slice);
    (names, record.slot_slice().get(1..).unwrap_or_default())
}
