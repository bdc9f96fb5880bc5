//! Implements the machine's own builtins, and access to the dynamic state.
//!
//! The dynamic state is three lists in the [`World`](cairn_vm::world::World): handlers, winders,
//! parameters. `prelude.scm` maintains them; a continuation carries all three (see
//! [`continuation`]).
//!
//! While a handler runs, the list of handlers begins with a *skip*: a box of the handlers that
//! apply during the call. When the handler returns, the skip is removed, which restores the
//! previous handlers, whatever continuation the call has become part of.

use cairn_data::conditions;
use cairn_data::dynamic::{continuation, parameter, winder};
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Kind, Value};
use cairn_middle::primitives::Meaning;

use crate::{Args, Builtin, Context, Control, at_least, control, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    control("apply", at_least(2), Control::Apply, "(apply f arg ... list) calls f with these and the list's elements.").means(Meaning::Apply),
    control("call-with-current-continuation", exactly(1), Control::CallCc, "(call-with-current-continuation f) calls f with the continuation."),
    control("call/cc", exactly(1), Control::CallCc, "(call/cc f) calls f with the continuation."),
    control("%throw", exactly(2), Control::Throw, "(%throw k value) returns value from the capture of k."),
    control("%apply-values", exactly(2), Control::ApplyValues, "(%apply-values f value) calls f with the values of a values object, or the one value.").means(Meaning::ApplyValues),
    native("%pack", exactly(1), |_, args| Ok(args[0]), flag::INTERNAL | flag::PURE | flag::TOTAL, "(%pack expr) whatever number of values the expression has, as one object."),
    native("%unpack", exactly(1), |_, args| Ok(args[0]), flag::INTERNAL | flag::PURE | flag::TOTAL | flag::VALUES, "(%unpack object) the values that were packed."),
    control("%exit", exactly(1), Control::Exit, "(%exit code) ends the program at once."),
    control("%uncaught", exactly(1), Control::Uncaught, "(%uncaught obj) ends the program: no handler is left."),
    control("%host", at_least(0), Control::Host, "(%host x ...) a procedure of the host; which one, the procedure object says."),
    control("gc", exactly(0), Control::Collect, "(gc) collects all garbage."),
    native("%push-handler!", exactly(1), push_handler, flag::INTERNAL, "(%push-handler! handler) adds an exception handler: a procedure, or #(k again?) for a guard."),
    native("%pop-handler!", exactly(0), pop_handler, flag::INTERNAL, "(%pop-handler!) removes the innermost handler, or the skip of one that was called."),
    native("%begin-raise!", exactly(0), begin_raise, flag::INTERNAL, "(%begin-raise!) puts a skip on the handlers, from which %next-handler! takes them."),
    native("%next-handler!", exactly(0), next_handler, flag::INTERNAL, "(%next-handler!) the next handler to call, or #f; the skip goes to those outside of it."),
    native("%set-handlers!", exactly(1), set_handlers, flag::INTERNAL, "(%set-handlers! list) replaces the handlers."),
    native("%winders", exactly(0), winders, flag::INTERNAL, "(%winders) the winders, innermost first."),
    native("%push-winder!", exactly(4), push_winder, flag::INTERNAL, "(%push-winder! before after tag k) adds a winder; before, after, or tag and k, may be #f."),
    native("%pop-winder!", exactly(0), pop_winder, flag::INTERNAL, "(%pop-winder!) removes the innermost winder; handlers and parameters are as when it came."),
    native("%set-winders!", exactly(1), set_winders, flag::INTERNAL, "(%set-winders! list) replaces the winders."),
    native("%parameters", exactly(0), parameters, flag::INTERNAL, "(%parameters) the parameter bindings, innermost first."),
    native("%set-parameters!", exactly(1), set_parameters, flag::INTERNAL, "(%set-parameters! alist) replaces the parameter bindings."),
    native("%continuation-winders", exactly(1), continuation_winders, flag::INTERNAL, "(%continuation-winders k) the winders at the capture."),
    native("%common-tail", exactly(2), common_tail, flag::INTERNAL | flag::PURE, "(%common-tail a b) the common part of two lists of winders."),
    native("%make-parameter", exactly(2), make_parameter, flag::INTERNAL | flag::PURE, "(%make-parameter value converter) a parameter object."),
    native("%parameter-converter", exactly(1), parameter_converter, flag::INTERNAL, "(%parameter-converter p) its converter or #f; an error for other objects."),
    native("%handler-returned", exactly(1), handler_returned, flag::INTERNAL, "(%handler-returned obj) the condition for a handler of obj that returned."),
    native("%exit-code", exactly(1), exit_code, flag::INTERNAL | flag::PURE | flag::TOTAL, "(%exit-code obj) the number to end the process with."),
];

