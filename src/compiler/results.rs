//! Says which expressions have exactly one value.
//!
//! A place for one value and a place for several differ in what they do with several:
//! the first is an error. So the optimiser may move an expression from the first kind of
//! place to the second only when its number of values is known.

use super::ir::{Node, NodeId, Unit};
use super::primitives::{Code, Meaning, Primitive, Primitives, flag};

/// Nodes that are looked at before the answer is no.
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
            // A round of a loop, or a jump to a join point, which is looked at.
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

/// Whether a call of the builtin with this number of arguments gives one value.
fn is_single_call(row: &Primitive, count: usize) -> bool {
    let several = row.has(flag::VALUES) && !(row.meaning == Some(Meaning::Values) && count == 1);
    row.code == Code::Native && !several
}
