//! Finds the global variables that hold the same value whenever they are read.
//!
//! A unit that is *closed* has all the code that may ever change the variables
//! it defines: the last unit of a program after which the host evaluates nothing, or
//! that of a library's body, without the variables that its macros may assign. A
//! global variable that such a unit defines once, among its top-level forms, and that
//! no `set!` names, is *known*: after its definition its value is that of the
//! definition. The fact is the node of that value; the inliner follows it when it
//! is a procedure, a constant or the name of a builtin. No program that can reach
//! `eval` or `load` has closed units: they see all definitions of a script
//! (R7RS 6.12).
//!
//! A form is *active* if it calls anything. A continuation that it captured runs the definitions behind it again
//! when it is entered. So after the first active form only a procedure, a constant and a
//! builtin are values that stay the same.
//!
//! Before its definition has run, a variable is unbound. Code that stands in a later
//! form runs after it. A procedure that an earlier form defines may be called before:
//! so the pass finds for each form the first *active* form, one that calls anything,
//! that may reach it. Code can only call a procedure that it mentions, or that code
//! which ran before it has mentioned, so one search along mentions serves all forms.
//!
//! Nothing is rewritten here. Three walks over the unit; linear.

use std::collections::HashMap;

use super::Cx;
use super::capture::may_capture;
use crate::compiler::ir::{Known, Node, NodeId, Unit};
use crate::compiler::primitives::Primitives;
use crate::data::global;

/// Fills in `unit.known`.
pub fn find<'gc>(cx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    if !unit.closed || !cx.sealed {
        return;
    }
    let changes = changes(unit);
    let forms = unit.top_forms();
    let first_active = forms.iter().position(|&form| may_capture(cx.primitives, unit, form)).unwrap_or(forms.len());
    for at in 0..unit.top_forms().len() {
        if let Node::Define(cell, init) = *unit.node(unit.top_forms()[at]) {
            let flags = cell.slot(global::FLAGS).and_then(|flags| flags.as_fixnum()).unwrap_or(global::ASSIGNED);
            let is_stable = at < first_active || is_constant(unit.node(init));
            if is_stable && flags & global::ASSIGNED == 0 && changes.get(&cell.bits()) == Some(&1) {
                unit.known.cells.insert(cell.bits(), Known { init, at });
            }
        }
    }
    unit.known.first_runs = first_runs(cx.primitives, unit);
}

/// Whether a definition that runs again gives the variable the same value.
fn is_constant(init: &Node<'_>) -> bool {
    matches!(init, Node::Lambda(_) | Node::Quote(_)) || init.known_builtin().is_some()
}

/// How many definitions and assignments there are of each cell, by its word.
fn changes(unit: &Unit<'_>) -> HashMap<u64, u32> {
    let mut counts = HashMap::new();
    let mut pending = vec![unit.root];
    while let Some(id) = pending.pop() {
        let node = unit.node(id);
        if let Node::Define(cell, _) | Node::SetGlobal(cell, _) = node {
            *counts.entry(cell.bits()).or_insert(0) += 1;
        }
        node.each_child(|child| pending.push(child));
    }
    counts
}

/// For each top-level form, which form is the first during which procedures that stand
/// in it may run.
fn first_runs(primitives: &Primitives, unit: &Unit<'_>) -> Vec<usize> {
    let forms = unit.top_forms();
    let mut defining: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, &form) in forms.iter().enumerate() {
        each_node(unit, form, |node| {
            if let Node::Define(cell, _) = node {
                defining.entry(cell.bits()).or_default().push(at);
            }
        });
    }
    let is_procedure =
        |form: NodeId| matches!(unit.node(form), Node::Define(_, init) if matches!(unit.node(*init), Node::Lambda(_)));
    let mut first = vec![usize::MAX; forms.len()];
    for (at, &form) in forms.iter().enumerate() {
        if !may_capture(primitives, unit, form) {
            continue;
        }
        let mut reached = vec![at];
        while let Some(reached_form) = reached.pop() {
            if first[reached_form] != usize::MAX {
                continue;
            }
            first[reached_form] = at;
            each_node(unit, forms[reached_form], |node| {
                if let Node::Global(cell) = node {
                    reached.extend(defining.get(&cell.bits()).into_iter().flatten());
                }
            });
        }
    }
    // Other forms may run a procedure of their own.
    for (at, run) in first.iter_mut().enumerate().filter(|&(at, _)| !is_procedure(forms[at])) {
        *run = (*run).min(at);
    }
    first
}

fn each_node<'gc>(unit: &Unit<'gc>, root: NodeId, mut f: impl FnMut(&Node<'gc>)) {
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        let node = unit.node(id);
        f(node);
        node.each_child(|child| pending.push(child));
    }
}
