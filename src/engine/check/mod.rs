//! Checks programs without running them: names that nothing defines, calls that must fail, and
//! code that is likely a mistake.
//!
//! Code that is certain to fail when it runs is an error; all else is a warning with a name, which a
//! comment `cairn: allow NAME` on the same line or the line before switches off.

mod calls;
mod habits;
mod outline;
mod trial;
mod words;

use std::collections::{HashMap, HashSet};

use cairn_data::diagnostic::{Code, Details};
use cairn_data::error::{ErrorKind, Result};
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Mutation, Value};
use cairn_middle::ir::{Node, NodeId, Unit};
use cairn_vm::world::World;

use super::advice::text;
use super::mistake::Mistake;
use super::{Engine, Report, report};

/// Something that was found, before its place is looked up.
struct Finding {
    span: Span,
    /// The name of the warning; none for an error.
    warning: Option<&'static str>,
    kind: ErrorKind,
    message: String,
    label: String,
    related: Option<(Span, String)>,
    hint: String,
}

impl Finding {
    fn error(span: Span, kind: ErrorKind, message: String) -> Finding {
        Finding { span, warning: None, kind, message, label: String::new(), related: None, hint: String::new() }
    }

    fn warning(name: &'static str, span: Span, message: String) -> Finding {
        Finding { warning: Some(name), ..Finding::error(span, ErrorKind::Syntax, message) }
    }

    fn hint(self, hint: &str) -> Finding {
        Finding { hint: hint.to_string(), ..self }
    }

    fn label(self, label: &str) -> Finding {
        Finding { label: label.to_string(), ..self }
    }
}

/// Facts about the units of a program.
#[derive(Default)]
struct Checker {
    findings: Vec<Finding>,
    /// Global cells that some unit defines, by their words.
    defined: HashSet<u64>,
    /// References to cells that nothing had defined yet: cell, name, place, assigned.
    open: Vec<(u64, String, Span, bool)>,
    /// The program can define more while it runs.
    evaluates: bool,
}

/// Procedures by which a program can define what its text does not.
const EVALUATORS: [&str; 4] = ["eval", "load", "interaction-environment", "system-global-environment"];

impl Engine {
    /// Checks a program, or a file of libraries, without running it: what is wrong, in the order
    /// of the text. A report without a name of a warning is an error.
    pub fn check_program(&mut self, name: &str, text: &str) -> Vec<Report> {
        let mut checker = Checker::default();
        let mut reports = Vec::new();
        let failed = self.with_units(name, text, |mc, world, unit| checker.unit(mc, world, &unit)).err();
        // A program with transformers that must run is checked as far as they stand.
        if let Some(mut report) = failed.filter(|report| !report.message.starts_with("this program must run")) {
            let further = std::mem::take(&mut report.further);
            reports.push(*report);
            reports.extend(further);
        } else {
            checker.unbound();
        }
        self.mutate(|_, machine| {
            let world = &machine.world;
            if reports.is_empty()
                && let Some(span) = world.session.sources.named(name)
            {
                checker.findings.extend(words::findings(world, span));
            }
            checker.findings.sort_by_key(|finding| (finding.span.source, finding.span.start));
            for finding in checker.findings {
                reports.extend(finding.report(world));
            }
        });
        reports
    }
}

impl Finding {
    /// The report, unless a comment in the program switches it off.
    fn report(self, world: &World<'_>) -> Option<Report> {
        let source = world.session.sources.get(self.span)?;
        if source.name.starts_with('<') {
            return None;
        }
        if let Some(name) = self.warning {
            let line = source.position(self.span.start).line;
            let allowed = |line: usize| {
                let text = source.line(line);
                text.split_once("cairn: allow ")
                    .is_some_and(|(_, names)| names.split([' ', ',']).any(|word| word == name))
            };
            if allowed(line) || line > 1 && allowed(line - 1) {
                return None;
            }
        }
        if self.warning.is_none() && is_expected_to_fail(&source.text, self.span.start as usize, self.kind) {
            return None;
        }
        let details = Details {
            code: self.warning.is_none().then(|| Code::of_kind(self.kind)),
            primary: Some(self.label).filter(|label| !label.is_empty()),
            labels: self.related.into_iter().collect(),
            ..Details::default()
        };
        let hint = Some(self.hint).filter(|hint| !hint.is_empty());
        let is_error = self.warning.is_none();
        let mistake =
            Mistake { kind: self.kind, message: self.message, irritants: Vec::new(), span: self.span, hint, details };
        let mut report = report::of_mistake_as_it_is(world, mistake);
        report.warning = self.warning.map(str::to_string);
        report.code = report.code.filter(|_| is_error);
        Some(report)
    }
}

