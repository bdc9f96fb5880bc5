//! Copies small procedures, with fresh variables.

use std::collections::HashMap;

use cairn_middle::ir::{Clause, Lambda, LoopId, Moved, Node, NodeId, VarId};

use super::{Fact, Inliner};

/// Fresh names for the bindings of a copy.
#[derive(Default)]
pub(super) struct Fresh {
    vars: HashMap<VarId, VarId>,
    loops: HashMap<LoopId, LoopId>,
    /// The call in whose place the copy stands; none within inner procedures.
    moved: Option<Moved>,
}

impl Fresh {
    /// Names for a copy in place of a call.
    pub(super) fn in_place(moved: Option<Moved>) -> Fresh {
        Fresh { moved, ..Fresh::default() }
    }
}

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Whether the code has at most `limit` nodes.
    pub(super) fn size_within(&self, id: NodeId, limit: usize) -> bool {
        let mut pending = vec![id];
        let mut size = 0;
        while let Some(id) = pending.pop() {
            size += 1;
            if size > limit {
                return false;
            }
            self.unit.node(id).push_children(&mut pending);
        }
        true
    }

    /// A fresh variable with the properties of `var`.
    fn fresh_var(&mut self, var: VarId, fresh: &mut Fresh) -> VarId {
        let new = VarId(self.unit.vars.len() as u32);
        let like = self.unit.var(var).clone();
        self.unit.vars.push(like);
        self.counts.push(0);
        self.facts.push(Fact::None);
        fresh.vars.insert(var, new);
        new
    }

    /// A copy of a clause.
    pub(super) fn copy_clause(&mut self, clause: &Clause, fresh: &mut Fresh) -> Clause {
        let params = clause.params.iter().map(|&var| self.fresh_var(var, fresh)).collect();
        let rest = clause.rest.map(|var| self.fresh_var(var, fresh));
        Clause { params, rest, body: self.copy(clause.body, fresh) }
    }

    /// Copies a small piece of code; the recursion is as deep as the code.
    fn copy(&mut self, id: NodeId, fresh: &mut Fresh) -> NodeId {
        self.budget = self.budget.saturating_sub(1);
        let mut span = self.unit.span(id);
        if let Some(moved) = &mut fresh.moved {
            span = moved.span(&mut self.unit.sites, span);
        }
        let node = match self.unit.node(id).clone() {
            Node::Local(var) => Node::Local(self.mention(var, fresh)),
            Node::Set(var, value) => Node::Set(self.mention(var, fresh), self.copy(value, fresh)),
            Node::SetGlobal(cell, value) => Node::SetGlobal(cell, self.copy(value, fresh)),
            Node::Define(cell, value) => Node::Define(cell, self.copy(value, fresh)),
            Node::If(a, b, c) => Node::If(self.copy(a, fresh), self.copy(b, fresh), self.copy(c, fresh)),
            Node::Seq(items) => Node::Seq(self.copies(&items, fresh)),
            Node::Lambda(lambda) => {
                let moved = fresh.moved.take();
                let clauses = lambda.clauses.iter().map(|clause| self.copy_clause(clause, fresh)).collect();
                fresh.moved = moved;
                Node::Lambda(Box::new(Lambda { name: lambda.name, clauses }))
            }
            Node::Call(operator, operands) => Node::Call(self.copy(operator, fresh), self.copies(&operands, fresh)),
            Node::Builtin(builtin, operands) => Node::Builtin(builtin, self.copies(&operands, fresh)),
            Node::Let(bindings, body) => {
                let (bindings, body) = self.copy_bindings(&bindings, body, fresh);
                Node::Let(bindings, body)
            }
            Node::Letrec(bindings, body) => {
                let (bindings, body) = self.copy_bindings(&bindings, body, fresh);
                Node::Letrec(bindings, body)
            }
            Node::Fix(bindings, body) => {
                let (bindings, body) = self.copy_bindings(&bindings, body, fresh);
                Node::Fix(bindings, body)
            }
            Node::Loop(label, bindings, body) => {
                let new = self.unit.add_loop();
                fresh.loops.insert(label, new);
                let (bindings, body) = self.copy_bindings(&bindings, body, fresh);
                Node::Loop(new, bindings, body)
            }
            Node::Join(label, params, after, body) => {
                let new = self.unit.add_loop();
                fresh.loops.insert(label, new);
                let body = self.copy(body, fresh);
                let params = params.iter().map(|&var| self.fresh_var(var, fresh)).collect();
                Node::Join(new, params, self.copy(after, fresh), body)
            }
            Node::Next(label, operands) => {
                let label = fresh.loops.get(&label).copied().unwrap_or(label);
                Node::Next(label, self.copies(&operands, fresh))
            }
            node @ (Node::Quote(_) | Node::Global(_)) => node,
        };
        self.unit.add(node, span)
    }

    fn copies(&mut self, items: &[NodeId], fresh: &mut Fresh) -> Vec<NodeId> {
        items.iter().map(|&item| self.copy(item, fresh)).collect()
    }

    fn copy_bindings(
        &mut self,
        bindings: &[(VarId, NodeId)],
        body: NodeId,
        fresh: &mut Fresh,
    ) -> (Vec<(VarId, NodeId)>, NodeId) {
        let vars: Vec<_> = bindings.iter().map(|&(var, _)| self.fresh_var(var, fresh)).collect();
        let inits: Vec<_> = bindings.iter().map(|&(_, init)| self.copy(init, fresh)).collect();
        (vars.into_iter().zip(inits).collect(), self.copy(body, fresh))
    }

    fn mention(&mut self, var: VarId, fresh: &Fresh) -> VarId {
        let var = fresh.vars.get(&var).copied().unwrap_or(var);
        self.counts[var.0 as usize] += 1;
        var
    }
}
