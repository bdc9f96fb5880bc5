//! Makes the procedures that serve confined libraries in place of builtins: they have the confinement's capabilities.
//!
//! A builtin that reaches the system is a native, which calls nothing. So a procedure that exchanges the system while
//! the native runs is all that is needed: no code of a program ever runs in between, no continuation is captured there.

use cairn_compiler as compile;
use cairn_data::error::Result;
use cairn_data::{global, lists};
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::confinement::{Reach, reach};
use cairn_middle::environment::{Binding, ConfinementId, Exports, LibraryName, standard};
use cairn_middle::primitives::{BuiltinId, exactly};
use cairn_vm::native::{Args, Context, NativeFn};
use cairn_vm::system::{Capability, Grant, System};
use cairn_vm::world::{Answer, HostCode};

use super::capabilities;

/// Builtins in Scheme that open a file for a procedure, each with the native that opens it.
const OPENERS: &[(&str, &str)] =
    &[("call-with-input-file", "open-input-file"), ("call-with-output-file", "open-output-file")];

/// Loads a standard library for a confinement.
///
/// # Errors
/// When the capabilities of the confinement are none.
pub fn load<'gc>(ctx: &mut Context<'_, 'gc>, name: &LibraryName) -> Result<'gc, ()> {
    let id = name.confinement();
    let system = system_of(ctx, id)?;
    let program = name.clone().within(ConfinementId::NONE);
    let mut exports = Exports::new();
    for (text, binding) in standard::bindings(ctx.world.session.primitives, &program).unwrap_or_default() {
        let binding = match binding {
            Binding::Builtin(builtin) => confined(ctx, id, builtin, &system),
            other => Some(other),
        };
        exports.extend(binding.map(|binding| (ctx.mc.intern(text), binding)));
    }
    ctx.world.session.libraries.loaded(name.clone(), exports);
    Ok(())
}

/// The system as the code of a confinement sees it.
fn system_of<'gc>(ctx: &mut Context<'_, 'gc>, id: ConfinementId) -> Result<'gc, System> {
    let at = id.0 as usize;
    if let Some(Some(system)) = ctx.world.confined.get(at) {
        return Ok(system.clone());
    }
    let Some(confinement) = ctx.world.session.libraries.confinement(id) else { return Ok(ctx.world.system.clone()) };
    let (outer, list) = (confinement.outer, confinement.kept);
    let kept = kept(ctx.mc, list)?;
    let system = system_of(ctx, outer)?.confined(&kept);
    let systems = &mut ctx.world.confined;
    systems.resize(systems.len().max(at + 1), None);
    systems[at] = Some(system.clone());
    Ok(system)
}

/// The part of each capability that a confinement keeps.
fn kept<'gc>(mc: Mutation<'gc>, list: Value<'gc>) -> Result<'gc, Vec<(Capability, Grant)>> {
    let mut kept = Capability::ALL.map(|capability| (capability, Grant::NONE));
    for part in lists::elements(list) {
        for (capability, grant) in capabilities::named("confined", mc, part)? {
            let grant = if part.is_pair() { grant } else { Grant::All };
            kept.iter_mut().filter(|(own, _)| *own == capability).for_each(|own| own.1 = grant.clone());
        }
    }
    Ok(kept.to_vec())
}

/// The binding that the code of a confinement gets in place of a builtin, if it gets one.
fn confined<'gc>(
    ctx: &mut Context<'_, 'gc>,
    id: ConfinementId,
    builtin: BuiltinId,
    system: &System,
) -> Option<Binding<'gc>> {
    let primitives = ctx.world.session.primitives;
    let row = primitives.row(builtin);
    let opener = OPENERS.iter().find(|(name, _)| *name == row.name).and_then(|(_, opener)| primitives.find(opener));
    let native = |id: BuiltinId| ctx.world.builtins.entries[id.0 as usize].native;
    let (arity, code) = match (opener.and_then(native), reach(primitives, builtin)) {
        (Some(opener), _) => (exactly(2), opening(opener, system.clone())),
        (None, Reach::Arguments) => return Some(Binding::Builtin(builtin)),
        (None, Reach::System) => (row.arity, with_system(native(builtin)?, system.clone())),
        (None, Reach::Everything) => return None,
    };
    let known = &ctx.world.session.libraries.confinement(id)?.variables;
    if let Some(&(_, cell)) = known.iter().find(|(known, _)| *known == builtin) {
        return Some(Binding::Global(cell));
    }
    let cell = global::new(ctx.mc, ctx.mc.intern(row.name));
    cell.set_slot(ctx.mc, global::VALUE, ctx.world.host_procedure(ctx.mc, row.name, arity, code));
    ctx.world.session.libraries.confinement_mut(id)?.variables.push((builtin, cell));
    Some(Binding::Global(cell))
}

/// The native, while which the program has another system.
fn with_system(native: NativeFn, system: System) -> Box<HostCode> {
    Box::new(move |ctx, args| run(native, &system, ctx, args).map(Answer::Value))
}

/// Opens a file by a native, and calls a procedure with its port.
fn opening(native: NativeFn, system: System) -> Box<HostCode> {
    Box::new(move |ctx, args| {
        let port = run(native, &system, ctx, &args[..1])?;
        let caller = compile::prelude_procedure(ctx.mc, ctx.world, "call-with-port")?;
        Ok(Answer::Call(caller, vec![port, args[1]]))
    })
}

fn run<'gc>(native: NativeFn, system: &System, ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let program = std::mem::replace(&mut ctx.world.system, system.clone());
    let result = native(ctx, args);
    ctx.world.system = program;
    result
}
