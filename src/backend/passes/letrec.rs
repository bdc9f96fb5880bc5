//! Splits `letrec*` by strongly connected components (Ghuloum and Dybvig, "Fixing Letrec
//! (reloaded)").
//!
//! The bindings of a `Letrec` form a graph: a binding depends on those whose variables its
//! initialiser mentions, and an initialiser that is not a procedure depends on the previous such
//! initialiser. This keeps the order of effects, and a variable that is read too early is still
//! uninitialised. Components, dependencies first, become
//!
//! - a `Let`, for one binding that does not mention itself;
//! - a `Fix`, for procedures whose variables are never assigned;
//! - otherwise variables that start uninitialised and are assigned in order,
//!   with a `Fix` for the procedures among them: each read checks.
//!
//! An initialiser that may capture a continuation can be entered again; it then assigns its
//! variable again, and so do the initialisers after it (R7RS 4.2.2). So such a variable is not
//! bound by a `Let` if a procedure captures it: it starts uninitialised outside all components and
//! is assigned. If only continuations see it, it is bound: a continuation captured between two
//! entries of the initialiser then keeps the value of its own entry. The variables of `letrec` are
//! assigned after all initialisers have been evaluated.

use std::collections::{HashMap, HashSet};

use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::deep::{self, deep};
use cairn_middle::ir::{Node, NodeId, Unit, VarId};
use cairn_middle::primitives::Primitives;

use super::Cx;
use super::capture::may_capture;

/// Replaces every `Letrec`.
pub(super) fn classify<'gc>(ctx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    let captured = captured_variables(unit);
    for i in 0..unit.nodes.len() {
        if !deep::goes_on() {
            return;
        }
        if let Node::Letrec(bindings, body) = &mut unit.nodes[i] {
            let (bindings, body) = (std::mem::take(bindings), *body);
            let span = unit.spans[i];
            let node = split(ctx.primitives, unit, &captured, bindings, body, span);
            unit.nodes[i] = node;
        }
    }
}

/// Whether a procedure other than the one that binds the variable mentions it.
fn captured_variables(unit: &Unit<'_>) -> Vec<bool> {
    let mut owner = vec![unit.root; unit.vars.len()];
    let mut captured = vec![false; unit.vars.len()];
    let mut pending = vec![(unit.root, unit.root)];
    while let Some((id, procedure)) = pending.pop() {
        let node = unit.node(id);
        let mut inner = procedure;
        match node {
            Node::Local(var) | Node::Set(var, _) => captured[var.0 as usize] |= owner[var.0 as usize] != procedure,
            Node::Let(bindings, _)
            | Node::Letrec(bindings, _)
            | Node::Fix(bindings, _)
            | Node::Loop(_, bindings, _) => {
                bindings.iter().for_each(|&(var, _)| owner[var.0 as usize] = procedure);
            }
            Node::Lambda(lambda) => {
                inner = id;
                let vars = lambda.clauses.iter().flat_map(|clause| clause.params.iter().chain(&clause.rest));
                vars.for_each(|var| owner[var.0 as usize] = id);
            }
            _ => {}
        }
        node.each_child(|child| pending.push((child, inner)));
    }
    captured
}

fn split<'gc>(
    primitives: &Primitives,
    unit: &mut Unit<'gc>,
    captured: &[bool],
    mut bindings: Vec<(VarId, NodeId)>,
    mut body: NodeId,
    span: Span,
) -> Node<'gc> {
    // Variables that keep their location when an initialiser is entered again.
    let kept = kept_variables(primitives, unit, captured, &bindings);
    let mut starts = Vec::new();
    body = delay_assignments(unit, &mut bindings, &kept, &mut starts, body, span);
    let graph = dependencies(unit, &bindings);
    let mut inner = body;
    for component in components(&graph).into_iter().rev() {
        let mut part: Vec<_> = component.iter().map(|&i| (i, bindings[i])).collect();
        part.sort_by_key(|&(i, _)| i);
        let recursive = part.len() > 1 || graph[component[0]].contains(&component[0]);
        let part: Vec<_> = part.into_iter().map(|(_, binding)| binding).collect();
        let node = match part[..] {
            [(var, init)] if !recursive && kept.contains(&var) => {
                start_uninitialised(unit, var, false, &mut starts, span);
                let init_span = unit.span(init);
                Node::Seq(vec![unit.add(Node::Set(var, init), init_span), inner])
            }
            _ if !recursive => Node::Let(part, inner),
            _ if part.iter().all(|&binding| is_procedure(unit, binding)) => Node::Fix(part, inner),
            _ => assign_in_order(unit, part, &kept, &mut starts, inner, span),
        };
        inner = unit.add(node, span);
    }
    let node = std::mem::replace(unit.node_mut(inner), Node::Quote(Value::UNSPECIFIED));
    if starts.is_empty() {
        return node;
    }
    let inner = unit.add(node, span);
    Node::Let(starts, inner)
}

