//! Finds calls that must fail, and tests whose outcome is certain.

use cairn_data::error::ErrorKind;
use cairn_gc::{Mutation, Value};
use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_vm::world::World;

use super::{Finding, Seen, report, trial};

/// Checks one node.
pub(super) fn check<'gc>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    unit: &Unit<'gc>,
    seen: &Seen,
    id: NodeId,
    findings: &mut Vec<Finding>,
) {
    match unit.node(id) {
        Node::Call(operator, operands) => {
            findings.extend(count(world, unit, seen, id, *operator, operands.len()));
            findings.extend(failing(mc, world, unit, id, *operator, operands));
            findings.extend(missing_else(mc, world, unit, *operator, operands));
            findings.extend(literal(unit, id, *operator));
        }
        Node::If(test, _, _) => findings.extend(always_true(unit, *test)),
        Node::Seq(items) => findings.extend(unreachable_code(world, unit, items)),
        _ => {}
    }
}

fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_string() } else { format!("{count} arguments") }
}

fn count<'gc>(
    world: &World<'gc>,
    unit: &Unit<'gc>,
    seen: &Seen,
    id: NodeId,
    operator: NodeId,
    given: usize,
) -> Option<Finding> {
    let span = unit.span(id);
    if let Some(builtin) = unit.node(operator).known_builtin() {
        let row = world.session.primitives.row(builtin);
        if row.arity.accepts(given) {
            return None;
        }
        let message = format!("wrong number of arguments: {} for {}", arguments(given), row.name);
        return Some(Finding::error(span, ErrorKind::Arity, message).hint(row.doc));
    }
    let procedure = seen.procedure(unit, operator)?;
    let Node::Lambda(lambda) = unit.node(procedure) else { return None };
    let fits = |params: usize, rest: bool| given == params || given > params && rest;
    if lambda.clauses.iter().any(|clause| fits(clause.params.len(), clause.rest.is_some())) {
        return None;
    }
    let name = lambda.name.as_deref().unwrap_or("this procedure");
    let message = format!("wrong number of arguments: {} for {name}", arguments(given));
    let mut finding = Finding::error(span, ErrorKind::Arity, message);
    finding.related = Some((unit.span(procedure), "it is defined here".to_string()));
    Some(finding)
}

/// A call of a builtin that fails whatever the operands that are not constants come to.
fn failing<'gc>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    unit: &Unit<'gc>,
    id: NodeId,
    operator: NodeId,
    operands: &[NodeId],
) -> Option<Finding> {
    let builtin = unit.node(operator).known_builtin()?;
    let failure = trial::failure(mc, world, builtin, &trial::operands(unit, operands))?;
    let message = report::with_irritants(&failure.message, failure.irritants.iter().copied());
    Some(Finding::error(unit.span(id), failure.kind, message).label("this call fails"))
}

/// An `if` without an alternate whose value is an argument of a builtin that must have one.
fn missing_else<'gc>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    unit: &Unit<'gc>,
    operator: NodeId,
    operands: &[NodeId],
) -> Option<Finding> {
    let builtin = unit.node(operator).known_builtin()?;
    let lacks_else = |operand: &NodeId| match unit.node(*operand) {
        Node::If(_, _, otherwise) => {
            matches!(unit.node(*otherwise), Node::Quote(value) if *value == Value::UNSPECIFIED)
        }
        _ => false,
    };
    let at = operands.iter().position(lacks_else)?;
    let mut known = vec![trial::Operand::Unknown; operands.len()];
    known[at] = trial::Operand::Constant(Value::UNSPECIFIED);
    trial::failure(mc, world, builtin, &known)?;
    let name = world.session.primitives.row(builtin).name;
    let message = format!("this form gives no value when its test is false, and {name} needs one");
    Some(
        Finding::warning("missing-else", unit.span(operands[at]), message).hint("add the alternate, or an else clause"),
    )
}

/// A call of a literal.
fn literal(unit: &Unit<'_>, id: NodeId, operator: NodeId) -> Option<Finding> {
    let Node::Quote(value) = unit.node(operator) else { return None };
    let is_data = value.is_fixnum() || value.as_string().is_some() || value.is_pair() || value.as_symbol().is_some();
    let message = "this is not a procedure and cannot be called".to_string();
    is_data.then(|| {
        Finding::error(unit.span(id), ErrorKind::NotProcedure, message)
            .hint("for a list of data write '(...) or (list ...)")
    })
}

/// A test that is a procedure, and so true always.
fn always_true(unit: &Unit<'_>, test: NodeId) -> Option<Finding> {
    let node = unit.node(test);
    let is_procedure = matches!(node, Node::Lambda(_)) || node.known_builtin().is_some();
    let message = "this test is a procedure, which always counts as true".to_string();
    is_procedure.then(|| {
        Finding::warning("always-true", unit.span(test), message)
            .hint("write ((> x 0) ...) for a clause of cond: the test has parentheses of its own")
    })
}

/// Finds code after a call that does not return.
fn unreachable_code<'gc>(world: &World<'gc>, unit: &Unit<'gc>, items: &[NodeId]) -> Option<Finding> {
    let leaves = |id: &NodeId| match unit.node(*id) {
        Node::Call(operator, _) => unit.node(*operator).known_builtin().is_some_and(|builtin| {
            matches!(world.session.primitives.row(builtin).name, "raise" | "error" | "exit" | "emergency-exit")
        }),
        _ => false,
    };
    let at = items.iter().position(leaves)?;
    let next = *items.get(at + 1)?;
    if matches!(unit.node(next), Node::Define(..))
        || items.iter().any(|&item| matches!(unit.node(item), Node::Define(..)))
    {
        return None;
    }
    let message = "this is never evaluated".to_string();
    let mut finding = Finding::warning("unreachable", unit.span(next), message);
    finding.related = Some((unit.span(items[at]), "this does not return".to_string()));
    Some(finding)
}
