//! Makes a unit count which of its lines run.
//!
//! In front of the first expression of each line, in the order of evaluation, and of each
//! branch and each body of a procedure stands a call of a builtin that counts. A form that defines a
//! global variable stays a form of the top level, and what is a procedure where it is bound
//! stays one, so that the other passes find what they look for.

use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_middle::primitives::BuiltinId;

/// Where a counter stands: its number, and what tells lines from each other.
pub type Point = (usize, u64);

/// Puts calls of `count` into the unit. `point` gives the point of a place, if it is one of
/// a text whose lines are counted.
pub fn instrument<'gc>(unit: &mut Unit<'gc>, count: BuiltinId, mut point: impl FnMut(Span) -> Option<Point>) {
    let mut pending = Vec::new();
    let forms: Vec<NodeId> = unit.top_forms().to_vec();
    let mut counted = Vec::with_capacity(forms.len() * 2);
    for form in forms {
        let here = point(unit.span(form));
        if let Some((number, _)) = here {
            counted.push(counter(unit, count, number));
        }
        counted.push(form);
        pending.push((form, here.map(|(_, line)| line), false));
    }
    let is_sequence = matches!(unit.node(unit.root), Node::Seq(_));
    if is_sequence {
        *unit.node_mut(unit.root) = Node::Seq(counted);
    } else if let [first, _] = counted[..] {
        let moved = copy(unit, unit.root);
        pending[0].0 = moved;
        *unit.node_mut(unit.root) = Node::Seq(vec![first, moved]);
    }
    while let Some((id, line, is_start)) = pending.pop() {
        visit(unit, count, &mut point, &mut pending, id, line, is_start);
    }
}

/// Counts at a node, when it begins a line, branch or body, and puts its children on the list.
fn visit<'gc>(
    unit: &mut Unit<'gc>,
    count: BuiltinId,
    point: &mut impl FnMut(Span) -> Option<Point>,
    pending: &mut Vec<(NodeId, Option<u64>, bool)>,
    mut id: NodeId,
    mut line: Option<u64>,
    is_start: bool,
) {
    let is_atom = matches!(unit.node(id), Node::Quote(_) | Node::Local(_) | Node::Global(_));
    let stays = matches!(unit.node(id), Node::Lambda(_) | Node::Define(..));
    if !stays
        && (is_start || !is_atom)
        && let Some((number, here)) = point(unit.span(id))
        && (is_start || line != Some(here))
    {
        line = Some(here);
        let moved = copy(unit, id);
        let counter = counter(unit, count, number);
        *unit.node_mut(id) = Node::Seq(vec![counter, moved]);
        id = moved;
    }
    let starts = matches!(unit.node(id), Node::Lambda(_));
    let test = match unit.node(id) {
        Node::If(test, ..) => Some(*test),
        _ => None,
    };
    let is_if = test.is_some();
    unit.node(id).each_child(|child| pending.push((child, line, starts || (is_if && test != Some(child)))));
}

/// The node at a number of its own.
fn copy(unit: &mut Unit<'_>, id: NodeId) -> NodeId {
    let node = std::mem::replace(unit.node_mut(id), Node::Quote(Value::UNSPECIFIED));
    let span = unit.span(id);
    unit.add(node, span)
}

fn counter(unit: &mut Unit<'_>, count: BuiltinId, number: usize) -> NodeId {
    let number = unit.add(Node::Quote(Value::fixnum(number as i64)), Span::NONE);
    unit.add(Node::Builtin(count, vec![number]), Span::NONE)
}
