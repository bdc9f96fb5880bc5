//! Gives programs access to condition objects (R7RS 6.11).
//!
//! `error` is a native: it fails, and the machine creates and raises a condition with the position
//! of the call, as for every other failure.

use cairn_data::conditions::{self, IRRITANTS, MESSAGE};
use cairn_data::diagnostic::Code;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists;
use cairn_data::source::Span;
use cairn_gc::{Kind, Value};
use cairn_text::printer::{Style, print, summary};

use super::{Args, Builtin, Context, at_least, exactly, flag, native};

const PREDICATE: u16 = flag::PURE | flag::TOTAL | flag::BOOLEAN;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("error", at_least(1), error, flag::NONE, "(error message irritant ...) raises a condition."),
    native("error-object?", exactly(1), is_condition, PREDICATE, "(error-object? obj) whether obj is a condition."),
    native("error?", exactly(1), is_condition, PREDICATE, "(error? obj) whether obj is a condition."),
    native("condition?", exactly(1), is_condition, PREDICATE, "(condition? obj) whether obj is a condition."),
    native("error-object-message", exactly(1), message, flag::PURE, "(error-object-message c) its message, a string."),
    native("error-object-irritants", exactly(1), irritants, flag::PURE, "(error-object-irritants c) the list of objects concerned."),
    native("read-error?", exactly(1), is_read_error, PREDICATE, "(read-error? obj) whether obj reports text that is no datum."),
    native("file-error?", exactly(1), is_file_error, PREDICATE, "(file-error? obj) whether obj reports a file that cannot be used."),
    native("capability-error?", exactly(1), is_capability_error, PREDICATE, "(capability-error? obj) whether obj reports something of the system that the program may not use."),
    native("condition-kind", exactly(1), kind, flag::PURE, "(condition-kind c) a symbol: general, type, range, arity, unbound ..."),
    native("condition-report-string", exactly(1), |ctx, args| report_string(ctx, "condition-report-string", args), flag::PURE, "(condition-report-string c) its message and irritants, as text."),
    native("condition/report-string", exactly(1), |ctx, args| report_string(ctx, "condition/report-string", args), flag::PURE, "(condition/report-string c) the same as condition-report-string. MIT Scheme."),
    native("%assertion-failed", at_least(0), assertion_failed, flag::INTERNAL, "(%assertion-failed operand ...) raises the condition of an assertion whose test has these operands."),
    native("%from-library?", exactly(1), is_from_library, flag::INTERNAL, "(%from-library? c) whether the position of a condition is in a library that comes with Cairn."),
    native("%make-condition", exactly(3), make_condition, flag::INTERNAL, "(%make-condition kind message irritants) a condition."),
];

/// The name of a family, as `condition-kind` returns it.
pub fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::General => "general",
        ErrorKind::Type => "type",
        ErrorKind::Range => "range",
        ErrorKind::Arity => "arity",
        ErrorKind::Unbound => "unbound",
        ErrorKind::NotProcedure => "not-procedure",
        ErrorKind::DivisionByZero => "division-by-zero",
        ErrorKind::Immutable => "immutable",
        ErrorKind::File => "file",
        ErrorKind::Capability => "capability",
        ErrorKind::Read => "read",
        ErrorKind::Syntax => "syntax",
        ErrorKind::Limit => "limit",
        ErrorKind::Internal => "internal",
    }
}

/// The message should be a string. A symbol before a message is taken as the name of the failing
/// procedure; any other object as an irritant.
fn error<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // The irritants exist both as a vector and as a list.
    ctx.mc.work(args.len())?;
    // So does the message, while it is copied.
    let texts = args.iter().take(2).filter_map(|text| text.as_string()).map(|text| 3 * text.len()).sum::<usize>();
    ctx.mc.check_room(args.len().saturating_mul(24).saturating_add(texts))?;
    let (message, used) = match (args[0].as_string(), args[0].as_symbol(), args.get(1).and_then(|a| a.as_string())) {
        (Some(text), _, _) => (text.to_string(), 1),
        (None, Some(who), Some(text)) => (format!("{who}: {text}"), 2),
        (None, Some(who), None) => (who.to_string(), 1),
        (None, None, _) => (String::new(), 0),
    };
    Err(Throw::new(ErrorKind::General, message, &args[used..]))
}

fn is_condition<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].has_kind(Kind::Condition)))
}

