//! Generates expressions: values in registers, effects, tail positions; scopes of variables.

use cairn_data::code::{AssignedRange, LocalRange};
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::deep::deep;
use cairn_middle::ir::{Node, NodeId, VarId};

use super::function::{FunctionState, Place};
use super::{Generator, Target};
use crate::bytecode::{Op, Word};

impl<'gc> Generator<'_, 'gc> {
    /// Generates an expression.
    pub(super) fn expression(&mut self, f: &mut FunctionState<'gc>, id: NodeId, target: Target) {
        deep(|| self.expression_here(f, id, target));
    }

    fn expression_here(&mut self, f: &mut FunctionState<'gc>, id: NodeId, target: Target) {
        let span = self.unit.span(id);
        let unit = self.unit;
        match unit.node(id) {
            Node::Quote(value) => self.deliver_constant(f, *value, target, span),
            Node::Local(var) => self.reference(f, *var, target, span),
            Node::Global(cell) => {
                let register = self.result_register(f, target);
                let constant = f.constant(*cell);
                f.emit(Op::GetGlobal, register, constant, 0, span);
                self.deliver(f, register, target, span);
            }
            Node::Set(var, value) => {
                self.set(f, *var, *value, span);
                self.deliver_constant(f, Value::UNSPECIFIED, target, span);
            }
            Node::SetGlobal(cell, value) => self.set_global(f, Op::SetGlobal, *cell, *value, target, span),
            Node::Define(cell, value) => self.set_global(f, Op::DefGlobal, *cell, *value, target, span),
            Node::If(test, then, or_else) => self.conditional(f, *test, *then, *or_else, target, span),
            Node::Seq(items) => self.sequence(f, items, target),
            Node::Lambda(_) => {
                let register = self.result_register(f, target);
                self.lambda(f, id, register, span);
                self.deliver(f, register, target, span);
            }
            Node::Call(operator, operands) => self.call(f, *operator, operands, target, span),
            Node::Builtin(builtin, operands) => self.builtin(f, *builtin, operands, target, span),
            Node::Let(bindings, body) => self.binding(f, bindings, *body, target, span),
            Node::Fix(bindings, body) => self.fix(f, bindings, *body, target, span),
            Node::Loop(label, bindings, body) => self.loop_start(f, *label, bindings, *body, target, span),
            Node::Join(label, params, after, body) => self.join(f, *label, params, [*after, *body], target, span),
            Node::Next(label, operands) => self.next(f, *label, operands, span),
            Node::Letrec(..) => unreachable!("the letrec pass removes these"),
        }
    }

    /// The register that an expression for `target` computes into.
    pub(super) fn result_register(&mut self, f: &mut FunctionState<'gc>, target: Target) -> u16 {
        match target {
            Target::Register(register) | Target::Values(register) => {
                f.reserve(register + 1);
                register
            }
            Target::Effect | Target::Return => {
                f.reserve(f.next + 1);
                f.next
            }
        }
    }

    /// Delivers the value in `register`.
    pub(super) fn deliver(&mut self, f: &mut FunctionState<'gc>, register: u16, target: Target, span: Span) {
        match target {
            Target::Register(wanted) | Target::Values(wanted) => f.copy(wanted, register, span),
            Target::Effect => {}
            Target::Return => {
                self.close_for_exit(f, span);
                f.emit(Op::Return, register, 0, 0, span);
            }
        }
    }

    /// Delivers the contents of `register`, which may be several values.
    pub(super) fn deliver_values(&mut self, f: &mut FunctionState<'gc>, register: u16, target: Target, span: Span) {
        match target {
            Target::Register(wanted) => {
                f.emit(Op::Single, register, 0, 0, span);
                f.copy(wanted, register, span);
            }
            Target::Return => {
                self.close_for_exit(f, span);
                f.emit(Op::ReturnValues, register, 0, 0, span);
            }
            Target::Values(_) | Target::Effect => self.deliver(f, register, target, span),
        }
    }

    /// Closes the procedure's open cells before it returns; registers keep their contents.
    pub(super) fn close_for_exit(&mut self, f: &mut FunctionState<'gc>, span: Span) {
        if f.cells {
            f.emit(Op::Close, 0, 0, 0, span);
        }
    }

    /// Delivers a constant; does nothing if only the effect is needed.
    pub(super) fn deliver_constant(
        &mut self,
        f: &mut FunctionState<'gc>,
        value: Value<'gc>,
        target: Target,
        span: Span,
    ) {
        if target != Target::Effect {
            let register = self.result_register(f, target);
            f.load(register, value, span);
            self.deliver(f, register, target, span);
        }
    }

    /// The value of a variable.
    fn reference(&mut self, f: &mut FunctionState<'gc>, var: VarId, target: Target, span: Span) {
        if target == Target::Effect && !self.unit.var(var).checked {
            return;
        }
        if let Some(Place::Register(source)) = f.places.get(&var) {
            return self.deliver(f, *source, target, span);
        }
        let register = self.result_register(f, target);
        self.fetch(f, var, register, span);
        self.deliver(f, register, target, span);
    }

    /// Copies the value of a variable into a register.
    fn fetch(&mut self, f: &mut FunctionState<'gc>, var: VarId, register: u16, span: Span) {
        if self.analysis.closed[var.0 as usize] && f.places.get(&var) != Some(&Place::Itself) {
            let cell = self.closed_cell(var);
            let constant = f.constant(cell);
            return f.emit(Op::GetGlobal, register, constant, 0, span);
        }
        match f.places[&var] {
            Place::Register(source) => f.copy(register, source, span),
            Place::Assigned(source) => f.emit(Op::GetVar, register, source, 0, span),
            Place::Captured(index) => f.emit(Op::GetUp, register, index, 0, span),
            Place::CapturedCell(index) => f.emit(Op::GetUpCell, register, index, 0, span),
            Place::Itself => f.emit(Op::Closed, register, 0, 0, span),
        }
        if self.unit.var(var).checked {
            let name = f.constant(self.mc.intern(&self.unit.var(var).name));
            f.emit(Op::CheckInit, register, name, 0, span);
        }
    }

    /// A register that holds the value of an expression: the variable's own if it never changes,
    /// otherwise the next free one, which is taken.
    pub(super) fn operand(&mut self, f: &mut FunctionState<'gc>, id: NodeId) -> u16 {
        if let Node::Local(var) = self.unit.node(id)
            && let Some(Place::Register(register)) = f.places.get(var)
        {
            return *register;
        }
        let register = f.next;
        self.expression(f, id, Target::Register(register));
        f.take()
    }

    /// Computes operands into consecutive registers, which are taken; returns the first.
    pub(super) fn consecutive(&mut self, f: &mut FunctionState<'gc>, operands: &[NodeId]) -> u16 {
        let first = f.next;
        for &operand in operands {
            let register = f.next;
            self.expression(f, operand, Target::Register(register));
            f.take();
        }
        first
    }

    fn set(&mut self, f: &mut FunctionState<'gc>, var: VarId, value: NodeId, span: Span) {
        let mark = f.next;
        let register = self.operand(f, value);
        match f.places[&var] {
            Place::Assigned(target) => f.emit(Op::SetVar, target, register, 0, span),
            Place::CapturedCell(index) => f.emit(Op::SetUpCell, index, register, 0, span),
            place => unreachable!("assigned variable in {place:?}"),
        }
        f.next = mark;
    }

    fn set_global(
        &mut self,
        f: &mut FunctionState<'gc>,
        op: Op,
        cell: Value<'gc>,
        value: NodeId,
        target: Target,
        span: Span,
    ) {
        let mark = f.next;
        let register = self.operand(f, value);
        let constant = f.constant(cell);
        f.emit(op, constant, register, 0, span);
        f.next = mark;
        self.deliver_constant(f, Value::UNSPECIFIED, target, span);
    }

    fn conditional(
        &mut self,
        f: &mut FunctionState<'gc>,
        test: NodeId,
        then: NodeId,
        or_else: NodeId,
        target: Target,
        span: Span,
    ) {
        // A branch that is only a jump needs no code of its own.
        if let Some(label) = self.plain_jump(f, or_else) {
            self.branch(f, test, label, false);
            return self.expression(f, then, target);
        }
        if let Some(label) = self.plain_jump(f, then) {
            self.branch(f, test, label, true);
            return self.expression(f, or_else, target);
        }
        // The unlikely branch comes first, so that the likely one needs no jump over it.
        let expected = self.is_expected(test);
        let (then, or_else) = if expected { (or_else, then) } else { (then, or_else) };
        let otherwise = f.asm.label();
        self.branch(f, test, otherwise, expected);
        self.expression(f, then, target);
        if target == Target::Return {
            f.asm.bind(otherwise);
            return self.expression(f, or_else, target);
        }
        if target == Target::Effect && matches!(self.unit.node(or_else), Node::Quote(_)) {
            return f.asm.bind(otherwise);
        }
        let end = f.asm.label();
        f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), end, span);
        f.asm.bind(otherwise);
        self.expression(f, or_else, target);
        f.asm.bind(end);
    }

    /// Evaluates each node in order; the last for `target`.
    pub(super) fn sequence(&mut self, f: &mut FunctionState<'gc>, items: &[NodeId], target: Target) {
        if let Some((&last, others)) = items.split_last() {
            for &item in others {
                self.expression(f, item, Target::Effect);
            }
            self.expression(f, last, target);
        }
    }

    // --- scopes -----------------------------------------------------------

    /// Records that `var` lives in `register` from here on.
    pub(super) fn bind(&mut self, f: &mut FunctionState<'gc>, var: VarId, register: u16) {
        let from = f.asm.here();
        if self.var_is_assigned(var) {
            f.places.insert(var, Place::Assigned(register));
            f.open_assigned.push(f.assigned.len());
            f.assigned.push(AssignedRange { from, to: u32::MAX, register });
            f.cells |= self.needs_cell(var);
        } else {
            f.places.insert(var, Place::Register(register));
        }
        let var = self.unit.var(var);
        if var.temporary {
            return;
        }
        let name = var.name.clone();
        f.open_locals.push(f.locals.len());
        f.locals.push(LocalRange { from, to: u32::MAX, register, name });
    }

    /// Ends the scope of variables whose registers start at `first`.
    pub(super) fn end_scope(&mut self, f: &mut FunctionState<'gc>, vars: &[VarId], first: u16) {
        let to = f.asm.here();
        while let Some(range) = f.open_assigned.pop_if(|&mut i| f.assigned[i].register >= first) {
            f.assigned[range].to = to;
        }
        while let Some(range) = f.open_locals.pop_if(|&mut i| f.locals[i].register >= first) {
            f.locals[range].to = to;
        }
        for var in vars {
            f.places.remove(var);
        }
    }

    /// Runs `body` in a scope of registers from `first` on; if cells may be open there, they are
    /// closed after it, and its value does not overwrite them.
    pub(super) fn scope(
        &mut self,
        f: &mut FunctionState<'gc>,
        vars: &[VarId],
        first: u16,
        body: NodeId,
        target: Target,
        span: Span,
    ) {
        let cells = vars.iter().any(|&var| self.needs_cell(var));
        match target {
            Target::Register(wanted) | Target::Values(wanted) if cells => {
                let temporary = f.next;
                let several = matches!(target, Target::Values(_));
                let inner = if several { Target::Values(temporary) } else { Target::Register(temporary) };
                self.expression(f, body, inner);
                f.reserve(temporary + 1);
                f.emit(Op::Close, first, 0, 0, span);
                f.copy(wanted, temporary, span);
            }
            _ => {
                self.expression(f, body, target);
                if cells && target == Target::Effect {
                    f.emit(Op::Close, first, 0, 0, span);
                }
            }
        }
        self.end_scope(f, vars, first);
        f.next = first;
    }

    fn binding(
        &mut self,
        f: &mut FunctionState<'gc>,
        bindings: &[(VarId, NodeId)],
        body: NodeId,
        target: Target,
        span: Span,
    ) {
        let first = f.next;
        let mut registers = Vec::with_capacity(bindings.len());
        for &(var, init) in bindings {
            registers.push(match self.alias(f, var, init) {
                Some(place) => Err(place),
                None => {
                    let register = f.next;
                    self.expression(f, init, Target::Register(register));
                    Ok(f.take())
                }
            });
        }
        for (&(var, _), place) in bindings.iter().zip(registers) {
            match place {
                Ok(register) => self.bind(f, var, register),
                Err(place) => {
                    f.places.insert(var, place);
                }
            }
        }
        let vars: Vec<VarId> = bindings.iter().map(|&(var, _)| var).collect();
        self.scope(f, &vars, first, body, target, span);
    }

    /// The place of a variable bound to another variable, if neither is assigned.
    fn alias(&self, f: &FunctionState<'gc>, var: VarId, init: NodeId) -> Option<Place> {
        let Node::Local(source) = self.unit.node(init) else { return None };
        if self.var_is_assigned(var) {
            return None;
        }
        f.places.get(source).copied().filter(|place| matches!(place, Place::Register(_)))
    }
}
