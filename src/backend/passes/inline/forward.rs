//! Substitutes the expression of a binding used once for its use, where evaluation order is preserved.
//!
//! `(let ((x e)) body)` becomes `body` with `e` in place of `x`. The body is searched in evaluation
//! order. Nothing before `x` may have an effect that `e` could observe, or observe an effect of
//! `e`: only constants, procedures, variables that are never assigned, known global variables, and
//! builtins that cannot fail, read no mutable state and do not allocate; for `e` may capture a
//! continuation, and an object allocated after it is new each time it is entered. For the same
//! reason such an `e` does not move into the scope of an assigned variable, whose location would
//! then be new, too (R7RS 4.2.2). `x` must not be inside a procedure or a loop; the search ends at
//! these anyway.

use cairn_middle::ir::{Node, NodeId, VarId};
use cairn_middle::results;

use super::super::capture::may_capture;
use super::{Inliner, fold};

/// The result of a search in evaluation order.
enum Search {
    /// The mention of the variable.
    Found(NodeId),
    /// Nothing that matters: continue after it.
    Passed,
    /// Something that must be evaluated after `e`.
    Blocked,
}

/// A search for the mention of a variable.
struct Hunt {
    var: VarId,
    /// Whether its initialiser may capture a continuation.
    captures: bool,
    /// Nodes that may still be examined.
    looks: u32,
}

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Replaces the variable by its initialiser, if possible. `others` are bound with it, around
    /// the body.
    pub(super) fn substitute_forward(
        &mut self,
        var: VarId,
        init: NodeId,
        others: &[(VarId, NodeId)],
        body: NodeId,
    ) -> bool {
        if self.counts[var.0 as usize] != 1 || self.unit.var(var).assigned {
            return false;
        }
        let mut hunt = Hunt { var, captures: may_capture(self.ctx.primitives, self.unit, init), looks: 40 };
        if hunt.captures && self.binds_assigned(others) {
            return false;
        }
        let Search::Found(place) = self.search(body, &mut hunt) else { return false };
        // The end of the body may be a context for several values; a variable has one.
        if place == self.result(body) && !results::is_single(self.ctx.primitives, self.unit, init) {
            return false;
        }
        self.replace(place, init);
        self.counts[var.0 as usize] = 0;
        true
    }

    fn binds_assigned(&self, bindings: &[(VarId, NodeId)]) -> bool {
        bindings.iter().any(|&(var, _)| self.unit.var(var).assigned)
    }

    fn search(&self, id: NodeId, hunt: &mut Hunt) -> Search {
        if hunt.looks == 0 {
            return Search::Blocked;
        }
        hunt.looks -= 1;
        let node = self.unit.node(id);
        match node {
            Node::Local(v) if *v == hunt.var => Search::Found(id),
            Node::Local(v) if self.unit.var(*v).assigned => Search::Blocked,
            Node::Local(_) | Node::Quote(_) | Node::Lambda(_) => Search::Passed,
            Node::Global(cell) if node.known_builtin().is_some() || self.is_settled(*cell) => Search::Passed,
            Node::If(test, _, _) => self.search_then(&[*test], hunt, Search::Blocked),
            Node::Seq(items) => self.search_then(items, hunt, Search::Passed),
            Node::Builtin(builtin, operands) => {
                let after =
                    if fold::is_timeless(self.ctx.primitives, *builtin) { Search::Passed } else { Search::Blocked };
                self.search_then(operands, hunt, after)
            }
            Node::Call(operator, operands) => self.search_call(*operator, operands, hunt),
            Node::Set(_, value) | Node::SetGlobal(_, value) | Node::Define(_, value) => {
                self.search_then(&[*value], hunt, Search::Blocked)
            }
            Node::Let(bindings, body) => match self.search_initialisers(bindings, hunt) {
                Search::Passed if hunt.captures && self.binds_assigned(bindings) => Search::Blocked,
                Search::Passed => self.search(*body, hunt),
                other => other,
            },
            Node::Fix(_, body) => self.search(*body, hunt),
            Node::Loop(_, bindings, _) => match self.search_initialisers(bindings, hunt) {
                Search::Passed => Search::Blocked,
                other => other,
            },
            Node::Join(_, _, _, body) => self.search_then(&[*body], hunt, Search::Blocked),
            Node::Next(_, operands) => self.search_then(operands, hunt, Search::Blocked),
            Node::Global(_) | Node::Letrec(..) => Search::Blocked,
        }
    }

    fn search_initialisers(&self, bindings: &[(VarId, NodeId)], hunt: &mut Hunt) -> Search {
        let inits: Vec<_> = bindings.iter().map(|&(_, init)| init).collect();
        self.search_then(&inits, hunt, Search::Passed)
    }

    /// A global operator is read when the call happens, after the operands.
    fn search_call(&self, operator: NodeId, operands: &[NodeId], hunt: &mut Hunt) -> Search {
        if !matches!(self.unit.node(operator), Node::Global(_)) {
            match self.search(operator, hunt) {
                Search::Passed => {}
                other => return other,
            }
        }
        self.search_then(operands, hunt, Search::Blocked)
    }

    /// Searches each node in order; returns `after` if all were passed.
    fn search_then(&self, nodes: &[NodeId], hunt: &mut Hunt, after: Search) -> Search {
        for &node in nodes {
            match self.search(node, hunt) {
                Search::Passed => {}
                other => return other,
            }
        }
        after
    }
}
