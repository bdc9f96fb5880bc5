//! Finds calls of builtins that must fail, by making them.
//!
//! Constant operands are as they stand. Each of the others gets one sample after another, of every
//! type that a program is likely to have. A call fails for certain if all operands are constants and
//! it fails, or if whatever the samples are it never succeeds, and sometimes fails because of a
//! constant: the samples before it were right then. A failure of another kind than a wrong type says
//! that other samples might do.

use cairn_data::error::{ErrorKind, Failure, Throw};
use cairn_data::global;
use cairn_data::hashtable::{Equivalence, Table};
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_middle::primitives::{BuiltinId, flag};
use cairn_vm::native::Context;
use cairn_vm::world::World;

/// Calls with more operands, or with more that are not known, are not tried.
const MOST_OPERANDS: usize = 6;
const MOST_UNKNOWN: usize = 2;

/// An operand, as far as a trial knows it.
#[derive(Clone, Copy)]
pub(super) enum Operand<'gc> {
    Constant(Value<'gc>),
    Unknown,
}

/// The operands of a call.
pub(super) fn operands<'gc>(unit: &Unit<'gc>, operands: &[NodeId]) -> Vec<Operand<'gc>> {
    let operand = |&id: &NodeId| match unit.node(id) {
        Node::Quote(value) => Operand::Constant(*value),
        _ => Operand::Unknown,
    };
    operands.iter().map(operand).collect()
}

/// The failure of a call of a builtin, if it is certain.
pub(super) fn failure<'gc>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    builtin: BuiltinId,
    operands: &[Operand<'gc>],
) -> Option<Box<Failure<'gc>>> {
    let row = world.session.primitives.row(builtin);
    let unknown: Vec<usize> = (0..operands.len()).filter(|&i| matches!(operands[i], Operand::Unknown)).collect();
    let excluded = [flag::INTERNAL, flag::TOTAL, flag::LARGE];
    let is_harmless = row.has(flag::PURE) && !excluded.iter().any(|&flag| row.has(flag));
    let is_small = operands.len() <= MOST_OPERANDS && unknown.len() <= MOST_UNKNOWN && unknown.len() < operands.len();
    if !is_harmless || !is_small || !row.arity.accepts(operands.len()) {
        return None;
    }
    let native = world.builtins.entries[builtin.0 as usize].native?;
    let samples = samples(mc, world, operands)?;
    let mut arguments: Vec<_> = operands
        .iter()
        .map(|operand| match operand {
            Operand::Constant(value) => *value,
            Operand::Unknown => Value::UNSPECIFIED,
        })
        .collect();
    let mut certain = None;
    for choice in 0..samples.len().pow(unknown.len() as u32) {
        let mut rest = choice;
        for &i in &unknown {
            arguments[i] = samples[rest % samples.len()];
            rest /= samples.len();
        }
        match native(&mut Context { mc, world }, &arguments) {
            Err(Throw::Failure(failure)) if unknown.is_empty() => {
                return Some(failure).filter(|failure| is_mistake(failure));
            }
            Err(Throw::Failure(failure)) if is_because_of_constant(&failure, operands) => certain = Some(failure),
            Err(Throw::Failure(failure)) if failure.kind == ErrorKind::Type => {}
            _ => return None,
        }
    }
    certain
}

/// Whether a failure shows a mistake of the program, and not what files or limits there are.
fn is_mistake(failure: &Failure<'_>) -> bool {
    matches!(failure.kind, ErrorKind::Type | ErrorKind::Range | ErrorKind::DivisionByZero)
}

fn is_because_of_constant<'gc>(failure: &Failure<'gc>, operands: &[Operand<'gc>]) -> bool {
    let is_irritant =
        |operand: &Operand<'gc>| matches!(operand, Operand::Constant(value) if failure.irritants == [*value]);
    failure.kind == ErrorKind::Type && operands.iter().any(is_irritant)
}

/// A value of each type. An immediate one that is also a constant of the call would not tell which
/// of both a failure is about, so it is left out.
fn samples<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, operands: &[Operand<'gc>]) -> Option<Vec<Value<'gc>>> {
    let item = Value::fixnum(1);
    let pair = mc.cons(item, Value::NIL);
    let mut samples = vec![
        item,
        Value::fixnum(0),
        mc.flonum(1.5),
        mc.string("a").ok()?,
        mc.intern("a"),
        Value::char('a'),
        Value::NIL,
        pair,
        mc.cons(pair, Value::NIL),
        Value::TRUE,
        Value::FALSE,
        mc.alloc_filled(Kind::Vector, 1, item).ok()?,
        mc.alloc_bytes(Kind::Bytes, 1).ok()?,
        Table::new(mc, Equivalence::Equal, 0).ok()?.object(),
        world.session.cells.named(mc, "car").slot(global::VALUE)?,
        Value::EOF,
        Value::UNSPECIFIED,
    ];
    let is_constant = |sample: &Value<'gc>| {
        operands.iter().any(|operand| matches!(operand, Operand::Constant(value) if value == sample))
    };
    samples.retain(|sample| !is_constant(sample));
    Some(samples)
}