fn push_handler<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.handlers = ctx.mc.cons(args[0], ctx.world.handlers);
    Ok(Value::UNSPECIFIED)
}

fn pop_handler<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    ctx.world.handlers = ctx.world.handlers.cdr().unwrap_or(Value::NIL);
    Ok(Value::UNSPECIFIED)
}

fn begin_raise<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let skip = ctx.mc.alloc(Kind::Box, &[ctx.world.handlers]);
    push_handler(ctx, &[skip])
}

/// The handlers in a skip, if this is one.
fn skipped_to(handler: Value<'_>) -> Option<Value<'_>> {
    handler.slot(0).filter(|_| handler.has_kind(Kind::Box))
}

fn next_handler<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let world = &mut ctx.world;
    let Some((skip, below)) = world.handlers.as_pair() else { return Ok(Value::FALSE) };
    let mut rest = skipped_to(skip).unwrap_or(Value::NIL);
    while let Some(further) = rest.car().and_then(skipped_to) {
        rest = further;
    }
    let (handler, rest) = rest.as_pair().unwrap_or((Value::FALSE, Value::NIL));
    let skip = ctx.mc.alloc(Kind::Box, &[rest]);
    world.handlers = ctx.mc.cons(skip, below);
    Ok(handler)
}

fn set_handlers<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.handlers = args[0];
    Ok(Value::UNSPECIFIED)
}

fn winders<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(ctx.world.winders)
}

fn set_winders<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.winders = args[0];
    Ok(Value::UNSPECIFIED)
}

fn push_winder<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let world = &mut ctx.world;
    let [before, after, tag, k] = [args[0], args[1], args[2], args[3]];
    let depth = Value::fixnum(depth(world.winders));
    let winder = ctx.mc.alloc(Kind::Vector, &[before, after, world.handlers, world.parameters, depth, tag, k]);
    world.winders = ctx.mc.cons(winder, world.winders);
    Ok(Value::UNSPECIFIED)
}

fn pop_winder<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let world = &mut ctx.world;
    let Some((innermost, outer)) = world.winders.as_pair() else {
        return Err(Throw::wrong_type("%pop-winder!", "a winder", world.winders));
    };
    let slot = |i| innermost.slot(i).unwrap_or(Value::NIL);
    world.winders = outer;
    world.handlers = slot(winder::HANDLERS);
    world.parameters = slot(winder::PARAMETERS);
    Ok(Value::UNSPECIFIED)
}

fn parameters<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(ctx.world.parameters)
}

fn set_parameters<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.parameters = args[0];
    Ok(Value::UNSPECIFIED)
}

fn continuation_winders<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !args[0].has_kind(Kind::Continuation) {
        return Err(Throw::wrong_type("%continuation-winders", "a continuation", args[0]));
    }
    Ok(args[0].slot(continuation::WINDERS).unwrap_or(Value::NIL))
}

/// Number of winders in the list, from the depth that the first one records.
pub fn depth(winders: Value<'_>) -> i64 {
    let recorded = winders.car().and_then(|winder| winder.slot(winder::DEPTH)).and_then(Value::as_fixnum);
    recorded.map_or(0, |depth| depth + 1)
}

fn common_tail<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (mut a, mut b) = (args[0], args[1]);
    let (mut depth_a, mut depth_b) = (depth(a), depth(b));
    while a != b && depth_a.max(depth_b) >= 0 {
        let (step_a, step_b) = (depth_a >= depth_b, depth_b >= depth_a);
        if step_a {
            (a, depth_a) = (a.cdr().unwrap_or(Value::NIL), depth_a - 1);
        }
        if step_b {
            (b, depth_b) = (b.cdr().unwrap_or(Value::NIL), depth_b - 1);
        }
    }
    Ok(if a == b { a } else { Value::NIL })
}

