//! Finds globals that are defined once and never assigned.
//!
//! A unit is *closed* if it contains all code that may ever change the variables it defines: the
//! last unit of a program after which the host evaluates nothing, or the unit of a library's body,
//! except for variables that its macros may assign. A global variable that such a unit defines
//! once, among its top-level forms, and that no `set!` names, is *known*: after its definition it
//! always has the defined value. The fact recorded is the node of that value; the inliner uses it
//! if it is a procedure, a constant or the name of a builtin. A program that can reach `eval` or
//! `load` has no closed units, because these see all definitions of a script (R7RS 6.12).
//!
//! A form is *active* if it calls anything. Entering a continuation that it captured runs the
//! definitions after it again. So after the first active form, only procedures, constants and
//! builtins are values that stay the same.
//!
//! Before its definition has run, a variable is unbound. Code in a later form runs after the
//! definition. A procedure defined by an earlier form may be called before it: so the pass finds
//! for each form the first active form that may reach it. Code can only call a procedure that it
//! mentions, or that is mentioned by code that ran before it, so one search along mentions serves
//! all forms.
//!
//! Rewrites nothing; three walks over the unit, in linear time.

use std::collections::HashMap;

use cairn_data::global;
use cairn_middle::ir::{Known, Node, NodeId, Unit};
use cairn_middle::primitives::Primitives;

use super::Cx;
use super::capture::may_capture;

/// Fills in `unit.known`.
pub(super) fn find<'gc>(ctx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    if !unit.closed || !ctx.sealed {
        return;
    }
    let changes = changes(unit);
    let forms = unit.top_forms();
    let first_active = forms.iter().position(|&form| may_capture(ctx.primitives, unit, form)).unwrap_or(forms.len());
    for at in 0..unit.top_forms().len() {
        if let Node::Define(cell, init) = *unit.node(unit.top_forms()[at]) {
            let flags = cell.slot(global::FLAGS).and_then(|flags| flags.as_fixnum()).unwrap_or(global::ASSIGNED);
            let is_stable = at < first_active || is_constant(unit.node(init));
            if is_stable && flags & global::ASSIGNED == 0 && changes.get(&cell.bits()) == Some(&1) {
                unit.known.cells.insert(cell.bits(), Known { init, at });
            }
        }
    }
    unit.known.first_runs = first_runs(ctx.primitives, unit);
}

/// Whether running the definition again gives the variable the same value.
fn is_constant(init: &Node<'_>) -> bool {
    matches!(init, Node::Lambda(_) | Node::Quote(_)) || init.known_builtin().is_some()
}

/// The number of definitions and assignments of each cell, by its word.
fn changes(unit: &Unit<'_>) -> HashMap<u64, u32> {
    let mut counts = HashMap::new();
    let mut pending = vec![unit.root];
    while let Some(id) = pending.pop() {
        let node = unit.node(id);
        if let Node::Define(cell, _) | Node::SetGlobal(cell, _) = node {
            *counts.entry(cell.bits()).or_insert(0) += 1;
        }
        node.push_children(&mut pending);
    }
    counts
}

/// For each top-level form, the first form during which its procedures may run.
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
    // A form that is not just a procedure may run its own procedures itself.
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
        node.push_children(&mut pending);
    }
}
