//! Prints core language as text, for `cairn expand` and the golden tests.
//!
//! Local variables are numbered by name (`x.0`, `x.1`), so that no two are taken
//! for each other; of several global cells of one name the later ones are marked
//! (`x~1`). Each top-level node starts a line. The walk keeps its own stack.

use std::collections::HashMap;
use std::fmt::Write;

use cairn_data::code::PART;
use cairn_data::error::Result;
use cairn_data::global;
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::identifier::name_of;
use cairn_middle::ir::{Clause, Lambda, LoopId, Node, NodeId, Unit, VarId};
use cairn_middle::primitives::Primitives;
use cairn_text::printer::{Style, print};

/// The unit as text.
///
/// # Errors
/// When a constant cannot be printed: out of memory.
pub fn unparse<'gc>(mc: Mutation<'gc>, primitives: &Primitives, unit: &Unit<'gc>) -> Result<'gc, String> {
    let mut printer = Printer {
        mc,
        primitives,
        unit,
        out: String::new(),
        stack: Vec::new(),
        vars: var_names(unit),
        cells: Cells::default(),
    };
    match unit.node(unit.root) {
        Node::Seq(nodes) => {
            for &node in nodes {
                printer.print(node)?;
                printer.out.push('\n');
            }
        }
        _ => {
            printer.print(unit.root)?;
            printer.out.push('\n');
        }
    }
    Ok(printer.out)
}

/// The facts that the pass `globals` has found, one a line: which variables have a known value
/// once which form has run, and which form is the first that may run the procedures of each.
/// Forms are numbered from 1.
pub fn facts(unit: &Unit<'_>) -> String {
    let mut out = String::new();
    for (at, &form) in unit.top_forms().iter().enumerate() {
        let Node::Define(cell, _) = *unit.node(form) else { continue };
        let name = cell.slot(global::NAME).map_or("?", name_of);
        let Some(known) = unit.known.cells.get(&cell.bits()).filter(|known| known.at == at) else { continue };
        let _ = write!(out, "; {name} is known after form {}", at + 1);
        let is_procedure = matches!(unit.node(known.init), Node::Lambda(_));
        let first = unit.known.first_runs.get(at).filter(|&&first| is_procedure && first < unit.top_forms().len());
        if let Some(first) = first {
            let _ = write!(out, "; its code may run from form {} on", first + 1);
        }
        out.push('\n');
    }
    out
}

fn var_names(unit: &Unit<'_>) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut number = |name| {
        let count = counts.entry(name).or_default();
        *count += 1;
        *count - 1
    };
    unit.vars.iter().map(|var| format!("{}.{}", var.name, number(&*var.name))).collect()
}

/// Names given to global cells, by the word of the cell.
#[derive(Default)]
struct Cells {
    names: HashMap<u64, String>,
    counts: HashMap<String, usize>,
}

impl Cells {
    fn name(&mut self, cell: Value<'_>) -> &str {
        let counts = &mut self.counts;
        self.names.entry(cell.bits()).or_insert_with(|| {
            let name = cell.slot(global::NAME).map_or("?", name_of).to_string();
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            if *count == 1 { name } else { format!("{name}~{}", *count - 1) }
        })
    }
}

/// The next thing to print.
enum Piece {
    Node(NodeId),
    Text(String),
}

struct Printer<'a, 'gc> {
    mc: Mutation<'gc>,
    primitives: &'a Primitives,
    unit: &'a Unit<'gc>,
    out: String,
    stack: Vec<Piece>,
    vars: Vec<String>,
    cells: Cells,
}

