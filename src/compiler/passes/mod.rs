//! Optimises the core language in passes.
//!
//! Each pass is a file with one public function that takes a unit and changes
//! it in place. Its head says what it turns into what, and why that is right.

use std::collections::HashSet;

use cairn_gc::{Mutation, Value};

use crate::compiler::deep;
use crate::compiler::ir::Unit;
use crate::compiler::primitives::{BuiltinId, Primitive, Primitives};
use crate::data::error::Result;

mod builtins;
mod capture;
pub mod coverage;
mod globals;
mod inline;
mod letrec;
mod loops;
mod rounds;
mod verify;

/// What a pass may use besides the unit.
pub struct Cx<'a, 'gc> {
    /// Whether no other code may change the unit's global variables.
    pub sealed: bool,
    /// The builtins.
    pub primitives: &'static Primitives,
    /// Whether the code generator makes an instruction of a call of this builtin with so
    /// many operands.
    pub is_instruction: fn(&Primitive, usize) -> bool,
    /// Computes calls of builtins at compile time.
    pub compute: &'a mut Compute<'a, 'gc>,
}

/// The value of a call of a builtin on these arguments, or nothing when it fails.
pub type Compute<'a, 'gc> = dyn FnMut(BuiltinId, &[Value<'gc>]) -> Option<Value<'gc>> + 'a;

/// A pass.
pub struct Pass {
    /// Its name on the command line.
    pub name: &'static str,
    /// The pass itself.
    pub run: for<'a, 'gc> fn(&mut Cx<'a, 'gc>, &mut Unit<'gc>),
    /// Whether the code generator cannot do without it.
    pub required: bool,
}

/// All passes in their order.
pub const PASSES: &[Pass] = &[
    Pass { name: "builtins", run: builtins::resolve, required: false },
    Pass { name: "letrec", run: letrec::classify, required: true },
    Pass { name: "globals", run: globals::find, required: false },
    Pass { name: "inline", run: inline::inline, required: false },
    Pass { name: "loops", run: loops::find, required: false },
    Pass { name: "rounds", run: rounds::find, required: false },
];

/// Which passes run.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Names of the passes that are switched off.
    pub disabled: HashSet<String>,
    /// Only what the code generator needs.
    pub minimal: bool,
}

impl Options {
    fn wants(&self, pass: &Pass) -> bool {
        pass.required || !(self.minimal || self.disabled.contains(pass.name))
    }
}

/// Runs the passes; `observe` sees the unit after each.
///
/// # Errors
/// What stops the run; the memory limit.
pub fn run<'gc>(
    mc: Mutation<'gc>,
    cx: &mut Cx<'_, 'gc>,
    unit: &mut Unit<'gc>,
    options: &Options,
    mut observe: impl FnMut(&str, &Unit<'gc>),
) -> Result<'gc, ()> {
    check("expand", unit);
    for pass in PASSES.iter().filter(|pass| options.wants(pass)) {
        deep::report(unit.nodes.len(), 0)?;
        (pass.run)(cx, unit);
        deep::check()?;
        unit.charge.hold(mc, unit.bytes())?;
        check(pass.name, unit);
        observe(pass.name, unit);
    }
    Ok(())
}

/// Holds a pass to the invariants, in debug builds.
fn check(pass: &str, unit: &Unit<'_>) {
    if cfg!(debug_assertions)
        && let Some(fault) = verify::fault(unit)
    {
        panic!("after pass {pass}: {fault}");
    }
}
