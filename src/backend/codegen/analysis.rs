//! Analyses a unit before code generation: which procedure owns each variable, which variables each
//! procedure captures, and which procedures capture nothing.
//!
//! A `Fix` procedure whose free variables are all such procedures is *closed*: one object serves
//! all its calls, and code reaches it through a hidden global cell instead of capturing it
//! ("Optimizing Closures in O(0) Time", Keep, Hearn, Dybvig).

use std::collections::HashMap;

use cairn_middle::deep::deep;
use cairn_middle::ir::{Node, NodeId, Unit, VarId};

/// A procedure of the unit: one clause of a lambda, or the unit's root.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct FnId(pub u32);

/// Facts about one procedure.
#[derive(Default)]
pub(super) struct Function {
    parent: Option<FnId>,
    /// The `Fix` variable that is bound to this procedure itself.
    pub own_name: Option<VarId>,
    /// The known global variable that holds this procedure itself, by its word.
    pub own_cell: Option<u64>,
    /// Variables of outer procedures that it captures, in order of first mention.
    pub captures: Vec<VarId>,
    index: HashMap<VarId, u16>,
}

/// Facts about a unit.
pub(super) struct Analysis {
    /// Procedures by number; 0 is the root.
    pub functions: Vec<Function>,
    /// The procedure of each clause, by lambda node and clause index.
    pub of_clause: HashMap<(NodeId, usize), FnId>,
    /// Whether some inner procedure captures the variable.
    pub captured: Vec<bool>,
    /// Whether the variable is bound to a closed procedure.
    pub closed: Vec<bool>,
    owner: Vec<FnId>,
    /// Lambda node of each variable bound by a `Fix`.
    pub fix_lambda: HashMap<VarId, NodeId>,
}

/// Analyses a unit.
pub(super) fn analyse(unit: &Unit<'_>) -> Analysis {
    let mut a = Analysis {
        functions: vec![Function::default()],
        of_clause: HashMap::new(),
        captured: vec![false; unit.vars.len()],
        closed: vec![false; unit.vars.len()],
        owner: vec![FnId(0); unit.vars.len()],
        fix_lambda: HashMap::new(),
    };
    let mut mentions = Vec::new();
    collect(&mut a, unit, unit.root, FnId(0), None, &mut mentions);
    find_closed(&mut a, &mentions);
    for (&cell, known) in &unit.known.cells {
        if let Some(&function) = a.of_clause.get(&(known.init, 0)) {
            a.functions[function.0 as usize].own_cell = Some(cell);
        }
    }
    for (function, var) in mentions {
        capture(&mut a, function, var);
    }
    a
}

/// Walks the tree: owners of variables, numbers of procedures, and mentions.
fn collect(
    a: &mut Analysis,
    unit: &Unit<'_>,
    id: NodeId,
    here: FnId,
    name: Option<VarId>,
    mentions: &mut Vec<(FnId, VarId)>,
) {
    let node = unit.node(id);
    match node {
        Node::Local(var) | Node::Set(var, _) => mentions.push((here, *var)),
        Node::Let(bindings, _) | Node::Loop(_, bindings, _) => {
            bindings.iter().for_each(|&(var, _)| a.owner[var.0 as usize] = here);
        }
        Node::Join(_, params, ..) => params.iter().for_each(|var| a.owner[var.0 as usize] = here),
        Node::Fix(bindings, body) => {
            for &(var, init) in bindings {
                a.owner[var.0 as usize] = here;
                a.fix_lambda.insert(var, init);
            }
            for &(var, init) in bindings {
                deep(|| collect(a, unit, init, here, Some(var), mentions));
            }
            return deep(|| collect(a, unit, *body, here, None, mentions));
        }
        Node::Lambda(lambda) => {
            let own_name = name.filter(|_| lambda.clauses.len() == 1);
            for (i, clause) in lambda.clauses.iter().enumerate() {
                let function = FnId(a.functions.len() as u32);
                a.functions.push(Function { parent: Some(here), own_name, ..Function::default() });
                a.of_clause.insert((id, i), function);
                for var in clause.params.iter().chain(&clause.rest) {
                    a.owner[var.0 as usize] = function;
                }
                deep(|| collect(a, unit, clause.body, function, None, mentions));
            }
            return;
        }
        _ => {}
    }
    node.each_child(|child| deep(|| collect(a, unit, child, here, None, mentions)));
}

/// Greatest fixpoint: a `Fix` procedure is closed unless it mentions something
/// that is neither its own nor closed.
fn find_closed(a: &mut Analysis, mentions: &[(FnId, VarId)]) {
    let mut procedure_of: HashMap<FnId, VarId> = HashMap::new();
    for (&var, &lambda) in &a.fix_lambda {
        a.closed[var.0 as usize] = true;
        for i in 0.. {
            let Some(&function) = a.of_clause.get(&(lambda, i)) else { break };
            procedure_of.insert(function, var);
        }
    }
    // The procedures that are no longer closed if a variable is not.
    let mut dependents: HashMap<VarId, Vec<VarId>> = HashMap::new();
    let mut open: Vec<VarId> = Vec::new();
    for &(function, var) in mentions {
        let owner = a.owner[var.0 as usize];
        let mut at = function;
        while at != owner {
            if let Some(&procedure) = procedure_of.get(&at) {
                if a.fix_lambda.contains_key(&var) {
                    dependents.entry(var).or_default().push(procedure);
                } else {
                    open.push(procedure);
                }
            }
            match a.functions[at.0 as usize].parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
    while let Some(var) = open.pop() {
        if std::mem::replace(&mut a.closed[var.0 as usize], false) {
            open.extend(dependents.remove(&var).unwrap_or_default());
        }
    }
}

/// Makes `var` available in `function`: each procedure up to its owner captures it.
fn capture(a: &mut Analysis, function: FnId, var: VarId) {
    if a.closed[var.0 as usize] {
        return;
    }
    let owner = a.owner[var.0 as usize];
    let mut at = function;
    while at != owner {
        let f = &mut a.functions[at.0 as usize];
        if f.own_name == Some(var) {
            return;
        }
        let next = f.captures.len() as u16;
        if *f.index.entry(var).or_insert(next) != next {
            return;
        }
        f.captures.push(var);
        a.captured[var.0 as usize] = true;
        match f.parent {
            Some(parent) => at = parent,
            None => return,
        }
    }
}
