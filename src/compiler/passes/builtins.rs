//! Calls of builtins: `(car x)` becomes the operation itself.
//!
//! A global cell that holds a builtin, and that no code assigns, always holds
//! it: imported bindings cannot be changed (R7RS 5.2), and a definition in the
//! interactive environment makes a cell of its own. So a call through such a
//! cell is a call of the builtin, when the number of arguments is right; a wrong
//! one stays a call, and fails when it runs.

use super::Cx;
use crate::compiler::ir::{Node, Unit};
use crate::compiler::primitives::BuiltinId;
use crate::data::global;

/// Replaces calls of known builtins.
pub fn resolve<'gc>(cx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    for i in 0..unit.nodes.len() {
        let Node::Call(operator, operands) = &unit.nodes[i] else { continue };
        let Some(id) = known_builtin(unit.node(*operator)) else { continue };
        if cx.primitives.row(id).arity.accepts(operands.len()) {
            let operands = operands.clone();
            unit.nodes[i] = Node::Builtin(id, operands);
        }
    }
}

/// The builtin that a node is sure to denote.
pub fn known_builtin(node: &Node<'_>) -> Option<BuiltinId> {
    let Node::Global(cell) = node else { return None };
    let flags = cell.slot(global::FLAGS)?.as_fixnum()?;
    if flags & global::ASSIGNED != 0 {
        return None;
    }
    Some(BuiltinId(cell.slot(global::BUILTIN)?.as_fixnum()? as u16))
}
