//! Turns local procedures that are only called in tail position into loops and join points in their
//! frame: jumps, without closures or calls.
//!
//! `(fix ((f (lambda (x ...) after))) body)`, or the same with `let`, is rewritten if every mention
//! of `f` is the operator of a call with the right number of arguments, and each call is in tail
//! position, outside inner procedures, of `body` (a *start*) or of `after` (an *iteration*).
//! (Kelsey, "A Correspondence between CPS and SSA".)
//!
//! - One start and any number of iterations: the start becomes a `Loop` of `after`, each iteration
//!   a `Next`.
//! - Several starts and no iteration: a `Join`, to which the starts jump.
//! - Several of both: a `Join` whose continuation is a `Loop`.

use cairn_gc::Value;
use cairn_middle::ir::{LoopId, Node, NodeId, Unit, VarId};

use super::Cx;

/// Finds loops and join points, inner ones first: rewriting them exposes tail positions, which may
/// contain calls of outer ones.
pub(super) fn find<'gc>(_: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    let counts = unit.mention_counts();
    for id in candidates(unit).into_iter().rev() {
        if let Node::Fix(bindings, body) | Node::Let(bindings, body) = unit.node(id)
            && let [(var, init)] = bindings[..]
        {
            let body = *body;
            rewrite(unit, &counts, Local { binding: id, var, init, body });
        }
    }
}

/// The nodes that bind a single procedure, outer ones first.
fn candidates(unit: &Unit<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut pending = vec![unit.root];
    while let Some(id) = pending.pop() {
        let node = unit.node(id);
        if let Node::Fix(bindings, _) | Node::Let(bindings, _) = node
            && let [(_, init)] = bindings[..]
            && matches!(unit.node(init), Node::Lambda(_))
        {
            found.push(id);
        }
        node.push_children(&mut pending);
    }
    found
}

/// A node that binds a procedure.
struct Local {
    binding: NodeId,
    var: VarId,
    init: NodeId,
    body: NodeId,
}

fn rewrite(unit: &mut Unit<'_>, counts: &[u32], local: Local) -> Option<()> {
    let Node::Lambda(lambda) = unit.node(local.init) else { return None };
    let [clause] = &lambda.clauses[..] else { return None };
    if clause.rest.is_some() {
        return None;
    }
    let (params, after) = (clause.params.clone(), clause.body);
    let mentions = counts[local.var.0 as usize] as usize;
    let starts = tail_calls_of(unit, local.body, local.var);
    let iterations = if starts.len() == mentions { Vec::new() } else { tail_calls_of(unit, after, local.var) };
    let fits = |&call: &NodeId| operand_count(unit, call) == params.len();
    if starts.is_empty() || starts.len() + iterations.len() != mentions || !starts.iter().chain(&iterations).all(fits) {
        return None;
    }
    let label = unit.add_loop();
    for &iteration in &iterations {
        make_next(unit, label, iteration);
    }
    let place = if let [start] = starts[..] { start } else { local.binding };
    let name = unit.var(local.var).name.clone();
    unit.put_in_place(after, unit.span(place), Some(&name));
    if let [start] = starts[..] {
        make_loop(unit, label, start, params, after);
        replace_by_body(unit, local);
        return Some(());
    }
    let (params, after) =
        if iterations.is_empty() { (params, after) } else { loop_after_join(unit, label, params, after) };
    let join = unit.add_loop();
    for start in starts {
        make_next(unit, join, start);
    }
    *unit.node_mut(local.binding) = Node::Join(join, params, after, local.body);
    Some(())
}

/// The continuation of a join point that is a loop: the variables of the join point, and the loop
/// that starts with them.
fn loop_after_join(unit: &mut Unit<'_>, label: LoopId, params: Vec<VarId>, body: NodeId) -> (Vec<VarId>, NodeId) {
    let span = unit.span(body);
    let mut starts = Vec::with_capacity(params.len());
    let mut bindings = Vec::with_capacity(params.len());
    for var in params {
        let name = unit.var(var).name.clone();
        let start = unit.add_var(&name);
        starts.push(start);
        bindings.push((var, unit.add(Node::Local(start), span)));
    }
    (starts, unit.add(Node::Loop(label, bindings, body), span))
}

fn make_loop(unit: &mut Unit<'_>, label: LoopId, start: NodeId, params: Vec<VarId>, body: NodeId) {
    let arguments = take_arguments(unit, start);
    let bindings = params.into_iter().zip(arguments).collect();
    *unit.node_mut(start) = Node::Loop(label, bindings, body);
}

fn replace_by_body(unit: &mut Unit<'_>, local: Local) {
    let body = std::mem::replace(unit.node_mut(local.body), Node::Quote(Value::UNSPECIFIED));
    let span = unit.span(local.body);
    *unit.node_mut(local.binding) = body;
    unit.spans[local.binding.0 as usize] = span;
}

/// Turns a call into the next iteration of a loop, or a jump to a join point.
pub(super) fn make_next(unit: &mut Unit<'_>, label: LoopId, call: NodeId) {
    let arguments = take_arguments(unit, call);
    *unit.node_mut(call) = Node::Next(label, arguments);
}

fn take_arguments(unit: &mut Unit<'_>, call: NodeId) -> Vec<NodeId> {
    match unit.node_mut(call) {
        Node::Call(_, arguments) => std::mem::take(arguments),
        _ => unreachable!("tail_calls returns calls"),
    }
}

fn tail_calls_of(unit: &Unit<'_>, node: NodeId, var: VarId) -> Vec<NodeId> {
    tail_calls(unit, node, |node| matches!(node, Node::Local(v) if *v == var))
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
            Node::Join(_, _, after, body) => pending.extend([*after, *body]),
            _ => {}
        }
    }
    found
}

/// The number of operands of a call.
pub(super) fn operand_count(unit: &Unit<'_>, call: NodeId) -> usize {
    match unit.node(call) {
        Node::Call(_, operands) => operands.len(),
        _ => 0,
    }
}
