//! Verifies the invariants of the core language between passes, in debug builds:
//!
//! - each reachable node has one parent, so that it may be changed in place;
//! - each variable is bound once, and referred to only in its scope;
//! - a variable that is the target of a `Set` is marked as assigned;
//! - a `Next` stands in tail position of its own `Loop`, with as many operands
//!   as the loop has variables, and no procedure lies between the two.
//!
//! One walk with a stack of its own; linear in the size of the unit.

use std::collections::HashMap;

use cairn_middle::ir::{LoopId, Node, NodeId, Unit, VarId};

/// Describes the first fault of a unit, if there is one.
pub(super) fn fault(unit: &Unit<'_>) -> Option<String> {
    let mut walk = Walk {
        unit,
        seen: vec![false; unit.nodes.len()],
        bound: vec![Scope::Never; unit.vars.len()],
        loops: HashMap::new(),
        pending: vec![Step::Visit(unit.root, true)],
    };
    while let Some(step) = walk.pending.pop() {
        if let Err(fault) = walk.step(step) {
            return Some(fault);
        }
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Never,
    Open,
    Closed,
}

/// The remaining steps, the next one last.
enum Step {
    /// A node; whether it is in tail position of all loops in scope.
    Visit(NodeId, bool),
    Bind(Vec<VarId>),
    Unbind(Vec<VarId>),
    /// These loops are in scope from here on.
    Loops(HashMap<LoopId, usize>),
}

struct Walk<'a, 'gc> {
    unit: &'a Unit<'gc>,
    seen: Vec<bool>,
    bound: Vec<Scope>,
    /// Loops in scope, with their numbers of variables.
    loops: HashMap<LoopId, usize>,
    pending: Vec<Step>,
}

impl Walk<'_, '_> {
    fn step(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Visit(id, tail) => self.visit(id, tail)?,
            Step::Bind(vars) => {
                for var in vars {
                    let scope = &mut self.bound[var.0 as usize];
                    if *scope != Scope::Never {
                        return Err(format!("{} is bound twice", self.name(var)));
                    }
                    *scope = Scope::Open;
                }
            }
            Step::Unbind(vars) => vars.iter().for_each(|var| self.bound[var.0 as usize] = Scope::Closed),
            Step::Loops(loops) => self.loops = loops,
        }
        Ok(())
    }

    fn name(&self, var: VarId) -> String {
        format!("{} ({})", self.unit.var(var).name, var.0)
    }

    fn visit(&mut self, id: NodeId, tail: bool) -> Result<(), String> {
        if std::mem::replace(&mut self.seen[id.0 as usize], true) {
            return Err(format!("node {} has two parents", id.0));
        }
        match self.unit.node(id) {
            Node::Local(var) => self.in_scope(*var)?,
            Node::Set(var, value) => {
                self.in_scope(*var)?;
                if !self.unit.var(*var).assigned {
                    return Err(format!("{} is assigned and not marked", self.name(*var)));
                }
                self.operands(&[*value]);
            }
            Node::If(test, then, or_else) => {
                self.pending.extend([Step::Visit(*or_else, tail), Step::Visit(*then, tail)]);
                self.operands(&[*test]);
            }
            Node::Seq(items) => {
                let Some((last, others)) = items.split_last() else { return Err("an empty sequence".into()) };
                self.pending.push(Step::Visit(*last, tail));
                self.operands(others);
            }
            Node::Lambda(lambda) => self.lambda(lambda),
            Node::Let(bindings, body) => self.binding(bindings, *body, tail),
            Node::Letrec(bindings, body) | Node::Fix(bindings, body) => self.recursive(bindings, *body, tail),
            Node::Loop(label, bindings, body) => self.enter_loop(*label, bindings, *body, tail),
            Node::Join(label, params, after, body) => self.enter_join(*label, params, *after, *body, tail),
            Node::Next(label, operands) => {
                if !tail || self.loops.get(label) != Some(&operands.len()) {
                    return Err(format!("a round of loop {} out of place", label.0));
                }
                self.operands(operands);
            }
            node => {
                let mut children = Vec::new();
                node.push_children(&mut children);
                self.operands(&children);
            }
        }
        Ok(())
    }

    fn in_scope(&self, var: VarId) -> Result<(), String> {
        match self.bound[var.0 as usize] {
            Scope::Open => Ok(()),
            _ => Err(format!("{} is out of scope", self.name(var))),
        }
    }

    /// Visits nodes that are not in tail position.
    fn operands(&mut self, nodes: &[NodeId]) {
        self.pending.extend(nodes.iter().rev().map(|&node| Step::Visit(node, false)));
    }

    fn scope(&mut self, vars: Vec<VarId>, body: NodeId, tail: bool) {
        self.pending.push(Step::Unbind(vars.clone()));
        self.pending.push(Step::Visit(body, tail));
        self.pending.push(Step::Bind(vars));
    }

    fn binding(&mut self, bindings: &[(VarId, NodeId)], body: NodeId, tail: bool) {
        let (vars, inits): (Vec<_>, Vec<_>) = bindings.iter().copied().unzip();
        self.scope(vars, body, tail);
        self.operands(&inits);
    }

    fn recursive(&mut self, bindings: &[(VarId, NodeId)], body: NodeId, tail: bool) {
        let (vars, inits): (Vec<_>, Vec<_>) = bindings.iter().copied().unzip();
        self.pending.push(Step::Unbind(vars.clone()));
        self.pending.push(Step::Visit(body, tail));
        self.operands(&inits);
        self.pending.push(Step::Bind(vars));
    }

    fn lambda(&mut self, lambda: &cairn_middle::ir::Lambda) {
        self.pending.push(Step::Loops(self.loops.clone()));
        for clause in &lambda.clauses {
            let vars = clause.params.iter().chain(&clause.rest).copied().collect();
            self.scope(vars, clause.body, true);
        }
        self.pending.push(Step::Loops(HashMap::new()));
    }

    /// A join point that is not in tail position hides the loops around it.
    fn enter_join(&mut self, label: LoopId, params: &[VarId], after: NodeId, body: NodeId, tail: bool) {
        let outer = if tail { self.loops.clone() } else { HashMap::new() };
        let mut inner = outer.clone();
        inner.insert(label, params.len());
        self.pending.push(Step::Loops(self.loops.clone()));
        self.scope(params.to_vec(), after, true);
        self.pending.push(Step::Loops(outer));
        self.pending.push(Step::Visit(body, true));
        self.pending.push(Step::Loops(inner));
    }

    /// A loop that is not in tail position hides those around it.
    fn enter_loop(&mut self, label: LoopId, bindings: &[(VarId, NodeId)], body: NodeId, tail: bool) {
        let mut inner = if tail { self.loops.clone() } else { HashMap::new() };
        inner.insert(label, bindings.len());
        self.pending.push(Step::Loops(self.loops.clone()));
        let (vars, inits): (Vec<_>, Vec<_>) = bindings.iter().copied().unzip();
        self.scope(vars, body, true);
        self.pending.push(Step::Loops(inner));
        self.operands(&inits);
    }
}
