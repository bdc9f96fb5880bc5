//! Rewrites `call-with-values` and `apply` whose operands have a known shape.
//!
//! - `(call-with-values (lambda () e) c)`: `(%apply-values c e)`, if `c` is a procedure or a
//!   variable that is never assigned, so that it is the same whenever it is evaluated;
//! - `(%apply-values (lambda (x ...) body) (values e ...))`: `(let ((x e) ...) body)`, as for a
//!   call; a single value is treated like `values` of it;
//! - `(%apply-values c (let (...) e))`: `(let (...) (%apply-values c e))`; likewise for the last
//!   node of a sequence;
//! - `(apply f a ... (list b ...))`: `(f a ... b ...)`, unless `f` is a variable that
//!   the operands might define or assign.

use cairn_middle::ir::{Node, NodeId};
use cairn_middle::primitives::{BuiltinId, Meaning, flag};
use cairn_middle::results;

use super::call::fitting;
use super::{Context, Inliner};

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Rewrites and visits a call with a known shape; returns whether it did.
    pub(super) fn known_shape(
        &mut self,
        id: NodeId,
        builtin: BuiltinId,
        operands: &[NodeId],
        context: Context,
    ) -> bool {
        match (self.ctx.primitives.meaning(builtin), operands) {
            (Some(Meaning::CallWithValues), &[producer, consumer]) => {
                self.call_with_values(id, producer, consumer, context)
            }
            (Some(Meaning::ApplyValues), &[consumer, values]) => self.apply_values(id, consumer, values, context),
            (Some(Meaning::Apply), [function, first @ .., list]) => self.apply(id, *function, first, *list, context),
            _ => false,
        }
    }

    fn is_producer(&self, id: NodeId) -> bool {
        matches!(self.unit.node(id), Node::Lambda(_)) && fitting(self.unit, id, 0).is_some()
    }

    /// Whether a consumer is the same wherever it is evaluated.
    fn is_movable(&self, consumer: NodeId) -> bool {
        match self.unit.node(consumer) {
            Node::Lambda(_) => true,
            Node::Local(var) => !self.unit.var(*var).assigned,
            _ => false,
        }
    }

    fn call_with_values(&mut self, id: NodeId, producer: NodeId, consumer: NodeId, context: Context) -> bool {
        if !self.is_movable(consumer) || !self.is_producer(producer) {
            return false;
        }
        let apply_values = self.ctx.primitives.that_means(Meaning::ApplyValues);
        let span = self.unit.span(producer);
        let operator = self.unit.add(Node::Quote(cairn_gc::Value::UNSPECIFIED), span);
        self.replace(operator, producer);
        *self.unit.node_mut(producer) = Node::Call(operator, Vec::new());
        *self.unit.node_mut(id) = Node::Builtin(apply_values, vec![consumer, producer]);
        self.visit(id, context);
        true
    }

    fn apply_values(&mut self, id: NodeId, consumer: NodeId, values: NodeId, context: Context) -> bool {
        if !self.is_movable(consumer) {
            return false;
        }
        self.visit(values, Context::Value);
        let result = self.result(values);
        let Some(arguments) = self.arguments(result).filter(|list| self.takes(consumer, list.len())) else {
            self.visit(consumer, Context::Value);
            return true;
        };
        let span = self.unit.span(id);
        if arguments == [result] && result != values {
            let node = std::mem::replace(self.unit.node_mut(result), Node::Quote(cairn_gc::Value::UNSPECIFIED));
            let only = self.unit.add(node, span);
            self.enter_values(id, result, values, consumer, vec![only], context);
        } else {
            self.enter_values(id, result, values, consumer, arguments, context);
        }
        true
    }

    /// Moves the call of the consumer to the end of the code that computes the values.
    fn enter_values(
        &mut self,
        id: NodeId,
        result: NodeId,
        values: NodeId,
        consumer: NodeId,
        arguments: Vec<NodeId>,
        context: Context,
    ) {
        self.done.extend(&arguments);
        let call = Node::Call(consumer, arguments);
        if result == values {
            *self.unit.node_mut(id) = call;
            return self.visit(id, context);
        }
        *self.unit.node_mut(result) = call;
        self.visit(result, context);
        self.replace(id, values);
    }

    fn takes(&self, consumer: NodeId, count: usize) -> bool {
        fitting(self.unit, consumer, count).is_some()
    }

    /// The node at the end of bindings and sequences.
    pub(super) fn result(&self, mut id: NodeId) -> NodeId {
        loop {
            id = match self.unit.node(id) {
                Node::Let(_, body) | Node::Fix(_, body) => *body,
                Node::Seq(items) => *items.last().unwrap_or(&id),
                _ => return id,
            };
        }
    }

    /// The operands that produce the values, if their number is known.
    fn arguments(&self, id: NodeId) -> Option<Vec<NodeId>> {
        match self.unit.node(id) {
            Node::Builtin(builtin, operands) => match self.ctx.primitives.row(*builtin) {
                row if row.meaning == Some(Meaning::Values) => Some(operands.clone()),
                row if row.has(flag::PURE) && results::is_single(self.ctx.primitives, self.unit, id) => Some(vec![id]),
                _ => None,
            },
            Node::Quote(_) | Node::Lambda(_) => Some(vec![id]),
            _ => None,
        }
    }

    /// Whether reading a global operator after its operands, as a call does, is equivalent to
    /// reading it before them, as `apply` does.
    fn is_read_alike(&self, function: NodeId, operands: &[NodeId]) -> bool {
        match self.unit.node(function) {
            node @ Node::Global(cell) => {
                node.known_builtin().is_some()
                    || self.is_settled(*cell)
                    || operands.iter().all(|&operand| self.is_nothing(operand))
            }
            _ => true,
        }
    }

    fn apply(&mut self, id: NodeId, function: NodeId, first: &[NodeId], list: NodeId, context: Context) -> bool {
        let rest = match self.unit.node(list) {
            Node::Builtin(builtin, operands) if self.ctx.primitives.meaning(*builtin) == Some(Meaning::List) => {
                operands.clone()
            }
            Node::Quote(value) if value.is_nil() => Vec::new(),
            _ => return false,
        };
        let operands: Vec<_> = first.iter().copied().chain(rest).collect();
        if !self.is_read_alike(function, &operands) {
            return false;
        }
        *self.unit.node_mut(id) = Node::Call(function, operands);
        self.visit(id, context);
        true
    }
}
