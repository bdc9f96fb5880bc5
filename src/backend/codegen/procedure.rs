//! Generates procedures: closures, the clauses of `case-lambda`, and mutually recursive groups.

use cairn_data::error::Result;
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Kind, Value};
use cairn_middle::ir::{NodeId, VarId};

use super::analysis::FnId;
use super::function::{FunctionState, Place};
use super::{Generator, Target};
use crate::bytecode::{CaptureKind, Op, Word};

/// The code objects of a procedure's clauses.
type Clauses<'gc> = [(FnId, Value<'gc>)];

/// The procedures of a `Fix` under construction.
#[derive(Default)]
struct Siblings {
    /// Those that do not exist yet.
    later: Vec<VarId>,
    /// Captures of those: stored when all exist.
    patches: Vec<Patch>,
}

/// A capture that a closure still lacks.
struct Patch {
    /// Register of the closure.
    owner: u16,
    /// Which of its captures.
    index: u16,
    /// The variable.
    var: VarId,
}

impl<'gc> Generator<'_, 'gc> {
    /// Generates the value of a lambda expression in `register`.
    pub(super) fn lambda(&mut self, f: &mut FunctionState<'gc>, id: NodeId, register: u16, span: Span) {
        let clauses = self.clauses(id);
        if clauses.iter().all(|&(function, _)| self.captures(function).is_empty()) {
            let value = self.closed_value(&clauses).unwrap_or(Value::UNSPECIFIED);
            return f.load(register, value, span);
        }
        f.reserve(register + 1);
        let mark = f.next;
        self.open_procedure(f, &clauses, register, &mut Siblings::default(), span);
        f.next = mark;
    }

    /// A procedure that captures nothing: allocated once, at compile time.
    pub(super) fn closed_value(&self, clauses: &Clauses<'gc>) -> Result<'gc> {
        let closures: Vec<_> = clauses.iter().map(|&(_, code)| self.closed(code)).collect();
        match closures[..] {
            [one] => Ok(one),
            _ => Ok(self.mc.alloc_copy(Kind::CaseLambda, &closures)?),
        }
    }

    fn captures(&self, function: FnId) -> &[VarId] {
        &self.analysis.functions[function.0 as usize].captures
    }

    /// Generates a procedure. The closures of several clauses remain in registers that are taken,
    /// because their captures of `siblings` may still have to be patched.
    fn open_procedure(
        &mut self,
        f: &mut FunctionState<'gc>,
        clauses: &Clauses<'gc>,
        register: u16,
        siblings: &mut Siblings,
        span: Span,
    ) {
        if let [clause] = clauses {
            return self.closure(f, clause, register, siblings, span);
        }
        let first = f.next;
        for clause in clauses {
            let target = f.take();
            self.closure(f, clause, target, siblings, span);
        }
        let word = Word::new(Op::MakeObject, Kind::CaseLambda as u8, register, first, clauses.len() as u16);
        f.asm.emit(word, span);
    }

    /// Generates the closure of one clause.
    fn closure(
        &mut self,
        f: &mut FunctionState<'gc>,
        &(function, code): &(FnId, Value<'gc>),
        register: u16,
        siblings: &mut Siblings,
        span: Span,
    ) {
        let captures = self.captures(function);
        let constant = f.constant(code);
        f.emit(Op::Closure, register, constant, captures.len() as u16, span);
        for (index, &var) in captures.iter().enumerate() {
            let (kind, operand) = match f.places.get(&var) {
                _ if siblings.later.contains(&var) => {
                    siblings.patches.push(Patch { owner: register, index: index as u16, var });
                    (CaptureKind::Patch, 0)
                }
                Some(&Place::Register(source)) => (CaptureKind::Register, source),
                Some(&Place::Assigned(source)) => (CaptureKind::OpenCell, source),
                Some(&Place::Captured(index) | &Place::CapturedCell(index)) => (CaptureKind::Captured, index),
                Some(&Place::Itself) => (CaptureKind::Itself, 0),
                None => unreachable!("the analysis gives every captured variable a place"),
            };
            f.asm.emit(Word::new(Op::Capture, kind as u8, operand, 0, 0), span);
        }
    }

    /// Generates mutually recursive procedures, and a body in their scope.
    pub(super) fn fix(
        &mut self,
        f: &mut FunctionState<'gc>,
        bindings: &[(VarId, NodeId)],
        body: NodeId,
        target: Target,
        span: Span,
    ) {
        let first = f.next;
        let (closed, open): (Vec<_>, Vec<_>) =
            bindings.iter().copied().partition(|&(var, _)| self.analysis.closed[var.0 as usize]);
        for &(var, init) in &closed {
            self.closed_procedure(var, init);
        }
        // Registers first, so that the procedures know the places of their siblings.
        for &(var, _) in &open {
            let register = f.take();
            self.bind(f, var, register);
        }
        self.siblings(f, &open, first, span);
        let vars: Vec<VarId> = open.iter().map(|&(var, _)| var).collect();
        self.scope(f, &vars, first, body, target, span);
    }

    /// Generates procedures that may capture each other, in registers from `first` on.
    fn siblings(&mut self, f: &mut FunctionState<'gc>, bindings: &[(VarId, NodeId)], first: u16, span: Span) {
        let mark = f.next;
        let mut siblings = Siblings { later: bindings.iter().map(|&(var, _)| var).collect(), patches: Vec::new() };
        for (register, &(_, init)) in (first..).zip(bindings) {
            let clauses = self.clauses(init);
            self.open_procedure(f, &clauses, register, &mut siblings, self.unit.span(init));
            siblings.later.remove(0);
        }
        for Patch { owner, index, var } in siblings.patches {
            if let Some(&Place::Register(source)) = f.places.get(&var) {
                f.emit(Op::Patch, owner, source, index, span);
            }
        }
        f.next = mark;
    }

    /// Stores a procedure that captures nothing in its hidden cell.
    fn closed_procedure(&mut self, var: VarId, init: NodeId) {
        let cell = self.closed_cell(var);
        let clauses = self.clauses(init);
        let value = self.closed_value(&clauses).unwrap_or(Value::UNSPECIFIED);
        cell.set_slot(self.mc, global::VALUE, value);
    }
}
