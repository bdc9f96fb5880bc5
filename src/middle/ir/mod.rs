//! Defines the core language, which the expander produces and the passes rewrite.
//!
//! A [`Unit`] is a piece of a program: an arena of nodes and variables, and the node to run. Nodes
//! refer to each other by index, so that a tree of any depth is dropped without recursion and
//! rewritten in place. Quoted constants and global cells are the only heap references; a unit lives
//! within one mutation, or is traced as part of the root.
//!
//! Invariants, checked by `verify` in debug builds: each node has one parent;
//! each variable is bound once; references lie in the scope of their binding;
//! `assigned` is set for each variable that a `Set` names.

use std::collections::HashMap;

use cairn_data::global;
use cairn_data::source::{Site, Sites, Span, TAIL};
use cairn_gc::{Charge, Value, trace_fields, trace_nothing, trace_variants};

use crate::primitives::BuiltinId;

/// Index of a node in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// Index of a local variable in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct VarId(pub u32);

/// A local variable.
#[derive(Clone, Debug, Default)]
pub struct Var {
    /// Name in the source, for messages.
    pub name: Box<str>,
    /// Whether some `Set` assigns it after its initialisation.
    pub assigned: bool,
    /// Whether it may be read before its initialisation: then it is assigned, starts as
    /// `UNINITIALISED`, and reads check it. Set by the letrec pass.
    pub checked: bool,
    /// Bound by `letrec`: assigned after all its initialisers have been evaluated.
    pub parallel: bool,
    /// A parameter that is only mentioned as the initial value at the same position of the loop
    /// that is the procedure's body. Set by the pass `self_tail_calls`.
    pub entry: bool,
    /// A pass has made it: debuggers do not show it.
    pub temporary: bool,
}

/// One clause of a procedure.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Required parameters.
    pub params: Vec<VarId>,
    /// The parameter that takes further arguments as a list.
    pub rest: Option<VarId>,
    /// The body.
    pub body: NodeId,
}

/// A procedure: `lambda` has one clause, `case-lambda` any number.
#[derive(Clone, Debug)]
pub struct Lambda {
    /// Name, if the context suggests one.
    pub name: Option<Box<str>>,
    /// Clauses, tried in order.
    pub clauses: Vec<Clause>,
}

