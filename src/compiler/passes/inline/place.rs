//! `(let ((x e)) body)`: `e` where `x` is, when that changes no order.
//!
//! The body is searched along its order of evaluation. What lies before `x` must
//! not do or see anything that `e` could see or do: constants, procedures, never
//! assigned variables, known global variables, and builtins that cannot fail, look
//! into nothing that may change, and make nothing: for `e` may capture a continuation,
//! and what follows it is new each time it is entered. For the same reason such an `e`
//! does not move into the scope of an assigned variable: its location is new then, too
//! (R7RS 4.2.2). `x` must not be in a procedure or a loop, which happens by itself, as the
//! search stops there.

use super::super::capture::may_capture;
use super::{Inliner, fold};
use crate::compiler::ir::{Node, NodeId, VarId};
use crate::compiler::results;

/// What a search along the order of evaluation came to.
enum Search {
    /// The place.
    Found(NodeId),
    /// Nothing that matters: go on behind it.
    Passed,
    /// Something that must come after `e`.
    Blocked,
}

/// A search for the place of a variable.
struct Hunt {
    var: VarId,
    /// Whether its initialiser may capture a continuation.
    captures: bool,
    /// Nodes that may still be looked at.
    looks: u32,
}

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Puts the initialiser where the variable is, when that is possible. `others` are
    /// bound with it, outside of the place.
    pub(super) fn put_in_place(&mut self, var: VarId, init: NodeId, others: &[(VarId, NodeId)], body: NodeId) -> bool {
        if self.counts[var.0 as usize] != 1 || self.unit.var(var).assigned {
            return false;
        }
        let mut hunt = Hunt { var, captures: may_capture(self.cx.primitives, self.unit, init), looks: 40 };
        if hunt.captures && self.binds_assigned(others) {
            return false;
        }
        let Search::Found(place) = self.search(body, &mut hunt) else { return false };
        // The end of the body may be a place for several values, a variable is none.
        if place == self.result(body) && !results::is_single(self.cx.primitives, self.unit, init) {
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
                    if fold::is_timeless(self.cx.primitives, *builtin) { Search::Passed } else { Search::Blocked };
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

    /// A global operator is read when the call happens, behind the operands.
    fn search_call(&self, operator: NodeId, operands: &[NodeId], hunt: &mut Hunt) -> Search {
        if !matches!(self.unit.node(operator), Node::Global(_)) {
            match self.search(operator, hunt) {
                Search::Passed => {}
                other => return other,
            }
        }
        self.search_then(operands, hunt, Search::Blocked)
    }

    /// Searches each in order; `after` when all were passed.
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
