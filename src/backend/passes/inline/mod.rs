//! Inlines procedures and propagates constants; also propagates copies, folds constants and removes
//! dead code. A small relative of Chez Scheme's cp0 (Waddell and Dybvig, "Fast and Effective
//! Procedure Inlining", 1997).
//!
//! It visits each node once, in the context of its use: for its value, as a test, or for its
//! effect. The rewrites are:
//!
//! - a variable that is never assigned and is bound to a constant, to another
//!   such variable or to a builtin: that constant, variable or builtin;
//! - `((lambda (x ...) body) e ...)`: `(let ((x e) ...) body)`; further arguments become a list;
//! - a call of a procedure that a `let` binds: likewise, if it is the only mention of the variable,
//!   or if the procedure is small; the body of a small one is copied. Procedures in known global
//!   variables (`globals`) are treated alike;
//! - a foldable builtin with constant arguments: its value, unless that is an error;
//! - `(if constant a b)`: `a` or `b`; `(if (not a) b c)`: `(if a c b)`;
//! - `(let ((t a)) (if t t b))`: `(if a #t b)`, in a test, or if `a` is always a boolean;
//! - a binding that nothing mentions: dropped, except for its effect;
//! - `(let ((x e)) ...)` whose only mention of `x` is the first thing evaluated: `e` replaces `x`
//!   (`forward`);
//! - constants, procedures and total builtins whose value is unused: dropped;
//! - `call-with-values`, `apply` of known shape: `let` and calls (`values`).
//!
//! Why that is correct: operands keep their order, because `let` evaluates in order as a call does.
//! Assigned variables are never touched, so the variables that a continuation shares or a closure
//! captures remain the same. A procedure's body moves only into the scope of its definition, where
//! its free variables mean the same. A call with a wrong number of arguments remains a call, and
//! fails.
//!
//! Effort: each node is visited once, and each copy once; copied procedures have at most [`SMALL`]
//! nodes, nest at most [`DEEPEST`] deep, and add at most [`GROWTH`] times the size of the program.
//! So the time is linear.
//!
//! Mentions are counted at the start and kept up to date; a count may be too high, which loses some
//! rewrites, but never too low.

mod bind;
mod call;
mod copy;
mod fold;
mod forward;
mod values;

use std::collections::{HashMap, HashSet};

use cairn_gc::Value;
use cairn_middle::deep::deep;
use cairn_middle::ir::{Node, NodeId, Unit, VarId};
use cairn_middle::primitives::Meaning;
use cairn_middle::results;

use super::Cx;

/// Largest number of nodes of a procedure that is copied.
const SMALL: usize = 24;
/// Largest nesting of copies.
const DEEPEST: u32 = 6;
/// Nodes that copying may add for each node of the program.
const GROWTH: usize = 2;

/// Runs the pass.
pub(super) fn inline<'gc>(ctx: &mut Cx<'_, 'gc>, unit: &mut Unit<'gc>) {
    let counts = unit.mention_counts();
    let facts = vec![Fact::None; unit.vars.len()];
    let budget = unit.nodes.len() * GROWTH + 400;
    let mut inliner = Inliner {
        ctx,
        unit,
        counts,
        facts,
        globals: HashMap::new(),
        done: HashSet::new(),
        form: 0,
        in_procedure: false,
        depth: 0,
        budget,
    };
    inliner.root();
}

/// The context of an expression, as in cp0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Context {
    Value,
    Test,
    Effect,
}

/// A known fact about a variable that is never assigned.
#[derive(Clone, Copy)]
enum Fact<'gc> {
    None,
    /// It has this constant as its value.
    Constant(Value<'gc>),
    /// It is equal to this variable, of a wider scope.
    Same(VarId),
    /// It is equal to this cell, which holds a builtin or is a known global variable.
    Global(Value<'gc>),
    /// It is bound to this procedure, mentioned once, and not visited yet.
    Once(NodeId),
    /// It is bound to this procedure, visited and small.
    Small(NodeId),
}

/// Progress of visiting the value of a known global variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Begun,
    Done,
}

