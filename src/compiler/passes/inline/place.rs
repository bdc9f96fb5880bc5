//! `(let ((x e)) body)`: `e` where `x` is, when that changes no order.
//!
//! The body is searched along its order of evaluation. What lies before `x` must
//! not do or see anything that `e` could see or do: constants, procedures, never
//! assigned variables, known global variables, and builtins that cannot fail, look
//! into nothing that may change, and make nothing: for `e` may capture a continuation,
//! and what follows it is new each time it is entered. `x` must not be in a procedure or a loop,
//! which happens by itself, as the search stops there.

use super::super::builtins::known_builtin;
use super::{Inliner, fold};
use crate::compiler::ir::{Node, NodeId, VarId};

/// What a search along the order of evaluation came to.
enum Search {
    /// The place.
    Found(NodeId),
    /// Nothing that matters: go on behind it.
    Passed,
    /// Something that must come after `e`.
    Blocked,
}

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Puts the initialiser where the variable is, when that is possible.
    pub(super) fn put_in_place(&mut self, var: VarId, init: NodeId, body: NodeId) -> bool {
        if self.counts[var.0 as usize] != 1 || self.unit.var(var).assigned {
            return false;
        }
        let mut looks = 40;
        let Search::Found(place) = self.search(body, var, &mut looks) else { return false };
        self.replace(place, init);
        self.counts[var.0 as usize] = 0;
        true
    }

    fn search(&self, id: NodeId, var: VarId, looks: &mut u32) -> Search {
        if *looks == 0 {
            return Search::Blocked;
        }
        *looks -= 1;
        let node = self.unit.node(id);
        match node {
            Node::Local(v) if *v == var => Search::Found(id),
            Node::Local(v) if self.unit.var(*v).assigned => Search::Blocked,
            Node::Local(_) | Node::Quote(_) | Node::Lambda(_) => Search::Passed,
            Node::Global(cell) if known_builtin(node).is_some() || self.is_settled(*cell) => Search::Passed,
            Node::If(test, _, _) => self.search_then(&[*test], var, looks, Search::Blocked),
            Node::Seq(items) => self.search_then(items, var, looks, Search::Passed),
            Node::Builtin(builtin, operands) => {
                let after = if fold::is_timeless(*builtin) { Search::Passed } else { Search::Blocked };
                self.search_then(operands, var, looks, after)
            }
            Node::Call(operator, operands) => self.search_call(*operator, operands, var, looks),
            Node::Set(_, value) | Node::SetGlobal(_, value) | Node::Define(_, value) => {
                self.search_then(&[*value], var, looks, Search::Blocked)
            }
            Node::Let(bindings, body) => {
                let inits: Vec<_> = bindings.iter().map(|&(_, init)| init).chain([*body]).collect();
                self.search_then(&inits, var, looks, Search::Passed)
            }
            Node::Fix(_, body) => self.search_then(&[*body], var, looks, Search::Passed),
            Node::Loop(_, bindings, _) => {
                let inits: Vec<_> = bindings.iter().map(|&(_, init)| init).collect();
                self.search_then(&inits, var, looks, Search::Blocked)
            }
            Node::Next(_, operands) => self.search_then(operands, var, looks, Search::Blocked),
            Node::Global(_) | Node::Letrec(..) => Search::Blocked,
        }
    }

    /// A global operator is read when the call happens, behind the operands.
    fn search_call(&self, operator: NodeId, operands: &[NodeId], var: VarId, looks: &mut u32) -> Search {
        if !matches!(self.unit.node(operator), Node::Global(_)) {
            match self.search(operator, var, looks) {
                Search::Passed => {}
                other => return other,
            }
        }
        self.search_then(operands, var, looks, Search::Blocked)
    }

    /// Searches each in order; `after` when all were passed.
    fn search_then(&self, nodes: &[NodeId], var: VarId, looks: &mut u32, after: Search) -> Search {
        for &node in nodes {
            match self.search(node, var, looks) {
                Search::Passed => {}
                other => return other,
            }
        }
        after
    }
}