fn is_procedure(unit: &Unit<'_>, (var, init): (VarId, NodeId)) -> bool {
    !unit.var(var).assigned && matches!(unit.node(init), Node::Lambda(_))
}

/// Turns a variable into an assigned one, with its location outside all components.
fn start_uninitialised<'gc>(
    unit: &mut Unit<'gc>,
    var: VarId,
    checked: bool,
    starts: &mut Vec<(VarId, NodeId)>,
    span: Span,
) {
    let target = unit.var_mut(var);
    target.assigned = true;
    target.checked |= checked;
    starts.push((var, unit.add(Node::Quote(Value::UNINITIALISED), span)));
}

/// The variables that an initialiser's continuation assigns when it is entered again, visibly to
/// the procedures that captured them. `letrec` assigns all of them.
fn kept_variables(
    primitives: &Primitives,
    unit: &Unit<'_>,
    captured: &[bool],
    bindings: &[(VarId, NodeId)],
) -> HashSet<VarId> {
    let enters = |&binding: &(VarId, NodeId)| !is_procedure(unit, binding) && may_capture(primitives, unit, binding.1);
    let (Some(first), Some(last)) = (bindings.iter().position(enters), bindings.iter().rposition(enters)) else {
        return HashSet::new();
    };
    let is_kept = |&(i, &binding): &(usize, &(VarId, NodeId))| {
        let var = unit.var(binding.0);
        let is_captured = captured.get(binding.0.0 as usize) == Some(&true);
        !is_procedure(unit, binding) && (i >= first && is_captured || i < last && var.parallel && var.assigned)
    };
    bindings.iter().enumerate().filter(is_kept).map(|(_, &(var, _))| var).collect()
}

/// Makes the kept variables of a `letrec` assigned after all initialisers; returns the new body.
fn delay_assignments<'gc>(
    unit: &mut Unit<'gc>,
    bindings: &mut [(VarId, NodeId)],
    kept: &HashSet<VarId>,
    starts: &mut Vec<(VarId, NodeId)>,
    body: NodeId,
    span: Span,
) -> NodeId {
    let mut steps = Vec::new();
    for (var, _) in bindings.iter_mut().filter(|(var, _)| kept.contains(var)) {
        if unit.var(*var).parallel {
            start_uninitialised(unit, *var, true, starts, span);
            let name = unit.var(*var).name.clone();
            let value = unit.add_var(&name);
            let target = std::mem::replace(var, value);
            let value = unit.add(Node::Local(value), span);
            steps.push(unit.add(Node::Set(target, value), span));
        }
    }
    if steps.is_empty() {
        return body;
    }
    steps.push(body);
    unit.add(Node::Seq(steps), span)
}

/// Builds a component that mixes procedures and other initialisers.
fn assign_in_order<'gc>(
    unit: &mut Unit<'gc>,
    part: Vec<(VarId, NodeId)>,
    kept: &HashSet<VarId>,
    outer: &mut Vec<(VarId, NodeId)>,
    body: NodeId,
    span: Span,
) -> Node<'gc> {
    let (procedures, others): (Vec<_>, Vec<_>) = part.into_iter().partition(|&b| is_procedure(unit, b));
    let mut steps = Vec::new();
    let mut own = Vec::new();
    for (var, init) in others {
        let starts = if kept.contains(&var) { &mut *outer } else { &mut own };
        start_uninitialised(unit, var, true, starts, span);
        let init_span = unit.span(init);
        steps.push(unit.add(Node::Set(var, init), init_span));
    }
    steps.push(body);
    let mut inner = unit.add(Node::Seq(steps), span);
    if !procedures.is_empty() {
        inner = unit.add(Node::Fix(procedures, inner), span);
    }
    if own.is_empty() {
        return std::mem::replace(unit.node_mut(inner), Node::Quote(Value::UNSPECIFIED));
    }
    Node::Let(own, inner)
}

/// For each binding, the bindings that must precede it.
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
        node.push_children(&mut pending);
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
