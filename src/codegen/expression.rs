//! Expressions: values into registers, effects, tails; scopes of variables.

use cairn_gc::{Kind, Value};

use super::function::{FunctionState, LoopState, Place};
use super::{Generator, Target};
use crate::builtins::{self, flag};
use crate::bytecode::{AssignedRange, LocalRange, Op, Word};
use crate::ir::{LoopId, Node, NodeId, VarId, deep};
use crate::source::Span;

impl<'gc> Generator<'_, 'gc> {
    /// Code for an expression.
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
            Node::Next(label, operands) => self.loop_next(f, *label, operands, span),
            Node::Letrec(..) => unreachable!("the letrec pass removes these"),
        }
    }

    /// The register that an expression for `target` computes into.
    pub(super) fn result_register(&mut self, f: &mut FunctionState<'gc>, target: Target) -> u16 {
        match target {
            Target::Register(register) => {
                f.reserve(register + 1);
                register
            }
            Target::Effect | Target::Return => {
                f.reserve(f.next + 1);
                f.next
            }
        }
    }

    /// Hands on the value in `register`.
    pub(super) fn deliver(&mut self, f: &mut FunctionState<'gc>, register: u16, target: Target, span: Span) {
        match target {
            Target::Register(wanted) => f.copy(wanted, register, span),
            Target::Effect => {}
            Target::Return => {
                self.close_for_exit(f, span);
                f.emit(Op::Return, register, 0, 0, span);
            }
        }
    }

    /// Closes the procedure's open cells before it is left; registers keep their
    /// content.
    pub(super) fn close_for_exit(&mut self, f: &mut FunctionState<'gc>, span: Span) {
        if f.cells {
            f.emit(Op::Close, 0, 0, 0, span);
        }
    }

    fn deliver_constant(&mut self, f: &mut FunctionState<'gc>, value: Value<'gc>, target: Target, span: Span) {
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

    /// A register that holds the value of an expression: the variable's own where
    /// it never changes, otherwise the next free one, which is taken.
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
        let otherwise = f.asm.label();
        self.branch(f, test, otherwise, false);
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

    /// Each in order; the last for `target`.
    pub(super) fn sequence(&mut self, f: &mut FunctionState<'gc>, items: &[NodeId], target: Target) {
        if let Some((&last, others)) = items.split_last() {
            for &item in others {
                self.expression(f, item, Target::Effect);
            }
            self.expression(f, last, target);
        }
    }

    // --- scopes -----------------------------------------------------------

    /// Says that `var` lives in `register` from here on.
    pub(super) fn bind(&mut self, f: &mut FunctionState<'gc>, var: VarId, register: u16) {
        let from = f.asm.here();
        if self.var_is_assigned(var) {
            f.places.insert(var, Place::Assigned(register));
            f.assigned.push(AssignedRange { from, to: u32::MAX, register });
            f.cells |= self.needs_cell(var);
        } else {
            f.places.insert(var, Place::Register(register));
        }
        let name = self.unit.var(var).name.clone();
        f.locals.push(LocalRange { from, to: u32::MAX, register, name });
    }

    /// Ends the scope of variables whose registers start at `first`.
    pub(super) fn end_scope(&mut self, f: &mut FunctionState<'gc>, vars: &[VarId], first: u16) {
        let to = f.asm.here();
        f.assigned.iter_mut().filter(|r| r.to == u32::MAX && r.register >= first).for_each(|r| r.to = to);
        f.locals.iter_mut().rev().take_while(|r| r.to == u32::MAX || r.from >= first as u32).for_each(|r| {
            if r.to == u32::MAX && r.register >= first {
                r.to = to;
            }
        });
        for var in vars {
            f.places.remove(var);
        }
    }

    /// Runs `body` in a scope of registers from `first` on; when cells may be open
    /// there, they are closed behind it, and its value does not overwrite them.
    fn scope(
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
            Target::Register(wanted) if cells => {
                let temporary = f.next;
                self.expression(f, body, Target::Register(temporary));
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

    /// A variable bound to another one, neither of which is assigned, is the same.
    fn alias(&self, f: &FunctionState<'gc>, var: VarId, init: NodeId) -> Option<Place> {
        let Node::Local(source) = self.unit.node(init) else { return None };
        if self.var_is_assigned(var) {
            return None;
        }
        f.places.get(source).copied().filter(|place| matches!(place, Place::Register(_)))
    }

    // --- procedures -------------------------------------------------------

    /// The value of a lambda expression, into `register`.
    fn lambda(&mut self, f: &mut FunctionState<'gc>, id: NodeId, register: u16, span: Span) {
        let made = self.clauses(id);
        let open = made.iter().any(|(function, _)| !self.captures(*function).is_empty());
        if !open {
            let closures: Vec<_> = made.iter().map(|&(_, proto)| self.mc.closure(proto, &[])).collect();
            let value = match closures[..] {
                [one] => one,
                _ => self.mc.alloc_copy(Kind::CaseLambda, &closures).unwrap_or(Value::UNSPECIFIED),
            };
            return f.load(register, value, span);
        }
        if let [(function, proto)] = made[..] {
            f.reserve(register + 1);
            return self.emit_closure(f, function, proto, register, &[], span);
        }
        let mark = f.next;
        let first = f.next;
        for &(function, proto) in &made {
            let target = f.take();
            self.emit_closure(f, function, proto, target, &[], span);
        }
        let word = Word::new(Op::MakeObject, Kind::CaseLambda as u8, register, first, made.len() as u16);
        f.asm.emit(word, span);
        f.next = mark;
    }

    fn captures(&self, function: super::analysis::FnId) -> &[VarId] {
        &self.analysis.functions[function.0 as usize].captures
    }

    /// Makes a closure; captures of the variables in `later` are left to `Patch`.
    fn emit_closure(
        &mut self,
        f: &mut FunctionState<'gc>,
        function: super::analysis::FnId,
        proto: Value<'gc>,
        register: u16,
        later: &[VarId],
        span: Span,
    ) {
        let captures = self.captures(function).to_vec();
        let constant = f.constant(proto);
        f.emit(Op::Closure, register, constant, captures.len() as u16, span);
        for var in captures {
            let (kind, operand) = match f.places.get(&var) {
                _ if later.contains(&var) => (3, 0),
                Some(&Place::Register(source)) => (0, source),
                Some(&Place::Assigned(source)) => (2, source),
                Some(&Place::Captured(index) | &Place::CapturedCell(index)) => (1, index),
                Some(&Place::Itself) => (4, 0),
                None => unreachable!("captured variable without a place"),
            };
            f.asm.emit(Word::new(Op::Capture, kind, operand, 0, 0), span);
        }
    }

    fn fix(
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
        // Registers first, so that the procedures know where their siblings are.
        for &(var, _) in &open {
            let register = f.take();
            self.bind(f, var, register);
        }
        let mut later: Vec<VarId> = open.iter().map(|&(var, _)| var).collect();
        let mut patches = Vec::new();
        for (i, &(var, init)) in open.iter().enumerate() {
            let register = first + i as u16;
            self.fix_procedure(f, init, register, &later, &mut patches);
            later.retain(|&v| v != var);
        }
        for (owner, index, var) in patches {
            if let Some(&Place::Register(source)) = f.places.get(&var) {
                f.emit(Op::Patch, owner, source, index, span);
            }
        }
        let vars: Vec<VarId> = open.iter().map(|&(var, _)| var).collect();
        self.scope(f, &vars, first, body, target, span);
    }

    /// One procedure of a `Fix` that captures something.
    fn fix_procedure(
        &mut self,
        f: &mut FunctionState<'gc>,
        init: NodeId,
        register: u16,
        later: &[VarId],
        patches: &mut Vec<(u16, u16, VarId)>,
    ) {
        let span = self.unit.span(init);
        let made = self.clauses(init);
        if let [(function, proto)] = made[..] {
            self.emit_closure(f, function, proto, register, later, span);
            let captures = self.captures(function);
            patches.extend(
                captures.iter().enumerate().filter(|(_, v)| later.contains(v)).map(|(i, &v)| (register, i as u16, v)),
            );
            return;
        }
        // Clauses of a case-lambda are closures of their own: each is patched
        // while it still has a register.
        let mark = f.next;
        let start = f.next;
        for &(function, proto) in &made {
            let target = f.take();
            self.emit_closure(f, function, proto, target, &[], span);
        }
        let word = Word::new(Op::MakeObject, Kind::CaseLambda as u8, register, start, made.len() as u16);
        f.asm.emit(word, span);
        f.next = mark;
    }

    /// A closed procedure: made now, once, and put into its hidden cell.
    fn closed_procedure(&mut self, var: VarId, init: NodeId) {
        let cell = self.closed_cell(var);
        let closures: Vec<_> = self.clauses(init).iter().map(|&(_, proto)| self.mc.closure(proto, &[])).collect();
        let value = match closures[..] {
            [one] => one,
            _ => self.mc.alloc_copy(Kind::CaseLambda, &closures).unwrap_or(Value::UNSPECIFIED),
        };
        cell.set_slot(self.mc, crate::ir::global::VALUE, value);
    }

    // --- loops ------------------------------------------------------------

    fn loop_start(
        &mut self,
        f: &mut FunctionState<'gc>,
        id: LoopId,
        bindings: &[(VarId, NodeId)],
        body: NodeId,
        target: Target,
        span: Span,
    ) {
        let end = f.next;
        let first = self.loop_registers(f, bindings);
        let label = f.asm.label();
        f.asm.bind(label);
        let vars: Vec<VarId> = bindings.iter().map(|&(var, _)| var).collect();
        for (i, &var) in vars.iter().enumerate() {
            self.bind(f, var, first + i as u16);
        }
        f.loops.insert(id, LoopState { label, first, vars: vars.clone() });
        // A round that is the last falls out at the end of the body.
        self.scope(f, &vars, first, body, target, span);
        f.loops.remove(&id);
        f.next = end;
    }

    /// Computes the values that a loop starts with; their registers begin at the
    /// one that is returned. Parameters that are there for this alone stay.
    fn loop_registers(&mut self, f: &mut FunctionState<'gc>, bindings: &[(VarId, NodeId)]) -> u16 {
        let entry = |id: NodeId| match self.unit.node(id) {
            Node::Local(var) if self.unit.var(*var).entry => f.places.get(var).copied(),
            _ => None,
        };
        if let Some(&(_, init)) = bindings.first()
            && let Some(Place::Register(first)) = entry(init)
        {
            return first;
        }
        let first = f.next;
        for &(_, init) in bindings {
            let register = f.next;
            self.expression(f, init, Target::Register(register));
            f.take();
        }
        first
    }

    fn loop_next(&mut self, f: &mut FunctionState<'gc>, id: LoopId, operands: &[NodeId], span: Span) {
        let state = f.loops[&id].clone();
        let mark = f.next;
        let mut waiting = self.changes(f, state.first, operands);
        let mut moves = Vec::new();
        while !waiting.is_empty() {
            // A variable that no other operand still needs takes its new value at
            // once; when there is none, or cells are open, a value waits in a
            // temporary. The inliner moves values of `let` into operands and counts on
            // their order, so only what has no effects goes before what comes earlier.
            let needed = |i: usize| (0..waiting.len()).any(|j| j != i && waiting[j].1 & 1 << waiting[i].0.min(63) != 0);
            let ready = if f.cells { None } else { (0..waiting.len()).find(|&i| !needed(i)) };
            let free = |i: usize| i == 0 || waiting[..=i].iter().all(|&(i, _)| self.has_no_effects(operands[i]));
            let ready = ready.filter(|&i| free(i));
            let (i, _) = waiting.remove(ready.unwrap_or(0));
            let target = state.first + i as u16;
            if ready.is_some() {
                self.expression(f, operands[i], Target::Register(target));
            } else {
                let register = f.next;
                self.expression(f, operands[i], Target::Register(register));
                moves.push((target, f.take()));
            }
        }
        if f.cells {
            f.emit(Op::Close, state.first, 0, 0, span);
        }
        for (target, source) in moves {
            f.copy(target, source, span);
        }
        f.next = mark;
        let live = state.first + state.vars.len() as u16;
        f.asm.round(state.label, live, span);
    }

    /// The operands of a round that change their variable, by index, each with
    /// the set of the loop's variables that it may read: bit 63 stands for all
    /// from the 64th on.
    fn changes(&self, f: &FunctionState<'gc>, first: u16, operands: &[NodeId]) -> Vec<(usize, u64)> {
        let in_place = |i: usize, id: NodeId| matches!(self.unit.node(id), Node::Local(v) if f.places.get(v) == Some(&Place::Register(first + i as u16)));
        let all = operands.iter().copied().enumerate();
        all.filter(|&(i, id)| !in_place(i, id)).map(|(i, id)| (i, self.reads(f, id, first))).collect()
    }

    /// Whether an operand only computes: it may read what effects change, and fail.
    /// Looks at a bounded number of nodes.
    fn has_no_effects(&self, id: NodeId) -> bool {
        let mut pending = vec![id];
        let mut budget = 64;
        while let Some(id) = pending.pop() {
            budget -= 1;
            let node = self.unit.node(id);
            let computes = match node {
                Node::Local(_) | Node::Quote(_) | Node::Global(_) | Node::If(..) => true,
                Node::Builtin(builtin, _) => builtins::row(*builtin).flags & flag::PURE != 0,
                _ => false,
            };
            if budget == 0 || !computes {
                return false;
            }
            node.each_child(|child| pending.push(child));
        }
        true
    }

    /// Which of the registers from `first` on an operand may read, as a set. Looks
    /// at a bounded number of nodes and then says all.
    fn reads(&self, f: &FunctionState<'gc>, id: NodeId, first: u16) -> u64 {
        let mut pending = vec![id];
        let mut budget = 64;
        let mut read = 0;
        while let Some(id) = pending.pop() {
            budget -= 1;
            let node = self.unit.node(id);
            if budget == 0 || matches!(node, Node::Lambda(_)) {
                return u64::MAX;
            }
            if let Node::Local(var) = node
                && let Some(Place::Register(r) | Place::Assigned(r)) = f.places.get(var)
                && *r >= first
            {
                read |= 1 << (r - first).min(63);
            }
            node.each_child(|child| pending.push(child));
        }
        read
    }
}
