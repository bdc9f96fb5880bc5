//! Inspects parameter objects (R7RS 4.2.6) beyond what `make-parameter` and `parameterize` need.
//! See [`cairn_data::dynamic::parameter`].

use cairn_data::bindings::binding_of;
use cairn_data::dynamic::parameter;
use cairn_data::error::Result;
use cairn_gc::{Kind, Value};

use crate::args;
use crate::{Args, Builtin, Context, exactly, flag, native};

use flag::{BOOLEAN, FOLD, INTERNAL, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("parameter?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Parameter))), PURE | TOTAL | FOLD | BOOLEAN, "(parameter? x) whether x is a parameter object."),
    native("%parameter-value", exactly(1), value, PURE | INTERNAL, "(%parameter-value p) its global value, whatever bindings are in force."),
    native("%parameter-set-value!", exactly(2), set_value, INTERNAL, "(%parameter-set-value! p x) replaces its global value."),
    native("%parameter-assign!", exactly(2), assign, INTERNAL, "(%parameter-assign! p x) replaces the value of the binding in force, or the global one."),
];

fn value<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("parameterize", Kind::Parameter, "a parameter", args[0])?;
    Ok(args[0].slot(parameter::VALUE).unwrap_or(Value::FALSE))
}

fn set_value<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("parameterize", Kind::Parameter, "a parameter", args[0])?;
    args[0].set_slot(ctx.mc, parameter::VALUE, args[1]);
    Ok(Value::UNSPECIFIED)
}

/// An active binding is a pair `(parameter . value)`, which the continuations captured within its
/// extent share.
fn assign<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("parameterize", Kind::Parameter, "a parameter", args[0])?;
    match binding_of(ctx.mc, ctx.world.parameters, args[0]) {
        Some(binding) => binding.set_cdr(ctx.mc, args[1]),
        None => args[0].set_slot(ctx.mc, parameter::VALUE, args[1]),
    };
    Ok(Value::UNSPECIFIED)
}
