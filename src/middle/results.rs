//! Determines which expressions have exactly one value.
//!
//! A context for one value and a context for several treat multiple values differently: the first
//! raises an error. So the optimiser may move an expression from the first kind of context to the
//! second only if it is known to have one value.

use super::ir::{Node, NodeId, Unit};
use super::primitives::{Code, Meaning, Primitive, Primitives, flag};

/// Nodes examined before the answer is no.
const MOST_LOOKS: u32 = 32;

/// Whether an expression has exactly one value whenever it returns.
pub fn is_single(primitives: &Primitives, unit: &Unit<'_>, id: NodeId) -> bool {
    let mut pending = vec![id];
    let mut looks = 0;
    while let Some(id) = pending.pop() {
        looks += 1;
        match unit.node(id) {
            _ if looks > MOST_LOOKS => return false,
            Node::Quote(_) | Node::Lambda(_) | Node::Local(_) | Node::Global(_) => {}
            Node::Set(..) | Node::SetGlobal(..) | Node::Define(..) => {}
            // The next iteration of a loop, or a jump to a join point, whose target is examined
            // anyway.
            Node::Next(..) => {}
            Node::Builtin(builtin, operands) if is_single_call(primitives.row(*builtin), operands.len()) => {}
            Node::If(_, then, or_else) => pending.extend([*then, *or_else]),
            Node::Seq(items) => pending.extend(items.last()),
            Node::Let(_, body) | Node::Letrec(_, body) | Node::Fix(_, body) | Node::Loop(_, _, body) => {
                pending.push(*body);
            }
            Node::Join(_, _, after, body) => pending.extend([*after, *body]),
            Node::Builtin(..) | Node::Call(..) => return false,
        }
    }
    true
}

/// Whether a call of the builtin with this number of arguments returns one value.
fn is_single_call(row: &Primitive, count: usize) -> bool {
    let several = row.has(flag::VALUES) && !(row.meaning == Some(Meaning::Values) && count == 1);
    row.code == Code::Native && !several
}