impl<'a, 'gc> Printer<'a, 'gc> {
    fn print(&mut self, root: NodeId) -> Result<'gc, ()> {
        self.stack.push(Piece::Node(root));
        while let Some(piece) = self.stack.pop() {
            match piece {
                Piece::Text(text) => self.out.push_str(&text),
                Piece::Node(id) => {
                    let at = self.stack.len();
                    self.node(id)?;
                    self.stack[at..].reverse();
                }
            }
        }
        Ok(())
    }

    // The code below appends pieces in the order in which they are to be printed.

    fn text(&mut self, text: impl Into<String>) {
        self.stack.push(Piece::Text(text.into()));
    }

    fn operands(&mut self, operands: &[NodeId]) {
        for &operand in operands {
            self.text(" ");
            self.stack.push(Piece::Node(operand));
        }
        self.text(")");
    }

    fn var(&self, var: VarId) -> String {
        self.vars[var.0 as usize].clone()
    }

    fn node(&mut self, id: NodeId) -> Result<'gc, ()> {
        let unit = self.unit;
        match unit.node(id) {
            Node::Quote(value) => self.constant(*value)?,
            Node::Local(var) => self.text(self.var(*var)),
            Node::Global(cell) => {
                let name = self.cells.name(*cell).to_string();
                self.text(name);
            }
            Node::Set(var, value) => self.operation(format!("set! {}", self.var(*var)), &[*value]),
            Node::SetGlobal(cell, value) => {
                let head = format!("set! {}", self.cells.name(*cell));
                self.operation(head, &[*value]);
            }
            Node::Define(cell, value) => {
                let head = format!("define {}", self.cells.name(*cell));
                self.operation(head, &[*value]);
            }
            Node::If(test, then, otherwise) => self.operation("if", &[*test, *then, *otherwise]),
            Node::Seq(nodes) => self.operation("begin", nodes),
            Node::Lambda(lambda) => self.lambda(lambda),
            Node::Call(operator, operands) => {
                self.text("(");
                self.stack.push(Piece::Node(*operator));
                self.operands(operands);
            }
            Node::Builtin(builtin, operands) => self.operation(self.primitives.row(*builtin).name, operands),
            Node::Let(bindings, body) => self.bindings("let".into(), bindings, *body),
            Node::Letrec(bindings, body) => {
                let parallel = bindings.first().is_some_and(|&(var, _)| self.unit.var(var).parallel);
                self.bindings(if parallel { "letrec" } else { "letrec*" }.into(), bindings, *body)
            }
            Node::Fix(bindings, body) => self.bindings("fix".into(), bindings, *body),
            Node::Loop(label, bindings, body) => self.bindings(format!("loop {}", label_name(*label)), bindings, *body),
            Node::Join(label, params, after, body) => self.join(*label, params, *after, *body),
            Node::Next(label, operands) => self.operation(format!("next {}", label_name(*label)), operands),
        }
        Ok(())
    }

    fn operation(&mut self, head: impl Into<String>, operands: &[NodeId]) {
        self.text("(");
        self.text(head);
        self.operands(operands);
    }

    fn join(&mut self, label: LoopId, params: &[VarId], after: NodeId, body: NodeId) {
        let params: Vec<String> = params.iter().map(|&var| self.var(var)).collect();
        self.text(format!("(join {} ({}) ", label_name(label), params.join(" ")));
        self.stack.push(Piece::Node(after));
        self.text(" ");
        self.stack.push(Piece::Node(body));
        self.text(")");
    }

    fn constant(&mut self, value: Value<'gc>) -> Result<'gc, ()> {
        let mut text = String::new();
        if value.is_pair() || value.is_nil() || value.is_symbol() || value.has_kind(cairn_gc::Kind::Vector) {
            text.push('\'');
        }
        print(self.mc, value, Style::Write, &mut text)?;
        self.text(text);
        Ok(())
    }

    fn bindings(&mut self, head: String, bindings: &[(VarId, NodeId)], body: NodeId) {
        self.text(format!("({head} ("));
        for (i, &(var, value)) in bindings.iter().enumerate() {
            let space = if i == 0 { "" } else { " " };
            self.text(format!("{space}({} ", self.var(var)));
            self.stack.push(Piece::Node(value));
            self.text(")");
        }
        self.text(")");
        self.operands(&[body]);
    }

    fn lambda(&mut self, lambda: &Lambda) {
        // The expander names what it makes of parts of a form; programs have no such names.
        let name = lambda.name.as_deref().filter(|&name| name != PART);
        match (lambda.clauses.as_slice(), name) {
            ([clause], None) => {
                self.text(format!("(lambda {}", self.formals(None, clause)));
                self.operands(&[clause.body]);
            }
            ([clause], Some(name)) => {
                self.text(format!("(named-lambda {}", self.formals(Some(name), clause)));
                self.operands(&[clause.body]);
            }
            (clauses, _) => {
                self.text("(case-lambda");
                for clause in clauses {
                    self.text(format!(" ({}", self.formals(None, clause)));
                    self.operands(&[clause.body]);
                }
                self.text(")");
            }
        }
    }

    fn formals(&self, name: Option<&str>, clause: &Clause) -> String {
        let names = name.map(str::to_string).into_iter().chain(clause.params.iter().map(|&var| self.var(var)));
        let names: Vec<String> = names.collect();
        match clause.rest {
            Some(rest) if names.is_empty() => self.var(rest),
            Some(rest) => format!("({} . {})", names.join(" "), self.var(rest)),
            None => format!("({})", names.join(" ")),
        }
    }
}

fn label_name(label: LoopId) -> String {
    format!("L{}", label.0)
}