/// The kind and children of a node.
#[derive(Clone, Debug)]
pub enum Node<'gc> {
    /// A constant.
    Quote(Value<'gc>),
    /// The value of a local variable.
    Local(VarId),
    /// The value of a global cell ([`cairn_gc::Kind::Global`]).
    Global(Value<'gc>),
    /// Assignment of a local variable; its value is unspecified.
    Set(VarId, NodeId),
    /// Assignment of a global cell: an error if it is unbound.
    SetGlobal(Value<'gc>, NodeId),
    /// Definition of a global cell.
    Define(Value<'gc>, NodeId),
    /// Conditional.
    If(NodeId, NodeId, NodeId),
    /// A sequence with the value of its last node. Not empty.
    Seq(Vec<NodeId>),
    /// A procedure.
    Lambda(Box<Lambda>),
    /// A call: the operator, then the operands.
    Call(NodeId, Vec<NodeId>),
    /// A call of a builtin that is known not to be redefined.
    Builtin(BuiltinId, Vec<NodeId>),
    /// Parallel binding.
    Let(Vec<(VarId, NodeId)>, NodeId),
    /// `letrec*`, initialised in order; `letrec`, marked on its variables, differs only if an
    /// initialiser is entered again.
    Letrec(Vec<(VarId, NodeId)>, NodeId),
    /// `Letrec` of procedures alone, whose variables are never assigned.
    Fix(Vec<(VarId, NodeId)>, NodeId),
    /// A loop in its frame: the variables start with these values, and a `Next` in tail position of
    /// the body runs the body again with others. Each iteration has fresh variables. Created by the
    /// passes `loops` and `self_tail_calls`.
    Loop(LoopId, Vec<(VarId, NodeId)>, NodeId),
    /// A join point in its frame: the last node is evaluated first; a `Next` in tail position of it
    /// binds the variables and continues with the first node, whose value becomes the value of the
    /// whole. Created by the pass `loops`.
    Join(LoopId, Vec<VarId>, NodeId, NodeId),
    /// The next iteration of the enclosing loop with this label, or a jump to a join point.
    Next(LoopId, Vec<NodeId>),
}

/// Label of a `Loop` or a `Join`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct LoopId(pub u32);

/// A piece of a program.
#[derive(Clone, Debug)]
pub struct Unit<'gc> {
    /// Nodes by index.
    pub nodes: Vec<Node<'gc>>,
    /// The source position of each node; as long as `nodes`.
    pub spans: Vec<Span>,
    /// The calls in whose place other code stands.
    pub sites: Sites,
    /// Variables by index.
    pub vars: Vec<Var>,
    /// Number of loop labels given out.
    pub loops: u32,
    /// The node to run: the body of a procedure without parameters.
    pub root: NodeId,
    /// No code outside the unit changes the global variables that it defines, and they are not
    /// redefined.
    pub closed: bool,
    /// Its procedure keeps its frame during the last form, so that a backtrace always ends in a
    /// form of the text.
    pub framed: bool,
    /// Global variables whose value the unit determines. Set by the pass `globals`.
    pub known: KnownGlobals,
    /// The memory that it occupies.
    pub charge: Charge,
}

impl Unit<'_> {
    /// Approximate size in bytes.
    pub fn bytes(&self) -> usize {
        // An estimate of the vectors that a node refers to.
        const CHILDREN: usize = 16;
        self.nodes.capacity() * (size_of::<Node<'_>>() + size_of::<Span>() + CHILDREN)
            + self.vars.capacity() * size_of::<Var>()
            + self.sites.0.capacity() * size_of::<Site>()
    }
}

/// Facts about global variables.
#[derive(Clone, Default, Debug)]
pub struct KnownGlobals {
    /// The variables with a known value, by the word of the (tenured) cell.
    pub cells: HashMap<u64, Known>,
    /// For each top-level form, the index of the first form during which its procedures may run.
    pub first_runs: Vec<usize>,
}

impl KnownGlobals {
    /// Whether a variable has its value whenever code of this top-level form runs; `in_procedure`
    /// tells whether the code is inside a procedure.
    pub fn is_defined_for(&self, known: Known, form: usize, in_procedure: bool) -> bool {
        known.at < form || in_procedure && self.first_runs.get(form).is_some_and(|&run| known.at < run)
    }
}

/// A global variable that is defined once and never assigned. Before its definition has run, it is
/// unbound.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The node of its value.
    pub init: NodeId,
    /// Which of the unit's top-level forms defines it.
    pub at: usize,
}

/// Code on its way into the place of a call.
pub struct Moved {
    /// The call, by its number in the unit's sites.
    site: u32,
    /// The calls in the code itself that were replaced before, by their numbers then.
    known: HashMap<u32, u32>,
}

impl Moved {
    /// To the place of this call.
    pub fn to(site: u32) -> Moved {
        Moved { site, known: HashMap::new() }
    }

    /// A span of the code, seen from the new place.
    pub fn span(&mut self, sites: &mut Sites, span: Span) -> Span {
        let site = match span.site_number() {
            0 => self.site,
            inner => self.inner(sites, inner),
        };
        Span { site: site | span.site & TAIL, ..span }
    }

    fn inner(&mut self, sites: &mut Sites, inner: u32) -> u32 {
        // From the innermost call outwards to one that has moved already.
        let mut chain = Vec::new();
        let mut at = inner;
        let mut outer = loop {
            if let Some(&known) = self.known.get(&at) {
                break known;
            }
            if at == 0 {
                break self.site;
            }
            chain.push(at);
            at = sites.0.get(at as usize - 1).map_or(0, |site| site.call.site_number());
        };
        for number in chain.into_iter().rev() {
            let Some(site) = sites.0.get(number as usize - 1).cloned() else { break };
            outer = sites.add(Span { site: outer | site.call.site & TAIL, ..site.call }, site.name);
            self.known.insert(number, outer);
        }
        outer
    }
}

impl<'gc> Default for Unit<'gc> {
    fn default() -> Self {
        Unit {
            nodes: vec![Node::Quote(Value::UNSPECIFIED)],
            spans: vec![Span::NONE],
            sites: Sites::default(),
            vars: Vec::new(),
            loops: 0,
            root: NodeId(0),
            closed: false,
            framed: false,
            known: KnownGlobals::default(),
            charge: Charge::default(),
        }
    }
}

impl<'gc> Unit<'gc> {
    /// Adds a node.
    pub fn add(&mut self, node: Node<'gc>, span: Span) -> NodeId {
        self.nodes.push(node);
        self.spans.push(span);
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Adds a variable.
    pub fn add_var(&mut self, name: &str) -> VarId {
        self.vars.push(Var { name: name.into(), ..Var::default() });
        VarId(self.vars.len() as u32 - 1)
    }

    /// Adds a variable that no program has written, which debuggers do not show.
    pub fn add_temporary(&mut self, name: &str) -> VarId {
        let var = self.add_var(name);
        self.var_mut(var).temporary = true;
        var
    }

    /// A fresh loop label.
    pub fn add_loop(&mut self) -> LoopId {
        self.loops += 1;
        LoopId(self.loops - 1)
    }

    /// Notes that the body of the procedure of this name stands in place of the call at `call`.
    pub fn put_in_place(&mut self, body: NodeId, call: Span, name: Option<&str>) {
        if !call.is_placed() {
            return;
        }
        let mut moved = Moved::to(self.sites.add(call, name.map(Into::into)));
        let mut pending = vec![body];
        while let Some(id) = pending.pop() {
            let span = self.spans[id.0 as usize];
            self.spans[id.0 as usize] = moved.span(&mut self.sites, span);
            let node = self.node(id);
            // The code of an inner procedure runs in frames of its own.
            if !matches!(node, Node::Lambda(_)) {
                node.push_children(&mut pending);
            }
        }
    }

    /// The nodes of the top-level forms.
    pub fn top_forms(&self) -> &[NodeId] {
        match self.node(self.root) {
            Node::Seq(items) => items,
            _ => std::slice::from_ref(&self.root),
        }
    }

    /// The node with this index.
    pub fn node(&self, id: NodeId) -> &Node<'gc> {
        &self.nodes[id.0 as usize]
    }

    /// The node with this index, for replacing it.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node<'gc> {
        &mut self.nodes[id.0 as usize]
    }

    /// The source position of a node.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans[id.0 as usize]
    }

    /// The variable with this index.
    pub fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// The variable with this index, for changing it.
    pub fn var_mut(&mut self, id: VarId) -> &mut Var {
        &mut self.vars[id.0 as usize]
    }

    /// The number of mentions of each variable in reachable nodes.
    pub fn mention_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.vars.len()];
        let mut pending = vec![self.root];
        while let Some(id) = pending.pop() {
            let node = self.node(id);
            if let Node::Local(var) | Node::Set(var, _) = node {
                counts[var.0 as usize] += 1;
            }
            node.push_children(&mut pending);
        }
        counts
    }
}

