//! Implements the system interface (R7RS 6.14): command line, environment, time, sources.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use cairn_data::error::Result;
use cairn_gc::{FIXNUM_MAX, Value};
use cairn_middle::environment::features;
use cairn_vm::system::expect;

use super::args;
use super::{Args, Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("command-line", exactly(0), command_line, flag::NONE, "(command-line) the program's name and arguments."),
    native("get-environment-variable", exactly(1), environment_variable, flag::SYSTEM, "(get-environment-variable name) its value, or #f."),
    native("get-environment-variables", exactly(0), environment_variables, flag::SYSTEM, "(get-environment-variables) all of them: ((name . value) ...)."),
    native("features", exactly(0), features, flag::NONE, "(features) the list of feature identifiers."),
    native("current-second", exactly(0), current_second, flag::NONE, "(current-second) seconds since 1970, inexact."),
    native("current-jiffy", exactly(0), current_jiffy, flag::NONE, "(current-jiffy) nanoseconds since some moment in this process."),
    native("%set-final-code!", exactly(1), set_final_code, flag::INTERNAL, "(%set-final-code! k) makes k the exit code of a program that runs to its end."),
    native("%random-bits", exactly(1), random_bits, flag::INTERNAL, "(%random-bits k) a random integer of k bits, at most 60."),
    native("jiffies-per-second", exactly(0), jiffies_per_second, flag::PURE | flag::TOTAL | flag::FOLD, "(jiffies-per-second) 1000000000."),
];

fn command_line<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let mut list = Value::NIL;
    for word in ctx.world.command_line.iter().rev() {
        list = ctx.mc.cons(ctx.mc.string(word)?, list);
    }
    Ok(list)
}

fn environment_variable<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let name = args::text(ctx.mc, "get-environment-variable", args[0])?;
    // No variable can have such a name.
    if name.is_empty() || name.contains(['=', '\0']) {
        return Ok(Value::FALSE);
    }
    match expect("get-environment-variable", args[0], ctx.world.system.variable(name.as_ref()))? {
        Some(value) => Ok(ctx.mc.string(&value.to_string_lossy())?),
        None => Ok(Value::FALSE),
    }
}

fn environment_variables<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let mut list = Value::NIL;
    for (name, value) in ctx.world.system.variables() {
        let name = ctx.mc.string(&name.to_string_lossy())?;
        let value = ctx.mc.string(&value.to_string_lossy())?;
        list = ctx.mc.cons(ctx.mc.cons(name, value), list);
    }
    Ok(list)
}

fn features<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let names: Vec<_> =
        features::all(ctx.world.session.libraries.bundle.srfis).map(|name| ctx.mc.intern(name)).collect();
    Ok(ctx.mc.list(&names))
}

fn current_second<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    };
    Ok(ctx.mc.flonum(seconds))
}

fn current_jiffy<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    static START: OnceLock<Instant> = OnceLock::new();
    let passed = START.get_or_init(Instant::now).elapsed().as_nanos();
    Ok(Value::fixnum((passed % FIXNUM_MAX as u128) as i64))
}

fn set_final_code<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.final_code = args::byte("%set-final-code!", args[0])?;
    Ok(Value::UNSPECIFIED)
}

fn random_bits<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bits = args[0].as_index().unwrap_or(0).clamp(1, 60);
    Ok(Value::fixnum((ctx.world.random.bits() >> (64 - bits)) as i64))
}

fn jiffies_per_second<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::fixnum(1_000_000_000))
}
