//! `letrec*` by strongly connected components (Ghuloum and Dybvig, "Fixing Letrec
//! (reloaded)").
//!
//! The bindings of a `Letrec` form a graph: a binding depends on those whose
//! variables its initialiser mentions, and an initialiser that is no procedure
//! depends on the one before it that is none: this keeps the order of effects, and
//! a variable that is read too early stays uninitialised when it is. Components,
//! dependencies first, become
//!
//! - a `Let`, for one binding that does not mention itself;
//! - a `Fix`, for procedures whose variables are never assigned;
//! - otherwise variables that start uninitialised and are assigned in order,
//!   with a `Fix` for the procedures among them: each read checks.

use std::collections::HashMap;

use cairn_gc::Value;

use super::Cx;
use crate::compiler::deep::{self, deep};
use crate::compiler::ir::{Node, NodeId, Unit, VarId};
use crate::data::source::Span;

/// Removes every `Letrec`.
pub fn classify<'gc>(_: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    for i in 0..unit.nodes.len() {
        if !deep::goes_on() {
            return;
        }
        if let Node::Letrec(bindings, body) = &mut unit.nodes[i] {
            let (bindings, body) = (std::mem::take(bindings), *body);
            let span = unit.spans[i];
            unit.nodes[i] = split(unit, bindings, body, span);
        }
    }
}

fn split<'gc>(unit: &mut Unit<'gc>, bindings: Vec<(VarId, NodeId)>, body: NodeId, span: Span) -> Node<'gc> {
    let graph = dependencies(unit, &bindings);
    let mut inner = body;
    for component in components(&graph).into_iter().rev() {
        let mut part: Vec<_> = component.iter().map(|&i| (i, bindings[i])).collect();
        part.sort_by_key(|&(i, _)| i);
        let recursive = part.len() > 1 || graph[component[0]].contains(&component[0]);
        let part: Vec<_> = part.into_iter().map(|(_, binding)| binding).collect();
        let node = if !recursive {
            Node::Let(part, inner)
        } else if part.iter().all(|&binding| is_procedure(unit, binding)) {
            Node::Fix(part, inner)
        } else {
            assign_in_order(unit, part, inner, span)
        };
        inner = unit.add(node, span);
    }
    std::mem::replace(unit.node_mut(inner), Node::Quote(Value::UNSPECIFIED))
}

fn is_procedure(unit: &Unit<'_>, (var, init): (VarId, NodeId)) -> bool {
    !unit.var(var).assigned && matches!(unit.node(init), Node::Lambda(_))
}

/// A component of procedures and other things that need each other.
fn assign_in_order<'gc>(unit: &mut Unit<'gc>, part: Vec<(VarId, NodeId)>, body: NodeId, span: Span) -> Node<'gc> {
    let (procedures, others): (Vec<_>, Vec<_>) = part.into_iter().partition(|&b| is_procedure(unit, b));
    let mut steps = Vec::new();
    let mut starts = Vec::new();
    for (var, init) in others {
        let target = unit.var_mut(var);
        target.assigned = true;
        target.checked = true;
        starts.push((var, unit.add(Node::Quote(Value::UNINITIALISED), span)));
        let init_span = unit.span(init);
        steps.push(unit.add(Node::Set(var, init), init_span));
    }
    steps.push(body);
    let mut inner = unit.add(Node::Seq(steps), span);
    if !procedures.is_empty() {
        inner = unit.add(Node::Fix(procedures, inner), span);
    }
    Node::Let(starts, inner)
}

/// For each binding, the bindings that must come before it.
fn dependencies(unit: &Unit<'_>, bindings: &[(VarId, NodeId)]) -> Vec<Vec<usize>> {
    let index: HashMap<VarId, usize> = bindings.iter().enumerate().map(|(i, &(var, _))| (var, i)).collect();
    let mut last_effect = None;
    bindings
        .iter()
        .enumerate()
        .map(|(i, &(_, init))| {
            let mut uses = Vec::new();
            mentions(unit, init, &mut |var| uses.extend(index.get(&var)));
            if !matches!(unit.node(init), Node::Lambda(_)) {
                uses.extend(last_effect.replace(i));
            }
            uses.sort_unstable();
            uses.dedup();
            uses
        })
        .collect()
}

/// Calls `f` on each variable that the expression mentions.
fn mentions(unit: &Unit<'_>, node: NodeId, f: &mut dyn FnMut(VarId)) {
    let mut pending = vec![node];
    while let Some(id) = pending.pop().filter(|_| deep::goes_on()) {
        let node = unit.node(id);
        if let Node::Local(var) | Node::Set(var, _) = node {
            f(*var);
        }
        node.each_child(|child| pending.push(child));
    }
}

/// Strongly connected components, dependencies first (Tarjan).
fn components(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut tarjan = Tarjan {
        graph,
        order: vec![usize::MAX; graph.len()],
        low: vec![0; graph.len()],
        on_stack: vec![false; graph.len()],
        stack: Vec::new(),
        next: 0,
        found: Vec::new(),
    };
    for i in 0..graph.len() {
        if tarjan.order[i] == usize::MAX {
            tarjan.visit(i);
        }
    }
    tarjan.found
}

struct Tarjan<'a> {
    graph: &'a [Vec<usize>],
    order: Vec<usize>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    found: Vec<Vec<usize>>,
}

impl Tarjan<'_> {
    fn visit(&mut self, i: usize) {
        self.order[i] = self.next;
        self.low[i] = self.next;
        self.next += 1;
        self.stack.push(i);
        self.on_stack[i] = true;
        for at in 0..self.graph[i].len() {
            let j = self.graph[i][at];
            if self.order[j] == usize::MAX {
                deep(|| self.visit(j));
                self.low[i] = self.low[i].min(self.low[j]);
            } else if self.on_stack[j] {
                self.low[i] = self.low[i].min(self.order[j]);
            }
        }
        if self.low[i] == self.order[i] {
            let at = self.stack.iter().rposition(|&j| j == i).expect("`i` is pushed above, and popped only here");
            let component = self.stack.split_off(at);
            component.iter().for_each(|&j| self.on_stack[j] = false);
            self.found.push(component);
        }
    }
}
