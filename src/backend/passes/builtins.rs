//! Turns calls of builtins into operations: `(car x)` becomes the operation itself.
//!
//! A global cell that holds a builtin and that no code assigns always holds it: imported bindings
//! cannot be changed (R7RS 5.2), and a definition in the interactive environment creates its own
//! cell. So a call through such a cell is a call of the builtin if the number of arguments is
//! right; otherwise it remains a call, and fails when it runs.
//!
//! If later code may change what a name means, as in sessions and in code that `eval` evaluates,
//! the cell is a copy of the builtin's. A call that would be an instruction then checks whether the
//! cell is unchanged:
//!
//! `(let ((x a) ...) (if (%unchanged? cell) (%builtin x ...) (cell x ...)))`

use cairn_data::global;
use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_middle::primitives::BuiltinId;

use super::Cx;

/// Replaces calls of known builtins.
pub(super) fn resolve<'gc>(ctx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    for i in 0..unit.nodes.len() {
        let Node::Call(operator, operands) = &unit.nodes[i] else { continue };
        if let Some(id) = unit.node(*operator).known_builtin() {
            if ctx.primitives.row(id).arity.accepts(operands.len()) {
                let operands = operands.clone();
                unit.nodes[i] = Node::Builtin(id, operands);
            }
        } else if let Some(id) = present_builtin(unit.node(*operator))
            && let Some(unchanged) = ctx.primitives.find("%unchanged?")
            && (ctx.is_instruction)(ctx.primitives.row(id), operands.len())
        {
            let (operator, operands) = (*operator, operands.clone());
            ask_first(unit, NodeId(i as u32), [unchanged, id], operator, operands);
        }
    }
}

/// The builtin that a cell holds while it is unchanged.
fn present_builtin(node: &Node<'_>) -> Option<BuiltinId> {
    let Node::Global(cell) = node else { return None };
    Some(BuiltinId(cell.slot(global::BUILTIN)?.as_fixnum()? as u16))
}

/// Guards a call through a cell: the operation itself if the cell is unchanged, else the call.
fn ask_first(
    unit: &mut Unit<'_>,
    call: NodeId,
    [unchanged, id]: [BuiltinId; 2],
    operator: NodeId,
    operands: Vec<NodeId>,
) {
    let &Node::Global(cell) = unit.node(operator) else { return };
    let span = unit.span(call);
    let mut bindings = Vec::new();
    let mut again = Vec::with_capacity(operands.len());
    let mut own = Vec::with_capacity(operands.len());
    for operand in operands {
        let copy = match unit.node(operand) {
            Node::Quote(value) => Node::Quote(*value),
            Node::Local(var) if !unit.var(*var).assigned => Node::Local(*var),
            _ => {
                let var = unit.add_temporary("operand");
                bindings.push((var, operand));
                own.push(unit.add(Node::Local(var), span));
                again.push(unit.add(Node::Local(var), span));
                continue;
            }
        };
        own.push(operand);
        again.push(unit.add(copy, span));
    }
    let cell = unit.add(Node::Quote(cell), span);
    let test = unit.add(Node::Builtin(unchanged, vec![cell]), span);
    let operation = unit.add(Node::Builtin(id, own), span);
    let general = unit.add(Node::Call(operator, again), span);
    let choice = Node::If(test, operation, general);
    *unit.node_mut(call) = if bindings.is_empty() {
        choice
    } else {
        let choice = unit.add(choice, span);
        Node::Let(bindings, choice)
    };
}
