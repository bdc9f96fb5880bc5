//! Implements records (R7RS 5.5): the procedures that `define-record-type` expands into.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists;
use cairn_data::records::{self, EXTRA, FIELDS, NAME, PARENT, is_record_of};
use cairn_gc::{Kind, Value};

use super::args;
use super::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, INTERNAL, NONE, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%make-record-type", between(2, 3), make_type, PURE | INTERNAL, "(%make-record-type name fields [parent]) a fresh record type; fields is a list or vector of symbols. R7RS 5.5."),
    native("%record", at_least(1), record, PURE | INTERNAL, "(%record rtd x ...) a fresh record with these fields."),
    native("%record-is?", exactly(2), is_a, PURE | TOTAL | BOOLEAN | INTERNAL, "(%record-is? x rtd) whether x is a record of the type or of one derived from it."),
    native("%record-ref", exactly(4), record_ref, PURE | INTERNAL, "(%record-ref x rtd i who) field i of a record of the type."),
    native("%record-set!", exactly(5), record_set, INTERNAL, "(%record-set! x rtd i v who) replaces field i of a record of the type."),
    native("%make-record", at_least(1), record, PURE | INTERNAL, "(%make-record rtd x ...) the same as %record, but checks the number of fields."),
    native("%record-field-ref", exactly(4), record_ref, PURE | INTERNAL, "(%record-field-ref x rtd i who) the same as %record-ref, but checks the index."),
    native("%record-field-set!", exactly(5), record_set, INTERNAL, "(%record-field-set! x rtd i v who) the same as %record-set!, but checks the index."),
    native("record?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Record))), PURE | TOTAL | BOOLEAN, "(record? x) whether x is a record."),
    native("record-rtd", exactly(1), |_, args| rtd_of("record-rtd", args[0]), PURE, "(record-rtd record) its type. R6RS."),
    native("record-type-descriptor?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::RecordType))), PURE | TOTAL | FOLD | BOOLEAN, "(record-type-descriptor? x) whether x is a record type. R6RS."),
    native("record-type-name", exactly(1), |_, args| part("record-type-name", args[0], NAME), PURE, "(record-type-name rtd) its name, a symbol. R6RS."),
    native("record-type-parent", exactly(1), |_, args| part("record-type-parent", args[0], PARENT), PURE, "(record-type-parent rtd) its parent, or #f. R6RS."),
    native("record-type-field-names", exactly(1), |_, args| part("record-type-field-names", args[0], FIELDS), PURE, "(record-type-field-names rtd) a vector of the names of all its fields. R6RS."),
    native("%record-type-extra", exactly(1), |_, args| part("%record-type-extra", args[0], EXTRA), PURE | INTERNAL, "(%record-type-extra rtd) what %record-type-set-extra! stored."),
    native("%record-type-set-extra!", exactly(2), set_extra, NONE | INTERNAL, "(%record-type-set-extra! rtd x) stores x with the type."),
    native("%record-field", exactly(2), field, PURE | INTERNAL, "(%record-field record i) field i of a record of any type, for printers."),
];

/// A record type, or an error.
fn rtd<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    args::of_kind(who, Kind::RecordType, "a record type", value)
}

fn part<'gc>(who: &str, value: Value<'gc>, slot: usize) -> Result<'gc> {
    Ok(rtd(who, value)?.slot(slot).unwrap_or(Value::FALSE))
}

/// The type of a record.
fn rtd_of<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    args::of_kind(who, Kind::Record, "a record", value)?;
    Ok(value.slot(0).unwrap_or(Value::FALSE))
}

fn make_type<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "make-record-type";
    args::symbol(who, args[0])?;
    let mut names = Vec::new();
    let parent = args::optional(args, 2).unwrap_or(Value::FALSE);
    if parent.is_true() {
        names.extend_from_slice(args::vector(who, part(who, parent, FIELDS)?)?);
    }
    if args[1].has_kind(Kind::Vector) {
        names.extend_from_slice(args[1].slot_slice());
    } else {
        lists::list_length(ctx.mc, who, args[1])?;
        names.extend(lists::elements(args[1]));
    }
    for &name in &names {
        args::symbol(who, name)?;
    }
    let fields = ctx.mc.alloc_copy(Kind::Vector, &names)?;
    Ok(ctx.mc.alloc(Kind::RecordType, &[args[0], fields, parent, Value::FALSE]))
}

fn record<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let fields = part("make-record", args[0], FIELDS)?;
    if fields.slots() != args.len() - 1 {
        let message = format!("make-record: {} fields given, but the type has {}", args.len() - 1, fields.slots());
        return Err(Throw::new(ErrorKind::Arity, message, &[args[0]]));
    }
    Ok(ctx.mc.alloc_copy(Kind::Record, args)?)
}

fn is_a<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(is_record_of(args[0], args[1])))
}

/// The slot of field `args[2]` in the record `args[0]` of the type `args[1]`.
fn slot<'gc>(args: Args<'_, 'gc>, who: Value<'gc>) -> Result<'gc, usize> {
    if !is_record_of(args[0], args[1]) {
        return Err(records::mismatch(who, args[0], args[1]));
    }
    let name = who.as_symbol().unwrap_or("record-ref");
    Ok(1 + args::index(name, args[2], args[0].slots() - 1)?)
}

fn record_ref<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(args[0].slot(slot(args, args[3])?).unwrap_or(Value::UNSPECIFIED))
}

fn record_set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args[0].set_slot(ctx.mc, slot(args, args[4])?, args[3]);
    Ok(Value::UNSPECIFIED)
}

fn set_extra<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    rtd("%record-type-set-extra!", args[0])?.set_slot(ctx.mc, EXTRA, args[1]);
    Ok(Value::UNSPECIFIED)
}

fn field<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    rtd_of("%record-field", args[0])?;
    let i = args::index("%record-field", args[1], args[0].slots() - 1)?;
    Ok(args[0].slot(1 + i).unwrap_or(Value::UNSPECIFIED))
}