struct Inliner<'a, 'b, 'gc> {
    ctx: &'a mut Cx<'b, 'gc>,
    unit: &'a mut Unit<'gc>,
    /// Mentions of each variable.
    counts: Vec<u32>,
    facts: Vec<Fact<'gc>>,
    /// Values of known global variables, begun or visited.
    globals: HashMap<NodeId, Progress>,
    /// Nodes that have been visited and will be met once more.
    done: HashSet<NodeId>,
    /// The top-level form being visited.
    form: usize,
    /// Whether the current node is inside a procedure.
    in_procedure: bool,
    /// Nesting of copies around the current node.
    depth: u32,
    /// Nodes that copies may still add.
    budget: usize,
}

impl<'gc> Inliner<'_, '_, 'gc> {
    /// Visits the top-level forms, which remain separate: the last one provides the value.
    fn root(&mut self) {
        let forms = self.unit.top_forms().to_vec();
        for (at, &form) in forms.iter().enumerate() {
            self.form = at;
            let context = if at + 1 == forms.len() { Context::Value } else { Context::Effect };
            match *self.unit.node(form) {
                Node::Define(_, init) => self.global_value(init, at),
                _ => self.visit(form, context),
            }
        }
    }

    fn visit(&mut self, id: NodeId, context: Context) {
        deep(|| self.visit_here(id, context));
    }

    fn visit_here(&mut self, id: NodeId, context: Context) {
        if !self.done.remove(&id) {
            self.rewrite(id, context);
        }
        if context == Context::Effect {
            self.without_value(id);
        }
    }

    fn rewrite(&mut self, id: NodeId, context: Context) {
        match self.unit.node(id) {
            Node::Quote(_) => {}
            Node::Local(var) => self.local(id, *var),
            Node::Global(cell) => self.global(id, *cell),
            Node::Set(_, value) | Node::SetGlobal(_, value) | Node::Define(_, value) => {
                self.visit(*value, Context::Value);
            }
            Node::If(test, then, or_else) => self.conditional(id, [*test, *then, *or_else], context),
            Node::Seq(items) => self.sequence(id, items.clone(), context),
            Node::Lambda(lambda) => {
                let bodies = lambda.clauses.iter().map(|clause| clause.body).collect();
                self.procedure(bodies);
            }
            Node::Call(operator, operands) => self.call(id, *operator, operands.clone(), context),
            Node::Builtin(builtin, operands) => self.builtin(id, *builtin, operands.clone(), context),
            Node::Let(bindings, body) => self.binding(id, bindings.clone(), *body, context),
            Node::Letrec(bindings, body) | Node::Fix(bindings, body) => {
                self.recursive(id, bindings.clone(), *body, context)
            }
            Node::Loop(_, bindings, body) => {
                let (bindings, body) = (bindings.clone(), *body);
                bindings.iter().for_each(|&(_, init)| self.visit(init, Context::Value));
                self.visit(body, context);
            }
            Node::Join(_, _, after, body) => {
                let (after, body) = (*after, *body);
                self.visit(body, context);
                self.visit(after, context);
            }
            Node::Next(_, operands) => self.operands(&operands.clone()),
        }
    }

    fn operands(&mut self, operands: &[NodeId]) {
        operands.iter().for_each(|&operand| self.visit(operand, Context::Value));
    }

    /// Visits the bodies of a procedure.
    fn procedure(&mut self, bodies: Vec<NodeId>) {
        let outside = std::mem::replace(&mut self.in_procedure, true);
        bodies.into_iter().for_each(|body| self.visit(body, Context::Value));
        self.in_procedure = outside;
    }

    // --- variables --------------------------------------------------------

