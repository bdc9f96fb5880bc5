//! From an expanded unit to procedures that can run: passes, code generation,
//! and linking of the builtins that are written in Scheme.

use cairn_gc::{Mutation, Value};

use crate::compiler::environment::Environments;
use crate::compiler::expand::expand_toplevel;
use crate::compiler::ir::{BuiltinId, Node, Unit, global};
use crate::compiler::{codegen, passes};
use crate::data::error::{ErrorKind, Result, Throw};
use crate::stdlib::Context;
use crate::stdlib::{self, prelude};
use crate::vm::world::World;

/// Compiles a unit: procedures without parameters, to be called in order. When
/// they run, every builtin that they refer to is there.
///
/// # Errors
/// Procedures that are too large; the memory limit.
pub fn unit<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, mut unit: Unit<'gc>) -> Result<'gc, Vec<Value<'gc>>> {
    let options = world.options.clone();
    let mut observer = world.observer.take();
    let passed = passes::run(Context { mc, world }, &mut unit, &options, |pass, unit| {
        if let Some(observe) = &mut observer {
            (observe.0)(pass, unit);
        }
    });
    world.observer = observer;
    passed?;
    let thunks = codegen::compile(mc, &mut world.cells, &unit)?;
    link(mc, world)?;
    Ok(thunks)
}

/// The listing of the code that a unit is compiled to.
///
/// # Errors
/// As for [`unit()`].
pub fn listing<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, shown: Unit<'gc>) -> Result<'gc, String> {
    let procedures = unit(mc, world, shown)?;
    Ok(procedures.into_iter().filter_map(Value::closure_proto).map(codegen::listing).collect())
}

/// The procedure of a builtin written in Scheme.
///
/// # Errors
/// As for [`unit()`].
///
/// # Panics
/// When there is no such builtin: names come from Cairn's own code.
pub fn prelude_procedure<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, name: &str) -> Result<'gc> {
    let cell = world.cells.named(mc, name);
    link(mc, world)?;
    Ok(cell.slot(global::VALUE).unwrap_or(Value::UNBOUND))
}

/// Defines the builtins that code has come to need.
fn link<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>) -> Result<'gc, ()> {
    while let Some(id) = world.cells.wanted.pop() {
        if let Err(thrown) = define(mc, world, id) {
            world.cells.wanted.push(id);
            return Err(thrown);
        }
    }
    Ok(())
}

fn define<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, id: BuiltinId) -> Result<'gc, ()> {
    let name = stdlib::row(id).name;
    let missing = || Throw::new(ErrorKind::General, format!("{name} is not part of this build"), &[]);
    let text = prelude::definition(name).ok_or_else(missing)?;
    let datum = crate::text::reader::read_str(mc, text)?;
    let procedure = definition_value(mc, datum).ok_or_else(missing)?;
    let mut unit = expand_toplevel(mc, world, procedure, Environments::PRELUDE)?;
    if let Node::Lambda(lambda) = unit.node_mut(unit.root) {
        lambda.name = Some(name.into());
    }
    passes::run(Context { mc, world }, &mut unit, &passes::Options::default(), |_, _| {})?;
    let procedure = codegen::procedure(mc, &mut world.cells, &unit, unit.root)?;
    world.cells.get(mc, id).set_slot(mc, global::VALUE, procedure);
    Ok(())
}

/// The expression for the value of a definition of the prelude, which is either
/// `(define (name . formals) body ...)` or `(define name expression)`.
fn definition_value<'gc>(mc: Mutation<'gc>, definition: Value<'gc>) -> Option<Value<'gc>> {
    let (target, rest) = definition.cdr()?.as_pair()?;
    match target.as_pair() {
        Some((_, formals)) => Some(mc.cons(mc.intern("lambda"), mc.cons(formals, rest))),
        None => rest.car(),
    }
}