trace_nothing!(NodeId, VarId, LoopId, Var, Lambda, KnownGlobals);
trace_variants!(Node<'gc> {
    Quote(value),
    Local(var),
    Global(cell),
    Set(var, value),
    SetGlobal(cell, value),
    Define(cell, value),
    If(test, then, otherwise),
    Seq(nodes),
    Lambda(lambda),
    Call(operator, operands),
    Builtin(builtin, operands),
    Let(bindings, body),
    Letrec(bindings, body),
    Fix(bindings, body),
    Loop(label, bindings, body),
    Join(label, params, after, body),
    Next(label, operands),
});
trace_fields!(Unit<'gc> { nodes, spans, sites, vars, loops, root, closed, framed, known, charge });

impl<'gc> Node<'gc> {
    /// The builtin that the node is sure to denote.
    pub fn known_builtin(&self) -> Option<BuiltinId> {
        let Node::Global(cell) = self else { return None };
        let flags = cell.slot(global::FLAGS)?.as_fixnum()?;
        if flags & global::ASSIGNED != 0 {
            return None;
        }
        Some(BuiltinId(cell.slot(global::BUILTIN)?.as_fixnum()? as u16))
    }

    /// Adds the children to the nodes that wait for a visit, in order of evaluation.
    pub fn push_children(&self, pending: &mut Vec<NodeId>) {
        self.each_child(|child| pending.push(child));
    }

    /// Calls `f` on each child, in order of evaluation.
    pub fn each_child(&self, mut f: impl FnMut(NodeId)) {
        match self {
            Node::Quote(_) | Node::Local(_) | Node::Global(_) => {}
            Node::Set(_, value) | Node::SetGlobal(_, value) | Node::Define(_, value) => f(*value),
            Node::If(test, then, or_else) => [*test, *then, *or_else].into_iter().for_each(f),
            Node::Seq(items) | Node::Builtin(_, items) | Node::Next(_, items) => items.iter().copied().for_each(f),
            Node::Lambda(lambda) => lambda.clauses.iter().map(|clause| clause.body).for_each(f),
            Node::Call(operator, operands) => {
                f(*operator);
                operands.iter().copied().for_each(f);
            }
            Node::Join(_, _, after, body) => [*body, *after].into_iter().for_each(f),
            Node::Let(bindings, body)
            | Node::Letrec(bindings, body)
            | Node::Fix(bindings, body)
            | Node::Loop(_, bindings, body) => {
                bindings.iter().map(|&(_, init)| init).for_each(&mut f);
                f(*body);
            }
        }
    }
}