    fn local(&mut self, id: NodeId, var: VarId) {
        let node = match self.facts[var.0 as usize] {
            Fact::Constant(value) => Node::Quote(value),
            Fact::Same(other) => {
                self.counts[other.0 as usize] += 1;
                Node::Local(other)
            }
            Fact::Global(cell) => Node::Global(cell),
            Fact::None | Fact::Once(_) | Fact::Small(_) => return,
        };
        self.forget(var);
        *self.unit.node_mut(id) = node;
    }

    fn global(&mut self, id: NodeId, cell: Value<'gc>) {
        let Some(init) = self.known_global(cell) else { return };
        match self.unit.node(init) {
            Node::Quote(value) if fold::is_plain(*value) => *self.unit.node_mut(id) = Node::Quote(*value),
            node @ Node::Global(_) if node.known_builtin().is_some() => *self.unit.node_mut(id) = node.clone(),
            _ => {}
        }
    }

    /// The visited node of a global variable's value, if the variable is certain to have it here.
    fn known_global(&mut self, cell: Value<'gc>) -> Option<NodeId> {
        let known = *self.unit.known.cells.get(&cell.bits())?;
        if !self.is_settled(cell) {
            return None;
        }
        deep(|| self.global_value(known.init, known.at));
        (self.globals.get(&known.init) == Some(&Progress::Done)).then_some(known.init)
    }

    /// Whether a global variable is known and certainly defined when it is read here.
    pub(super) fn is_settled(&self, cell: Value<'gc>) -> bool {
        let known = &self.unit.known;
        let value = known.cells.get(&cell.bits());
        value.is_some_and(|&value| known.is_defined_for(value, self.form, self.in_procedure))
    }

    /// Visits the value of a global variable, unless that has begun.
    fn global_value(&mut self, init: NodeId, at: usize) {
        if self.globals.contains_key(&init) {
            return;
        }
        self.globals.insert(init, Progress::Begun);
        let form = std::mem::replace(&mut self.form, at);
        let in_procedure = std::mem::replace(&mut self.in_procedure, false);
        let depth = std::mem::replace(&mut self.depth, 0);
        self.visit(init, Context::Value);
        (self.form, self.in_procedure, self.depth) = (form, in_procedure, depth);
        self.globals.insert(init, Progress::Done);
    }

    /// Records that one mention of a variable is gone.
    fn forget(&mut self, var: VarId) {
        let count = &mut self.counts[var.0 as usize];
        *count = count.saturating_sub(1);
    }

