//! Makes failed assertions tell the values that they are about.
//!
//! `(assert (f a ...))`, with the builtin, becomes
//! `(let ((x a) ...) (if (f x ...) unspecified (%assertion-failed x ...)))`, where `f` is a
//! variable. The order of evaluation stays: a variable has no effect.
//!
//! Runs before the passes, whichever of them do.

use cairn_gc::Value;
use cairn_middle::ir::{Node, NodeId, Unit, VarId};
use cairn_middle::primitives::{Meaning, Primitives};

/// Operands whose values are told, at most.
const MOST: usize = 8;

/// Rewrites the assertions of a unit.
pub(super) fn tell_values(primitives: &Primitives, unit: &mut Unit<'_>) {
    let assert = primitives.that_means(Meaning::Assert);
    for i in 0..unit.nodes.len() {
        let Node::Call(operator, operands) = &unit.nodes[i] else { continue };
        let &[tested] = &operands[..] else { continue };
        if unit.node(*operator).known_builtin() == Some(assert) {
            tell(primitives, unit, NodeId(i as u32), tested);
        }
    }
}

fn tell(primitives: &Primitives, unit: &mut Unit<'_>, assertion: NodeId, tested: NodeId) -> Option<()> {
    let Node::Call(operator, operands) = unit.node(tested) else { return None };
    if operands.len() > MOST || !matches!(unit.node(*operator), Node::Global(_) | Node::Local(_)) {
        return None;
    }
    let (operator, operands) = (*operator, operands.clone());
    let failed = primitives.find("%assertion-failed")?;
    let span = unit.span(assertion);
    let vars: Vec<VarId> = operands.iter().map(|_| unit.add_temporary("operand")).collect();
    let read = |unit: &mut Unit<'_>| vars.iter().map(|&var| unit.add(Node::Local(var), span)).collect::<Vec<_>>();
    let arguments = read(unit);
    let told = read(unit);
    *unit.node_mut(tested) = Node::Call(operator, arguments);
    let failure = unit.add(Node::Builtin(failed, told), span);
    let nothing = unit.add(Node::Quote(Value::UNSPECIFIED), span);
    let test = unit.add(Node::If(tested, nothing, failure), span);
    *unit.node_mut(assertion) = Node::Let(vars.into_iter().zip(operands).collect(), test);
    Some(())
}