fn slot<'gc>(who: &str, args: Args<'_, 'gc>, slot: usize) -> Result<'gc> {
    if !args[0].has_kind(Kind::Condition) {
        return Err(Throw::wrong_type(who, "an error object", args[0]));
    }
    Ok(args[0].slot(slot).unwrap_or(Value::FALSE))
}

fn message<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    slot("error-object-message", args, MESSAGE)
}

fn irritants<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    slot("error-object-irritants", args, IRRITANTS)
}

fn is_of(args: &[Value<'_>], kind: ErrorKind) -> bool {
    conditions::kind(args[0]) == Some(kind)
}

fn is_read_error<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(is_of(args, ErrorKind::Read)))
}

fn is_file_error<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // A program that asks this wants to know whether it can use the file.
    Ok(Value::bool(is_of(args, ErrorKind::File) || is_of(args, ErrorKind::Capability)))
}

fn is_capability_error<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(is_of(args, ErrorKind::Capability)))
}

fn kind<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match conditions::kind(args[0]) {
        Some(kind) => Ok(ctx.mc.intern(kind_name(kind))),
        None => Err(Throw::wrong_type("condition-kind", "an error object", args[0])),
    }
}

fn is_from_library<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let source = ctx.world.session.sources.get(conditions::span(args[0]));
    Ok(Value::bool(source.is_some_and(|source| source.is_bundled())))
}

fn report_string<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    let message = slot(who, args, MESSAGE)?;
    let mut text = String::new();
    print(ctx.mc, message, Style::Display, &mut text)?;
    for irritant in lists::elements(slot(who, args, IRRITANTS)?) {
        // A program may have made the list circular.
        ctx.mc.work(16)?;
        ctx.mc.check_room(2 * text.len())?;
        text.push(' ');
        print(ctx.mc, irritant, Style::Write, &mut text)?;
    }
    Ok(ctx.mc.string(&text)?)
}

/// Characters of an operand's value in a message.
const OPERAND_WIDTH: usize = 60;

fn assertion_failed<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let operands = args.iter().map(|&arg| summary(arg, OPERAND_WIDTH)).collect();
    Err(Throw::new(ErrorKind::General, "assertion failed", &[]).code(Code::ASSERTION).operands(operands))
}

fn make_condition<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let named = |kind: &ErrorKind| args[0].as_symbol() == Some(kind_name(*kind));
    let Some(&kind) = conditions::KINDS.iter().find(|kind| named(kind)) else {
        return Err(Throw::wrong_type("%make-condition", "a kind of condition", args[0]));
    };
    Ok(conditions::make(ctx.mc, kind, args[1], args[2], Span::NONE, Value::FALSE))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{call, eval_in};
    use super::*;
    use cairn_data::error::Failure;

    fn failure_of<'gc>(result: Result<'gc>) -> Failure<'gc> {
        match result {
            Err(Throw::Failure(failure)) => *failure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn error_takes_messages_of_all_kinds() {
        eval_in(|ctx| {
            let (text, who, n) = (ctx.mc.string("bad").unwrap(), ctx.mc.intern("f"), Value::fixnum(1));
            for (args, message, irritants) in [
                (vec![text, n], "bad", vec![n]),
                (vec![who, text, n], "f: bad", vec![n]),
                (vec![who, n], "f", vec![n]),
                (vec![n, text], "", vec![n, text]),
            ] {
                let failure = failure_of(call(ctx, "error", &args));
                assert_eq!((failure.message.as_str(), failure.irritants), (message, irritants));
            }
        });
    }

    #[test]
    fn families_are_told_apart() {
        eval_in(|ctx| {
            for &kind in &conditions::KINDS {
                let name = ctx.mc.intern(kind_name(kind));
                let c = call(ctx, "%make-condition", &[name, Value::NIL, Value::NIL]).unwrap();
                assert_eq!(call(ctx, "condition-kind", &[c]).unwrap(), name);
                let is_file = call(ctx, "file-error?", &[c]).unwrap();
                assert_eq!(is_file, Value::bool(matches!(kind, ErrorKind::File | ErrorKind::Capability)));
                assert_eq!(call(ctx, "error-object?", &[c]).unwrap(), Value::TRUE);
            }
            assert!(call(ctx, "error-object-message", &[Value::NIL]).is_err());
            assert_eq!(call(ctx, "read-error?", &[Value::NIL]).unwrap(), Value::FALSE);
        });
    }
}