fn make_parameter<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.alloc(Kind::Parameter, &[args[0], args[1], Value::FALSE]))
}

fn parameter_converter<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !args[0].has_kind(Kind::Parameter) {
        return Err(Throw::wrong_type("parameterize", "a parameter", args[0]));
    }
    Ok(args[0].slot(parameter::CONVERTER).unwrap_or(Value::FALSE))
}

/// Adds the object to the irritants; a condition that was created here is returned unchanged, so
/// that a sequence of handlers that return does not nest it.
fn handler_returned<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const OF_RAISE: &str = "handler returned from non-continuable raise";
    const OF_ERROR: &str = "handler returned from an error";
    let is_ours = |message: Value<'gc>| {
        message.as_string().is_some_and(|m| [OF_RAISE, OF_ERROR].iter().any(|ours| m.iter().eq(ours.chars())))
    };
    let is_condition = conditions::kind(args[0]).is_some();
    if is_condition && args[0].slot(conditions::MESSAGE).is_some_and(is_ours) {
        return Ok(args[0]);
    }
    let message = ctx.mc.string(if is_condition { OF_ERROR } else { OF_RAISE })?;
    let irritants = ctx.mc.list(&args[..1]);
    let span = conditions::span(args[0]);
    Ok(conditions::make(ctx.mc, ErrorKind::General, message, irritants, span, Value::FALSE))
}

fn exit_code<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let code = match args[0].as_fixnum() {
        // The system keeps eight bits; a failure must not look like success.
        Some(n) if n != 0 && n & 0xFF == 0 => 0xFF,
        Some(n) => n & 0xFF,
        None if args[0] == Value::TRUE => 0,
        None => 1,
    };
    Ok(Value::fixnum(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{call, eval_in};

    #[test]
    fn common_tails_are_found_by_depth() {
        eval_in(|ctx| {
            let winder =
                |n| ctx.mc.alloc(Kind::Vector, &[Value::NIL, Value::NIL, Value::NIL, Value::NIL, Value::fixnum(n)]);
            let base = ctx.mc.cons(winder(0), Value::NIL);
            let a = ctx.mc.cons(winder(2), ctx.mc.cons(winder(1), base));
            let b = ctx.mc.cons(winder(1), base);
            assert_eq!(call(ctx, "%common-tail", &[a, b]).unwrap(), base);
            assert_eq!(call(ctx, "%common-tail", &[a, base]).unwrap(), base);
            assert_eq!(call(ctx, "%common-tail", &[Value::NIL, b]).unwrap(), Value::NIL);
            assert_eq!(call(ctx, "%common-tail", &[a, a]).unwrap(), a);
        });
    }

    #[test]
    fn exit_codes() {
        eval_in(|ctx| {
            for (obj, code) in [
                (Value::TRUE, 0),
                (Value::FALSE, 1),
                (Value::fixnum(256 + 7), 7),
                (Value::fixnum(256), 255),
                (Value::NIL, 1),
            ] {
                assert_eq!(call(ctx, "%exit-code", &[obj]).unwrap(), Value::fixnum(code));
            }
        });
    }

    #[test]
    fn handler_that_returned_is_reported_once() {
        eval_in(|ctx| {
            let first = call(ctx, "%handler-returned", &[Value::fixnum(5)]).unwrap();
            let again = call(ctx, "%handler-returned", &[first]).unwrap();
            assert_eq!(first, again);
            assert_eq!(first.slot(conditions::IRRITANTS).and_then(Value::car), Some(Value::fixnum(5)));
        });
    }

    #[test]
    fn parameters_only() {
        eval_in(|ctx| {
            let p = call(ctx, "%make-parameter", &[Value::fixnum(1), Value::FALSE]).unwrap();
            assert_eq!(call(ctx, "%parameter-converter", &[p]).unwrap(), Value::FALSE);
            assert!(call(ctx, "%parameter-converter", &[Value::NIL]).is_err());
        });
    }
}
