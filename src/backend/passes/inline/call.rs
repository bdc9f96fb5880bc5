//! Inlines calls of known procedures.

use cairn_gc::Value;
use cairn_middle::ir::{Clause, Moved, Node, NodeId, Unit, VarId};
use cairn_middle::primitives::Meaning;

use super::copy::Fresh;
use super::{Context, DEEPEST, Fact, Inliner, SMALL};

impl<'gc> Inliner<'_, '_, 'gc> {
    pub(super) fn call(&mut self, id: NodeId, operator: NodeId, operands: Vec<NodeId>, context: Context) {
        if !matches!(self.unit.node(operator), Node::Lambda(_)) {
            self.visit(operator, Context::Value);
            if self.call_at_end(id, operator, &operands, context) {
                return;
            }
        }
        if let Some((clause, copied)) = self.callee(id, operator, operands.len()) {
            self.depth += u32::from(copied);
            self.enter(id, &clause, operands, context);
            self.depth -= u32::from(copied);
            return;
        }
        if let Some(builtin) = self.unit.node(operator).known_builtin()
            && self.ctx.primitives.row(builtin).arity.accepts(operands.len())
        {
            *self.unit.node_mut(id) = Node::Builtin(builtin, operands.clone());
            return self.builtin(id, builtin, operands, context);
        }
        if matches!(self.unit.node(operator), Node::Lambda(_)) {
            self.visit(operator, Context::Value);
        }
        self.operands(&operands);
    }

    /// `((let (...) (lambda ...)) e ...)`: moves the call to the small procedure.
    fn call_at_end(&mut self, id: NodeId, operator: NodeId, operands: &[NodeId], context: Context) -> bool {
        let end = self.result(operator);
        if end == operator || fitting(self.unit, end, operands.len()).is_none() || !self.size_within(end, SMALL) {
            return false;
        }
        let span = self.unit.span(end);
        let procedure = self.unit.add(Node::Quote(Value::UNSPECIFIED), span);
        self.replace(procedure, end);
        *self.unit.node_mut(end) = Node::Call(procedure, operands.to_vec());
        self.unit.spans[end.0 as usize] = self.unit.span(id);
        self.visit(end, context);
        self.replace(id, operator);
        true
    }

    /// The clause to put in place of a call, for its own, and whether it is a copy.
    fn callee(&mut self, call: NodeId, operator: NodeId, count: usize) -> Option<(Clause, bool)> {
        match *self.unit.node(operator) {
            Node::Lambda(_) => Some((self.take_clause(call, operator, count)?, false)),
            Node::Local(var) => match self.facts[var.0 as usize] {
                // Copies may have added mentions since.
                Fact::Once(procedure) if self.counts[var.0 as usize] == 1 => {
                    let clause = self.take_clause(call, procedure, count)?;
                    self.facts[var.0 as usize] = Fact::None;
                    self.counts[var.0 as usize] = 0;
                    Some((clause, false))
                }
                Fact::Small(procedure) => {
                    let clause = self.copied(call, procedure, count)?;
                    self.forget(var);
                    Some((clause, true))
                }
                _ => None,
            },
            Node::Global(cell) => {
                let procedure = self.known_global(cell)?;
                if !self.size_within(procedure, SMALL) || self.mentions_global(procedure, cell) {
                    return None;
                }
                Some((self.copied(call, procedure, count)?, true))
            }
            _ => None,
        }
    }

    /// Moves the clause that takes `count` arguments to the place of a call, out of a procedure
    /// that nothing else uses.
    fn take_clause(&mut self, call: NodeId, procedure: NodeId, count: usize) -> Option<Clause> {
        let at = fitting(self.unit, procedure, count)?;
        let node = std::mem::replace(self.unit.node_mut(procedure), Node::Quote(Value::UNSPECIFIED));
        let Node::Lambda(mut lambda) = node else { return None };
        let clause = lambda.clauses.swap_remove(at);
        lambda.clauses.iter().for_each(|other| self.discard(other.body));
        self.unit.put_in_place(clause.body, self.unit.span(call), lambda.name.as_deref());
        Some(clause)
    }

    fn copied(&mut self, call: NodeId, procedure: NodeId, count: usize) -> Option<Clause> {
        if self.depth >= DEEPEST || self.budget < SMALL {
            return None;
        }
        let at = fitting(self.unit, procedure, count)?;
        let Node::Lambda(lambda) = self.unit.node(procedure) else { return None };
        let (clause, name) = (lambda.clauses[at].clone(), lambda.name.clone());
        let place = self.unit.span(call);
        let moved = place.is_placed().then(|| Moved::to(self.unit.sites.add(place, name.as_deref().map(Into::into))));
        Some(self.copy_clause(&clause, &mut Fresh::in_place(moved)))
    }

    fn mentions_global(&self, id: NodeId, cell: Value<'gc>) -> bool {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let node = self.unit.node(id);
            if matches!(node, Node::Global(other) if *other == cell) {
                return true;
            }
            node.push_children(&mut pending);
        }
        false
    }

    /// Turns a call of this clause into a binding of its parameters.
    fn enter(&mut self, id: NodeId, clause: &Clause, operands: Vec<NodeId>, context: Context) {
        let bindings = self.parameters(id, clause, operands);
        *self.unit.node_mut(id) = Node::Let(bindings.clone(), clause.body);
        self.binding(id, bindings, clause.body, context);
    }

    /// Pairs parameters with arguments; the arguments of the rest parameter become a list.
    fn parameters(&mut self, id: NodeId, clause: &Clause, mut operands: Vec<NodeId>) -> Vec<(VarId, NodeId)> {
        let span = self.unit.span(id);
        let further = operands.split_off(clause.params.len());
        let mut bindings: Vec<_> = clause.params.iter().copied().zip(operands).collect();
        if let Some(rest) = clause.rest {
            let list = match further.is_empty() {
                false => Node::Builtin(self.ctx.primitives.that_means(Meaning::List), further),
                true => Node::Quote(Value::NIL),
            };
            bindings.push((rest, self.unit.add(list, span)));
        }
        bindings
    }
}

/// The clause of a procedure that accepts `count` arguments.
pub(super) fn fitting(unit: &Unit<'_>, procedure: NodeId, count: usize) -> Option<usize> {
    let Node::Lambda(lambda) = unit.node(procedure) else { return None };
    lambda.clauses.iter().position(|clause| match clause.rest {
        Some(_) => count >= clause.params.len(),
        None => count == clause.params.len(),
    })
}
