//! Facts about global variables: which of them hold the same value whenever they
//! are read.
//!
//! A unit that is *closed* has all the code that may ever change the variables
//! it defines: the last unit of a program, or that of a library's body. A global
//! variable that such a unit defines once, among its top-level forms, and that no
//! `set!` names, is *known*: behind its definition its value is that of the
//! definition. The fact is the node of that value; the inliner follows it when it
//! is a procedure, a constant or the name of a builtin. No program that can reach
//! `eval` or `load` has closed units: they see all definitions of a script
//! (R7RS 6.12).
//!
//! Nothing is rewritten here. Two walks over the unit; linear.

use std::collections::HashMap;

use super::Cx;
use crate::compiler::ir::{Known, Node, Unit, global};

/// What may change variables from outside.
const OUTSIDE: &[&str] = &["eval", "load", "%load", "interaction-environment", "%environment-here"];

/// Fills in `unit.known`.
pub fn find<'gc>(cx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    let world = &cx.context.world;
    if !unit.closed || world.interactive || OUTSIDE.iter().any(|name| world.cells.is_made(name)) {
        return;
    }
    let changes = changes(unit);
    for at in 0..unit.top_forms().len() {
        if let Node::Define(cell, init) = *unit.node(unit.top_forms()[at]) {
            let flags = cell.slot(global::FLAGS).and_then(|flags| flags.as_fixnum()).unwrap_or(global::ASSIGNED);
            if flags & global::ASSIGNED == 0 && changes.get(&cell.bits()) == Some(&1) {
                unit.known.0.insert(cell.bits(), Known { init, at });
            }
        }
    }
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
