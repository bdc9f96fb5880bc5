//! Folds calls of builtins with constant arguments, and derives facts about their results.

use cairn_gc::Value;
use cairn_middle::ir::{Node, NodeId};
use cairn_middle::primitives::BuiltinId;
use cairn_middle::primitives::{Meaning, Primitives, flag};

use super::{Context, Inliner};

/// Whether a call whose value is unused can be removed.
pub(super) fn is_removable(primitives: &Primitives, id: BuiltinId) -> bool {
    primitives.row(id).has(flag::PURE | flag::TOTAL)
}

/// Whether a call always returns the same value: it cannot fail, and neither reads mutable state
/// nor allocates.
pub(super) fn is_timeless(primitives: &Primitives, id: BuiltinId) -> bool {
    primitives.row(id).has(flag::PURE | flag::TOTAL | flag::FOLD)
}

/// Whether a constant is a single word, so that every mention of it is identical.
pub(super) fn is_plain(value: Value<'_>) -> bool {
    !value.is_pointer() || value.is_symbol()
}

impl<'gc> Inliner<'_, '_, 'gc> {
    pub(super) fn builtin(&mut self, id: NodeId, builtin: BuiltinId, operands: Vec<NodeId>, context: Context) {
        if self.known_shape(id, builtin, &operands, context) {
            return;
        }
        let context = match self.ctx.primitives.meaning(builtin) {
            Some(Meaning::Not) => Context::Test,
            _ => Context::Value,
        };
        operands.iter().for_each(|&operand| self.visit(operand, context));
        if let Some(value) = self.folded(builtin, &operands) {
            self.discard(id);
            *self.unit.node_mut(id) = Node::Quote(value);
        }
    }

    fn folded(&mut self, id: BuiltinId, operands: &[NodeId]) -> Option<Value<'gc>> {
        let row = self.ctx.primitives.row(id);
        if !row.has(flag::FOLD) || row.has(flag::LARGE) {
            return None;
        }
        let constant = |&id: &NodeId| match self.unit.node(id) {
            Node::Quote(value) if is_plain(*value) => Some(*value),
            _ => None,
        };
        let values: Vec<_> = operands.iter().map(constant).collect::<Option<_>>()?;
        (self.ctx.compute)(id, &values).filter(|&value| is_plain(value))
    }

    /// Whether the value of a node is always a boolean.
    pub(super) fn is_boolean(&self, id: NodeId) -> bool {
        let mut pending = vec![id];
        let mut looks = 16;
        while let Some(id) = pending.pop() {
            looks -= 1;
            match self.unit.node(id) {
                _ if looks == 0 => return false,
                Node::Quote(value) if value.is_bool() => {}
                Node::Builtin(builtin, _) if self.ctx.primitives.row(*builtin).has(flag::BOOLEAN) => {}
                Node::If(_, then, or_else) => pending.extend([*then, *or_else]),
                Node::Let(_, body) | Node::Fix(_, body) => pending.push(*body),
                Node::Seq(items) => pending.extend(items.last()),
                _ => return false,
            }
        }
        true
    }
}
