//! Loops in their frame: a local procedure that is only ever called in tail
//! position becomes jumps, without closure and without calls.
//!
//! `(fix ((f (lambda (x ...) body))) ... (f init ...) ...)` becomes a `Loop` when
//! every mention of `f` is the operator of a call with the right number of
//! arguments, exactly one such call stands in the `Fix`'s body, in its tail
//! position, and all others stand in tail position of `f`'s own body, outside
//! inner procedures. The one call from outside is where the loop starts; the
//! others are its next rounds. (Kelsey, "A Correspondence between CPS and SSA".)

use cairn_gc::Value;

use super::Cx;
use crate::compiler::ir::{LoopId, Node, NodeId, Unit, VarId};

/// Finds loops, inner ones first.
pub fn find<'gc>(_: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    let counts = unit.mention_counts();
    for i in (0..unit.nodes.len()).rev() {
        if let Node::Fix(bindings, body) = &unit.nodes[i]
            && let [(var, init)] = bindings[..]
        {
            let body = *body;
            try_loop(unit, &counts, NodeId(i as u32), var, init, body);
        }
    }
}

fn try_loop(unit: &mut Unit<'_>, counts: &[u32], fix: NodeId, var: VarId, init: NodeId, body: NodeId) -> Option<()> {
    let Node::Lambda(lambda) = unit.node(init) else { return None };
    let [clause] = &lambda.clauses[..] else { return None };
    if clause.rest.is_some() {
        return None;
    }
    let (params, loop_body) = (clause.params.clone(), clause.body);
    let is_name = |node: &Node<'_>| matches!(node, Node::Local(v) if *v == var);
    let starts = tail_calls(unit, body, is_name);
    let rounds = tail_calls(unit, loop_body, is_name);
    let [start] = starts[..] else { return None };
    let fits = |&call: &NodeId| operand_count(unit, call) == params.len();
    if 1 + rounds.len() != counts[var.0 as usize] as usize || !fits(&start) || !rounds.iter().all(fits) {
        return None;
    }
    let label = unit.add_loop();
    for round in rounds {
        make_round(unit, label, round);
    }
    make_loop(unit, label, start, params, loop_body);
    let entry = std::mem::replace(unit.node_mut(body), Node::Quote(Value::UNSPECIFIED));
    let span = unit.span(body);
    *unit.node_mut(fix) = entry;
    unit.spans[fix.0 as usize] = span;
    Some(())
}

fn make_loop(unit: &mut Unit<'_>, label: LoopId, start: NodeId, params: Vec<VarId>, body: NodeId) {
    let arguments = take_arguments(unit, start);
    let bindings = params.into_iter().zip(arguments).collect();
    *unit.node_mut(start) = Node::Loop(label, bindings, body);
}

/// Turns a call into the next round of a loop.
pub(super) fn make_round(unit: &mut Unit<'_>, label: LoopId, call: NodeId) {
    let arguments = take_arguments(unit, call);
    *unit.node_mut(call) = Node::Next(label, arguments);
}

fn take_arguments(unit: &mut Unit<'_>, call: NodeId) -> Vec<NodeId> {
    match unit.node_mut(call) {
        Node::Call(_, arguments) => std::mem::take(arguments),
        _ => unreachable!("tail_calls returns calls"),
    }
}

/// The calls in tail position of `node`, outside inner procedures, whose operator
/// is `wanted`.
pub(super) fn tail_calls(unit: &Unit<'_>, node: NodeId, wanted: impl Fn(&Node<'_>) -> bool) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut pending = vec![node];
    while let Some(id) = pending.pop() {
        match unit.node(id) {
            Node::Call(operator, _) if wanted(unit.node(*operator)) => found.push(id),
            Node::If(_, then, or_else) => pending.extend([*then, *or_else]),
            Node::Seq(items) => pending.extend(items.last()),
            Node::Let(_, body) | Node::Letrec(_, body) | Node::Fix(_, body) | Node::Loop(_, _, body) => {
                pending.push(*body);
            }
            _ => {}
        }
    }
    found
}

/// How many operands a call has.
pub(super) fn operand_count(unit: &Unit<'_>, call: NodeId) -> usize {
    match unit.node(call) {
        Node::Call(_, operands) => operands.len(),
        _ => 0,
    }
}
