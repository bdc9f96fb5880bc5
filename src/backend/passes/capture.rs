//! Tells whether code may capture a continuation, so that the code after it may run again.

use std::collections::HashSet;

use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_middle::primitives::{Code, Primitives};

/// Nodes examined at most.
const LOOKS: usize = 400;

/// Whether evaluating the node may call code outside it: a procedure from elsewhere, or a builtin
/// that is not native. Such code may capture a continuation, or call any procedure that it can
/// reach. Examines a bounded number of nodes and then answers yes.
pub(super) fn may_capture(primitives: &Primitives, unit: &Unit<'_>, id: NodeId) -> bool {
    let mut pending = vec![id];
    let mut looks = LOOKS;
    // Local procedures whose bodies have been searched.
    let mut own = HashSet::new();
    while let Some(id) = pending.pop() {
        if looks == 0 {
            return true;
        }
        looks -= 1;
        match unit.node(id) {
            Node::Lambda(_) => {}
            Node::Letrec(bindings, body) | Node::Fix(bindings, body) => {
                pending.push(*body);
                for &(var, init) in bindings {
                    match unit.node(init) {
                        Node::Lambda(lambda) => {
                            pending.extend(lambda.clauses.iter().map(|clause| clause.body));
                            if !unit.var(var).assigned {
                                own.insert(var);
                            }
                        }
                        _ => pending.push(init),
                    }
                }
            }
            Node::Call(operator, operands) => {
                match unit.node(*operator) {
                    Node::Local(var) if own.contains(var) => {}
                    Node::Lambda(lambda) => pending.extend(lambda.clauses.iter().map(|clause| clause.body)),
                    _ => return true,
                }
                pending.extend(operands);
            }
            Node::Builtin(builtin, _) if primitives.row(*builtin).code != Code::Native => return true,
            node => node.push_children(&mut pending),
        }
    }
    false
}
