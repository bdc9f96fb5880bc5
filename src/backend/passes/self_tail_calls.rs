//! Turns self tail calls into iterations of a loop around the procedure's body.
//!
//! In `(define f (lambda (x ...) ... (f e ...) ...))`, where the global variable is known
//! (`globals`), and in `(fix ((f (lambda (x ...) ... (f e ...) ...))) ...)`, the tail calls in the
//! body, outside inner procedures and with the right number of arguments, become jumps back to its
//! start:
//!
//! `(lambda (x' ...) (loop L ((x x') ...) ... (next L e ...) ...))`
//!
//! The procedure is the same object whenever it is read, so the call would come back to this code;
//! a loop creates fresh variables in each iteration, as a call does. Other calls, from outside or
//! not in tail position, remain. The new parameters are mentioned nowhere else and are marked as
//! *entries*, so that the code generator puts each into the register of its loop variable.
//!
//! Runs after `loops`, which removes procedures altogether where it can. Each body is searched once
//! along its tail positions: linear in the size of the unit times the nesting of procedures in tail
//! position, because a `Lambda` ends the search.

use cairn_middle::ir::{Node, NodeId, Unit, VarId};

use super::Cx;
use super::loops::{make_next, operand_count, tail_calls};

/// The name by which a procedure calls itself.
#[derive(Clone, Copy)]
enum Name {
    Global(u64),
    Local(VarId),
}

/// Rewrites the self tail calls.
pub(super) fn find<'gc>(_: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    for (name, procedure) in named_procedures(unit) {
        let Node::Lambda(lambda) = unit.node(procedure) else { continue };
        let [clause] = &lambda.clauses[..] else { continue };
        if clause.rest.is_some() {
            continue;
        }
        let (params, body) = (clause.params.clone(), clause.body);
        let mut calls = tail_calls(unit, body, |node| is_named(node, name));
        calls.retain(|&call| operand_count(unit, call) == params.len());
        if !calls.is_empty() {
            make_loop(unit, procedure, params, body, &calls);
        }
    }
}

fn named_procedures(unit: &Unit<'_>) -> Vec<(Name, NodeId)> {
    let mut found: Vec<_> = unit.known.cells.iter().map(|(&cell, known)| (Name::Global(cell), known.init)).collect();
    found.sort_by_key(|&(_, procedure)| procedure);
    let mut pending = vec![unit.root];
    while let Some(id) = pending.pop() {
        let node = unit.node(id);
        if let Node::Fix(bindings, _) = node {
            found.extend(bindings.iter().map(|&(var, procedure)| (Name::Local(var), procedure)));
        }
        node.push_children(&mut pending);
    }
    found
}

fn is_named(node: &Node<'_>, name: Name) -> bool {
    match (node, name) {
        (Node::Global(cell), Name::Global(bits)) => cell.bits() == bits,
        (Node::Local(var), Name::Local(own)) => *var == own,
        _ => false,
    }
}

fn make_loop(unit: &mut Unit<'_>, procedure: NodeId, params: Vec<VarId>, body: NodeId, calls: &[NodeId]) {
    let label = unit.add_loop();
    for &call in calls {
        make_next(unit, label, call);
    }
    let span = unit.span(body);
    let mut entries = Vec::with_capacity(params.len());
    let mut bindings = Vec::with_capacity(params.len());
    for var in params {
        let name = unit.var(var).name.clone();
        let entry = unit.add_var(&name);
        unit.var_mut(entry).entry = true;
        entries.push(entry);
        bindings.push((var, unit.add(Node::Local(entry), span)));
    }
    let body = unit.add(Node::Loop(label, bindings, body), span);
    if let Node::Lambda(lambda) = unit.node_mut(procedure) {
        lambda.clauses[0].params = entries;
        lambda.clauses[0].body = body;
    }
}