/// Whether a call stands where a program waits for its failure.
fn is_expected_to_fail(text: &str, place: usize, kind: ErrorKind) -> bool {
    const HANDLERS: [&str; 5] =
        ["guard", "with-exception-handler", "test-error", "call-with-escape-continuation", "try"];
    let fails = matches!(kind, ErrorKind::Type | ErrorKind::Arity | ErrorKind::NotProcedure);
    let around = || text::enclosing(text, place).into_iter().filter_map(|open| text::head(text, open));
    fails && around().any(|head| HANDLERS.contains(&head))
}

impl Checker {
    fn unit<'gc>(&mut self, mc: Mutation<'gc>, world: &mut World<'gc>, unit: &Unit<'gc>) -> Result<'gc, ()> {
        let mut seen = Seen { procedures: HashMap::new(), assigned: HashSet::new() };
        let mut pending = vec![unit.root];
        let mut order = Vec::new();
        while let Some(id) = pending.pop() {
            order.push(id);
            unit.node(id).each_child(|child| pending.push(child));
            seen.add(unit, id);
            if let Node::Define(cell, _) = unit.node(id) {
                self.defined.insert(cell.bits());
            }
        }
        for id in order {
            self.reference(world, unit, id);
            calls::check(mc, world, unit, &seen, id, &mut self.findings);
        }
        Ok(())
    }

    /// Notes a reference to a global variable.
    fn reference<'gc>(&mut self, world: &World<'gc>, unit: &Unit<'gc>, id: NodeId) {
        let (cell, is_assigned) = match unit.node(id) {
            Node::Global(cell) => (*cell, false),
            Node::SetGlobal(cell, _) => (*cell, true),
            _ => return,
        };
        if let Some(builtin) = cell.slot(global::BUILTIN).and_then(Value::as_fixnum) {
            let name = world.session.primitives.row(cairn_middle::primitives::BuiltinId(builtin as u16)).name;
            self.evaluates |= EVALUATORS.contains(&name);
            return;
        }
        if cell.slot(global::VALUE) == Some(Value::UNBOUND) {
            let name = cell.slot(global::NAME).and_then(Value::as_symbol).unwrap_or("?");
            self.open.push((cell.bits(), name.to_string(), unit.span(id), is_assigned));
        }
    }

    /// Reports the names that no unit has defined.
    fn unbound(&mut self) {
        if self.evaluates {
            return;
        }
        for (cell, name, span, is_assigned) in std::mem::take(&mut self.open) {
            if !self.defined.contains(&cell) {
                let set = if is_assigned { "set!: " } else { "" };
                let message = format!("{set}unbound variable: {name}");
                self.findings
                    .push(Finding::error(span, ErrorKind::Unbound, message).label("nothing defines this name"));
            }
        }
    }
}

/// Facts that a unit states about its variables.
struct Seen {
    /// Variables and cells that are defined as procedures: the node of the procedure.
    procedures: HashMap<Name, NodeId>,
    /// Those that are assigned, or defined twice.
    assigned: HashSet<Name>,
}

/// A variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Name {
    Global(u64),
    Local(u32),
}

impl Seen {
    fn add(&mut self, unit: &Unit<'_>, id: NodeId) {
        match unit.node(id) {
            Node::Define(cell, value) => self.define(unit, Name::Global(cell.bits()), *value),
            Node::SetGlobal(cell, _) => drop(self.assigned.insert(Name::Global(cell.bits()))),
            Node::Set(var, _) => drop(self.assigned.insert(Name::Local(var.0))),
            Node::Let(bindings, _) | Node::Letrec(bindings, _) | Node::Fix(bindings, _) => {
                for &(var, value) in bindings {
                    self.define(unit, Name::Local(var.0), value);
                }
            }
            _ => {}
        }
    }

    fn define(&mut self, unit: &Unit<'_>, name: Name, value: NodeId) {
        let is_procedure = matches!(unit.node(value), Node::Lambda(_));
        if !is_procedure || self.procedures.insert(name, value).is_some() {
            self.assigned.insert(name);
        }
    }

    /// The procedure that a variable is sure to hold.
    fn procedure(&self, unit: &Unit<'_>, operator: NodeId) -> Option<NodeId> {
        let name = match unit.node(operator) {
            Node::Global(cell) => Name::Global(cell.bits()),
            Node::Local(var) => Name::Local(var.0),
            _ => return None,
        };
        self.procedures.get(&name).copied().filter(|_| !self.assigned.contains(&name))
    }
}
