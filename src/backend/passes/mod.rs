//! Optimises the core language in passes.
//!
//! Each pass is a file with one public function that takes a unit and changes it in place. Its
//! header says what it rewrites, and why that is correct.

use cairn_data::error::Result;
use cairn_data::source::TAIL;
use cairn_gc::{Mutation, Value};
use cairn_middle::deep;
use cairn_middle::ir::{Node, Unit};
use cairn_middle::options::Options;
use cairn_middle::primitives::{BuiltinId, Primitive, Primitives};

mod assertions;
mod builtins;
mod capture;
pub mod coverage;
mod globals;
mod inline;
mod letrec;
mod loops;
mod self_tail_calls;
mod verify;

/// The context of a pass.
pub struct Cx<'a, 'gc> {
    /// Whether no other code may change the unit's global variables.
    pub sealed: bool,
    /// The builtins.
    pub primitives: &'static Primitives,
    /// Whether the code generator turns a call of this builtin with this number of operands into an
    /// instruction.
    pub is_instruction: fn(&Primitive, usize) -> bool,
    /// Computes calls of builtins at compile time.
    pub compute: &'a mut Compute<'a, 'gc>,
}

/// Computes the value of a builtin for these arguments, or `None` if it fails.
pub type Compute<'a, 'gc> = dyn FnMut(BuiltinId, &[Value<'gc>]) -> Option<Value<'gc>> + 'a;

/// A pass.
pub struct Pass {
    /// Its name on the command line.
    pub name: &'static str,
    /// The function that runs it.
    pub run: for<'a, 'gc> fn(&mut Cx<'a, 'gc>, &mut Unit<'gc>),
    /// Whether the code generator requires it.
    pub required: bool,
}

impl Pass {
    fn runs(&self, options: &Options) -> bool {
        self.required || !(options.minimal || options.disabled.contains(self.name))
    }
}

/// The pass that records facts, and rewrites nothing.
pub const GLOBALS: &str = "globals";

/// All passes in their order.
pub const PASSES: &[Pass] = &[
    Pass { name: "builtins", run: builtins::resolve, required: false },
    Pass { name: "letrec", run: letrec::classify, required: true },
    Pass { name: GLOBALS, run: globals::find, required: false },
    Pass { name: "inline", run: inline::inline, required: false },
    Pass { name: "loops", run: loops::find, required: false },
    Pass { name: "self_tail_calls", run: self_tail_calls::find, required: false },
];

/// The name of a pass, as a constant, if there is one of that name.
pub fn named(name: &str) -> Option<&'static str> {
    PASSES.iter().map(|pass| pass.name).find(|known| *known == name)
}

/// Runs the passes, calling `observe` after each.
///
/// # Errors
/// The reason to stop the run; the memory limit.
pub fn run<'gc>(
    mc: Mutation<'gc>,
    ctx: &mut Cx<'_, 'gc>,
    unit: &mut Unit<'gc>,
    options: &Options,
    mut observe: impl FnMut(&str, &Unit<'gc>),
) -> Result<'gc, ()> {
    check("expand", unit);
    mark_tail_calls(unit);
    assertions::tell_values(ctx.primitives, unit);
    for pass in PASSES.iter().filter(|pass| pass.runs(options)) {
        deep::report(unit.nodes.len(), 0)?;
        (pass.run)(ctx, unit);
        deep::check()?;
        unit.charge.hold(mc, unit.bytes())?;
        check(pass.name, unit);
        observe(pass.name, unit);
    }
    Ok(())
}

/// Marks the places of calls in tail position, which backtraces tell from others: inlining does
/// not change what a call was in the program.
fn mark_tail_calls(unit: &mut Unit<'_>) {
    let bodies = unit.nodes.iter().filter_map(|node| match node {
        Node::Lambda(lambda) => Some(lambda.clauses.iter().map(|clause| clause.body)),
        _ => None,
    });
    let bodies: Vec<_> = bodies.flatten().collect();
    for body in bodies {
        for call in loops::tail_calls(unit, body, |_| true) {
            let span = &mut unit.spans[call.0 as usize];
            span.site |= if span.is_some() { TAIL } else { 0 };
        }
    }
}

/// Holds a pass to the invariants, in debug builds.
fn check(pass: &str, unit: &Unit<'_>) {
    if cfg!(debug_assertions)
        && let Some(fault) = verify::fault(unit)
    {
        panic!("after pass {pass}: {fault}");
    }
}