    /// Subtracts the mentions in code that is dropped.
    fn discard(&mut self, id: NodeId) {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let node = std::mem::replace(self.unit.node_mut(id), Node::Quote(Value::UNSPECIFIED));
            if let Node::Local(var) | Node::Set(var, _) = node {
                self.forget(var);
            }
            node.push_children(&mut pending);
        }
    }

    /// Moves the node `from` to `to`.
    fn replace(&mut self, to: NodeId, from: NodeId) {
        let node = std::mem::replace(self.unit.node_mut(from), Node::Quote(Value::UNSPECIFIED));
        *self.unit.node_mut(to) = node;
        self.unit.spans[to.0 as usize] = self.unit.span(from);
    }

    // --- conditionals and sequences ---------------------------------------

    fn conditional(&mut self, id: NodeId, [test, then, or_else]: [NodeId; 3], context: Context) {
        self.visit(test, Context::Test);
        let [mut then, mut or_else] = [then, or_else];
        while let Some(inner) = self.negated(test) {
            self.replace(test, inner);
            (then, or_else) = (or_else, then);
            *self.unit.node_mut(id) = Node::If(test, then, or_else);
        }
        if let Node::Quote(value) = *self.unit.node(test) {
            let (taken, other) = if value.is_true() { (then, or_else) } else { (or_else, then) };
            self.discard(other);
            self.visit(taken, context);
            return self.replace(id, taken);
        }
        self.visit(then, context);
        self.visit(or_else, context);
        self.known_branch(test, then, context);
        let constant = |id: NodeId| match self.unit.node(id) {
            Node::Quote(value) => Some(*value),
            _ => None,
        };
        if let (Some(Value::TRUE), Some(Value::FALSE)) = (constant(then), constant(or_else))
            && (context == Context::Test || self.is_boolean(test))
        {
            self.replace(id, test);
        }
    }

    /// Turns `(if x x a)`, as a test, into `(if x #t a)`.
    fn known_branch(&mut self, test: NodeId, then: NodeId, context: Context) {
        if let (Node::Local(tested), Node::Local(var)) = (self.unit.node(test), self.unit.node(then))
            && tested == var
            && context == Context::Test
            && !self.unit.var(*var).assigned
        {
            self.discard(then);
            *self.unit.node_mut(then) = Node::Quote(Value::TRUE);
        }
    }

    /// The operand of a `not`.
    fn negated(&self, id: NodeId) -> Option<NodeId> {
        let Node::Builtin(builtin, operands) = self.unit.node(id) else { return None };
        (self.ctx.primitives.meaning(*builtin) == Some(Meaning::Not)).then(|| operands[0])
    }

    fn sequence(&mut self, id: NodeId, items: Vec<NodeId>, context: Context) {
        let mut kept = Vec::with_capacity(items.len());
        for (at, &item) in items.iter().enumerate() {
            let last = at + 1 == items.len();
            self.visit(item, if last { context } else { Context::Effect });
            let mut parts = match self.unit.node_mut(item) {
                Node::Seq(inner) => std::mem::take(inner),
                _ => vec![item],
            };
            if let Some(&end) = parts.last()
                && !last
                && self.discard_nothing(end)
            {
                parts.pop();
            }
            kept.append(&mut parts);
        }
        self.make_sequence(id, kept);
    }

    fn make_sequence(&mut self, id: NodeId, items: Vec<NodeId>) {
        match items[..] {
            [] => *self.unit.node_mut(id) = Node::Quote(Value::UNSPECIFIED),
            [single] => self.replace(id, single),
            _ => *self.unit.node_mut(id) = Node::Seq(items),
        }
    }

    // --- effects ----------------------------------------------------------

    /// Reduces a visited node whose value is unused to its effects.
    fn without_value(&mut self, id: NodeId) {
        if matches!(self.unit.node(id), Node::Quote(_)) {
            return;
        }
        if self.is_nothing(id) {
            return self.discard(id);
        }
        if let Node::Builtin(builtin, operands) = self.unit.node(id)
            && fold::is_removable(self.ctx.primitives, *builtin)
            && operands.iter().all(|&operand| results::is_single(self.ctx.primitives, self.unit, operand))
        {
            let operands = operands.clone();
            let effects = operands.into_iter().filter(|&operand| !self.discard_nothing(operand)).collect();
            self.make_sequence(id, effects);
        }
    }

    fn discard_nothing(&mut self, id: NodeId) -> bool {
        let nothing = self.is_nothing(id);
        if nothing {
            self.discard(id);
        }
        nothing
    }

    /// Whether evaluating the node has no effect and cannot fail. Examines a bounded number of
    /// nodes and then answers no.
    fn is_nothing(&self, id: NodeId) -> bool {
        let mut pending = vec![id];
        let mut looks = 32;
        while let Some(id) = pending.pop() {
            looks -= 1;
            let node = self.unit.node(id);
            let single = |&id: &NodeId| results::is_single(self.ctx.primitives, self.unit, id);
            let simple = match node {
                Node::Quote(_) | Node::Seq(_) | Node::Fix(..) => true,
                Node::If(test, ..) => single(test),
                Node::Let(bindings, _) => bindings.iter().all(|(_, init)| single(init)),
                Node::Lambda(_) => continue,
                Node::Local(var) => !self.unit.var(*var).checked,
                Node::Global(_) => node.known_builtin().is_some(),
                Node::Builtin(builtin, operands) => {
                    fold::is_removable(self.ctx.primitives, *builtin) && operands.iter().all(single)
                }
                _ => false,
            };
            if !simple || looks == 0 {
                return false;
            }
            node.push_children(&mut pending);
        }
        true
    }
}
