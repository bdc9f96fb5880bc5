//! Inlines let bindings: records facts for propagation and drops unused bindings.

use cairn_gc::Value;
use cairn_middle::ir::{Node, NodeId, VarId};
use cairn_middle::results;

use super::{Context, Fact, Inliner, SMALL};

impl<'gc> Inliner<'_, '_, 'gc> {
    pub(super) fn binding(&mut self, id: NodeId, bindings: Vec<(VarId, NodeId)>, body: NodeId, context: Context) {
        for &(var, init) in &bindings {
            self.initialiser(var, init);
        }
        self.visit(body, context);
        let mut kept = Vec::with_capacity(bindings.len());
        for (var, init) in bindings {
            self.unvisited(var, init);
            if self.counts[var.0 as usize] == 0
                && self.is_nothing(init)
                && results::is_single(self.ctx.primitives, self.unit, init)
            {
                self.discard(init);
            } else {
                kept.push((var, init));
            }
        }
        self.finish(id, kept, body, context);
    }

    /// Visits an initialiser and records the fact it implies about the variable.
    fn initialiser(&mut self, var: VarId, init: NodeId) {
        let count = self.counts[var.0 as usize];
        let constant = !self.unit.var(var).assigned;
        if constant && count == 1 && matches!(self.unit.node(init), Node::Lambda(_)) {
            self.facts[var.0 as usize] = Fact::Once(init);
            return;
        }
        self.visit(init, Context::Value);
        if count == 0 && results::is_single(self.ctx.primitives, self.unit, init) {
            self.without_value(init);
        }
        if constant {
            self.facts[var.0 as usize] = self.fact(init);
        }
    }

    fn fact(&self, init: NodeId) -> Fact<'gc> {
        match self.unit.node(init) {
            Node::Quote(value) => Fact::Constant(*value),
            Node::Local(other) if !self.unit.var(*other).assigned => Fact::Same(*other),
            node @ Node::Global(cell) if node.known_builtin().is_some() || self.is_settled(*cell) => {
                Fact::Global(*cell)
            }
            Node::Lambda(_) if self.size_within(init, SMALL) => Fact::Small(init),
            _ => Fact::None,
        }
    }

    /// Visits a procedure that was deferred to its only call but turned out not to be called;
    /// discards it if nothing mentions it.
    fn unvisited(&mut self, var: VarId, init: NodeId) {
        if let Fact::Once(procedure) = self.facts[var.0 as usize] {
            self.facts[var.0 as usize] = Fact::None;
            if self.counts[var.0 as usize] == 0 {
                self.discard(procedure);
            } else {
                self.visit(init, Context::Value);
            }
        }
    }

    /// Builds the node from the remaining bindings of a `let`.
    fn finish(&mut self, id: NodeId, mut kept: Vec<(VarId, NodeId)>, body: NodeId, context: Context) {
        while let Some((&(var, init), others)) = kept.split_last() {
            if !self.substitute_forward(var, init, others, body) {
                break;
            }
            kept.pop();
        }
        match kept[..] {
            [] => self.replace(id, body),
            [(var, init)]
                if self.counts[var.0 as usize] == 0 && results::is_single(self.ctx.primitives, self.unit, init) =>
            {
                self.effect_then(id, init, body);
            }
            [(var, init)] if self.is_or(var, init, body, context) => self.make_or(id, var, init, body),
            _ => *self.unit.node_mut(id) = Node::Let(kept, body),
        }
    }

    /// Turns `(let ((x e)) body)` without mention of `x` into a sequence.
    fn effect_then(&mut self, id: NodeId, effect: NodeId, body: NodeId) {
        let mut items = Vec::new();
        for part in [effect, body] {
            match self.unit.node_mut(part) {
                Node::Seq(inner) => items.append(inner),
                _ => items.push(part),
            }
        }
        *self.unit.node_mut(id) = Node::Seq(items);
    }

    /// Whether this is `(let ((t a)) (if t t b))` without other mention of `t`, where the `t` in
    /// the branch can be replaced by `#t`.
    fn is_or(&self, var: VarId, init: NodeId, body: NodeId, context: Context) -> bool {
        let Node::If(test, then, _) = self.unit.node(body) else { return false };
        let is_var = |id: &NodeId| matches!(self.unit.node(*id), Node::Local(v) if *v == var);
        is_var(test)
            && is_var(then)
            && self.counts[var.0 as usize] == 2
            && !self.unit.var(var).assigned
            && (context == Context::Test || self.is_boolean(init))
    }

    fn make_or(&mut self, id: NodeId, var: VarId, init: NodeId, body: NodeId) {
        let Node::If(_, then, or_else) = *self.unit.node(body) else { return };
        *self.unit.node_mut(then) = Node::Quote(Value::TRUE);
        self.counts[var.0 as usize] = 0;
        *self.unit.node_mut(id) = Node::If(init, then, or_else);
    }

    pub(super) fn recursive(&mut self, id: NodeId, bindings: Vec<(VarId, NodeId)>, body: NodeId, context: Context) {
        for &(_, init) in &bindings {
            self.visit(init, Context::Value);
        }
        self.visit(body, context);
        if matches!(self.unit.node(id), Node::Fix(..))
            && bindings.iter().all(|&(var, _)| self.counts[var.0 as usize] == 0)
        {
            bindings.iter().for_each(|&(_, init)| self.discard(init));
            self.replace(id, body);
        }
    }
}
