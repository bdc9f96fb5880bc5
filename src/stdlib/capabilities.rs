//! Says what the program may reach of the system, and lets it give that up: the library
//! `(cairn capabilities)`.

use std::ffi::OsString;

use cairn_data::error::{Result, Throw};
use cairn_data::lists;
use cairn_data::scratch::Scratch;
use cairn_gc::{Mutation, Value};
use cairn_vm::system::{Capability, Grant};

use super::args;
use super::{Args, Builtin, Context, at_least, exactly, flag, native};
use crate::os;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("capabilities", exactly(0), capabilities, flag::SYSTEM, "(capabilities) what the program may reach: ((read . #t) (write \"/tmp\") (env) (run)), #t being everything."),
    native("drop-capabilities!", at_least(1), drop_capabilities, flag::SYSTEM, "(drop-capabilities! capability ...) gives up for good: read, write, env, run or all; (read path ...) keeps those paths."),
];

fn capabilities<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let all = ctx.world.system.capabilities();
    let mut list = Value::NIL;
    for capability in Capability::ALL.into_iter().rev() {
        let granted = match all.of(capability) {
            Grant::All => Value::TRUE,
            Grant::Only(items) => os::list(ctx.mc, items)?,
        };
        list = ctx.mc.cons(ctx.mc.cons(ctx.mc.intern(capability.name()), granted), list);
    }
    Ok(list)
}

const WHO: &str = "drop-capabilities!";
const EXPECTED: &str = "read, write, env, run, all, or a list of one of them and what to keep";

fn drop_capabilities<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // Nothing is given up when one of the arguments is wrong.
    let kept = args.iter().map(|&arg| kept(ctx.mc, arg)).collect::<Result<'gc, Vec<_>>>()?;
    for (capability, kept) in kept.into_iter().flatten() {
        ctx.world.system.narrow(capability, &kept);
    }
    Ok(Value::UNSPECIFIED)
}

/// The part of each capability that an argument keeps.
fn kept<'gc>(mc: Mutation<'gc>, arg: Value<'gc>) -> Result<'gc, Vec<(Capability, Grant)>> {
    named(WHO, mc, arg)
}

/// The capabilities that an argument of `who` names, each with the list that it gives, which is empty for a name alone.
pub(super) fn named<'gc>(who: &str, mc: Mutation<'gc>, arg: Value<'gc>) -> Result<'gc, Vec<(Capability, Grant)>> {
    let name = if let Some((head, _)) = arg.as_pair() { head } else { arg };
    let wrong = || Throw::wrong_type(who, EXPECTED, arg);
    let name = name.as_symbol().ok_or_else(wrong)?;
    if name == "all" && !arg.is_pair() {
        return Ok(Capability::ALL.map(|capability| (capability, Grant::NONE)).to_vec());
    }
    let capability = Capability::named(name).ok_or_else(wrong)?;
    let items = arg.cdr().map_or(Ok(Vec::new()), |rest| items(who, mc, rest, arg))?;
    Ok(vec![(capability, Grant::Only(items))])
}

/// The paths or names of a list, which must end.
fn items<'gc>(who: &str, mc: Mutation<'gc>, list: Value<'gc>, arg: Value<'gc>) -> Result<'gc, Vec<OsString>> {
    if lists::proper_length(mc, list)?.is_none() {
        return Err(Throw::wrong_type(who, EXPECTED, arg));
    }
    let mut scratch = Scratch::new(mc);
    let copied = |item| {
        let text = args::os_text(who, "a path or a name", item)?;
        scratch.add(text.len() + size_of_val(&text))?;
        Ok(text)
    };
    lists::elements(list).map(copied).collect()
}
