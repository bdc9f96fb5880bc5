//! Generates calls of builtins: instructions, native calls, or ordinary calls.

use cairn_data::source::Span;
use cairn_gc::{Kind, Value};
use cairn_middle::ir::{Node, NodeId};
use cairn_middle::primitives::{BuiltinId, Code, Control, Meaning, flag};
use cairn_middle::results;

use super::call::MOST_ARGUMENTS;
use super::function::{FunctionState, Place};
use super::inline::{self, Inline};
use super::{Generator, Target};
use crate::bytecode::forms::Form;
use crate::bytecode::{Op, Word};

/// An operand of a combination.
#[derive(Clone, Copy)]
enum Operand {
    /// Not evaluated yet.
    Node(NodeId),
    /// Evaluated.
    Register(u16),
}

impl<'gc> Generator<'_, 'gc> {
    /// Whether a call of the builtin is an instruction, which passes no safepoint and waits for no
    /// collection.
    pub(super) fn is_instruction(&self, id: BuiltinId, count: usize) -> bool {
        inline::inline(self.cells.primitives().row(id), count).is_some()
    }

    /// Generates a call of a builtin.
    pub(super) fn builtin(
        &mut self,
        f: &mut FunctionState<'gc>,
        id: BuiltinId,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        let row = self.cells.primitives().row(id);
        if target == Target::Effect && row.has(flag::PURE | flag::TOTAL) {
            return operands.iter().for_each(|&operand| self.unused(f, operand));
        }
        if let (Code::Control(Control::ApplyValues), &[consumer, producer]) = (row.code, operands) {
            let cell = self.cells.get(self.mc, id);
            return self.apply_values(f, cell, [consumer, producer], target, span);
        }
        if let Some(Inline { row, form }) = inline::inline(row, operands.len()) {
            let outer = f.asm.set_primitive(row);
            let done = self.instruction(f, form, operands, target, span);
            f.asm.set_primitive(outer);
            if done {
                return;
            }
        }
        if row.code == Code::Native && operands.len() <= MOST_ARGUMENTS {
            return self.native(f, id, operands, target, span);
        }
        self.builtin_call(f, id, operands, target, span);
    }

    /// Evaluates an operand whose single value is unused.
    fn unused(&mut self, f: &mut FunctionState<'gc>, operand: NodeId) {
        let single = results::is_single(self.cells.primitives(), self.unit, operand);
        let target = if single { Target::Effect } else { Target::Register(f.next) };
        self.expression(f, operand, target);
    }

    fn native(&mut self, f: &mut FunctionState<'gc>, id: BuiltinId, operands: &[NodeId], target: Target, span: Span) {
        let first = self.consecutive(f, operands);
        f.reserve(first + 1);
        f.next = first;
        f.asm.emit(Word::new(Op::Native, operands.len() as u8, first, id.0, 0), span);
        if !self.cells.primitives().row(id).has(flag::VALUES) {
            self.deliver(f, first, target, span);
        } else {
            self.deliver_values(f, first, target, span);
        }
    }

    /// Generates a call through the builtin's cell.
    fn builtin_call(
        &mut self,
        f: &mut FunctionState<'gc>,
        id: BuiltinId,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        let cell = self.cells.get(self.mc, id);
        if target == Target::Return && self.cells.primitives().meaning(id) == Some(Meaning::Raise) {
            // It does not return, so the frame may as well stay, for the backtrace.
            let register = f.next;
            self.call_cell(f, cell, operands, Target::Values(register), span);
            return self.deliver_values(f, register, target, span);
        }
        self.call_cell(f, cell, operands, target, span);
    }

    fn instruction(
        &mut self,
        f: &mut FunctionState<'gc>,
        form: Form,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) -> bool {
        match form {
            Form::Test1(..)
            | Form::TestZero(_)
            | Form::TestKind(_)
            | Form::Test2(..)
            | Form::Compare { .. }
            | Form::CompareSwapped { .. }
            | Form::Unchanged
            | Form::RecordIs => self.truth(f, form, operands, target, span),
            Form::Effect2(op) => self.effect(f, op, operands, target, span),
            Form::Effect3(op) => self.effect(f, op, operands, target, span),
            Form::VectorSet => self.vector_set(f, operands, target, span),
            Form::RecordSet => return self.record_set(f, operands, target, span),
            Form::Pack => {
                let register = self.result_register(f, target);
                let mark = f.next;
                self.expression(f, operands[0], Target::Values(register));
                f.next = mark;
                self.deliver(f, register, target, span);
            }
            Form::Object(Kind::Values) | Form::Unpack => {
                let register = self.result_register(f, target);
                let mark = f.next;
                self.value_form(f, form, operands, register, span);
                f.next = mark;
                self.deliver_values(f, register, target, span);
            }
            _ => {
                let register = self.result_register(f, target);
                let mark = f.next;
                if !self.value_form(f, form, operands, register, span) {
                    return false;
                }
                f.next = mark;
                self.deliver(f, register, target, span);
            }
        }
        true
    }

    /// Generates an instruction that leaves its value in `register`.
    fn value_form(
        &mut self,
        f: &mut FunctionState<'gc>,
        form: Form,
        operands: &[NodeId],
        register: u16,
        span: Span,
    ) -> bool {
        match form {
            Form::Unary(op) => self.unary(f, op, operands[0], register, span),
            Form::Not => self.unary(f, Op::Not, operands[0], register, span),
            Form::Unpack => self.expression(f, operands[0], Target::Register(register)),
            Form::Binary(op) => self.fold(f, operands, register, |g, f, target, x, operand| {
                let y = g.register_of(f, operand);
                f.emit(op, target, x, y, span);
            }),
            Form::BinaryImmediate { op, imm } => self.immediate(f, op, imm, operands, register, span),
            Form::Commutative { op, imm, constant } => {
                self.commutative(f, [op, imm, constant], operands, register, span);
            }
            Form::Subtract => self.subtract(f, operands, register, span),
            Form::Divide => self.fold(f, operands, register, |g, f, target, x, operand| {
                g.with_constant(f, [Op::Div, Op::DivK], target, x, operand, span);
            }),
            Form::Object(kind) => {
                let first = self.consecutive(f, operands);
                f.asm.emit(Word::new(Op::MakeObject, kind as u8, register, first, operands.len() as u16), span);
            }
            Form::RecordRef => return self.record_ref(f, operands, register, span),
            _ => return false,
        }
        true
    }

    fn unary(&mut self, f: &mut FunctionState<'gc>, op: Op, operand: NodeId, register: u16, span: Span) {
        let x = self.operand(f, operand);
        f.emit(op, register, x, 0, span);
    }

    /// Generates a left-associative combination, with intermediate results in temporaries, so that
    /// the operands' own registers do not change. Operands are evaluated before the first
    /// combination, which may fail, unless they have no effect and observe none; the latter may
    /// then be immediates and need no copies.
    fn fold(
        &mut self,
        f: &mut FunctionState<'gc>,
        operands: &[NodeId],
        register: u16,
        mut combine: impl FnMut(&mut Self, &mut FunctionState<'gc>, u16, u16, Operand),
    ) {
        let first_step_waits = !operands.iter().skip(2).all(|&operand| self.is_still(f, operand));
        let mut rest = Vec::with_capacity(operands.len());
        for &operand in operands {
            let waits = first_step_waits && !self.is_still(f, operand);
            rest.push(if waits { Operand::Register(self.operand(f, operand)) } else { Operand::Node(operand) });
        }
        let mut rest = rest.into_iter();
        let Some(first) = rest.next() else { return };
        let mut x = self.register_of(f, first);
        while let Some(operand) = rest.next() {
            if rest.len() == 0 {
                return combine(self, f, register, x, operand);
            }
            // Not taken yet: the operand may pass a safepoint first.
            let temporary = f.next;
            f.reserve(temporary + 1);
            combine(self, f, temporary, x, operand);
            f.next = temporary + 1;
            x = temporary;
        }
    }

    /// Whether the node's value is already available and does not change.
    fn is_still(&self, f: &FunctionState<'gc>, id: NodeId) -> bool {
        match self.unit.node(id) {
            Node::Quote(_) => true,
            Node::Local(var) => matches!(f.places.get(var), Some(Place::Register(_))),
            _ => false,
        }
    }

    /// The register of an operand.
    fn register_of(&mut self, f: &mut FunctionState<'gc>, operand: Operand) -> u16 {
        match operand {
            Operand::Node(id) => self.operand(f, id),
            Operand::Register(register) => register,
        }
    }

    /// An operand that is a small constant, see `small`.
    fn small_operand(&self, operand: Operand) -> Option<u16> {
        match operand {
            Operand::Node(id) => self.small(id),
            Operand::Register(_) => None,
        }
    }

    fn immediate(
        &mut self,
        f: &mut FunctionState<'gc>,
        op: Op,
        imm: Op,
        operands: &[NodeId],
        register: u16,
        span: Span,
    ) {
        // An immediate divisor must not be zero, and an index not negative.
        let usable = |n: u16| n as i16 > 0 || (op == Op::VectorRef && n == 0);
        self.fold(f, operands, register, |g, f, target, x, operand| {
            match g.small_operand(operand).filter(|&n| usable(n)) {
                Some(n) => f.emit(imm, target, x, n, span),
                None => {
                    let y = g.register_of(f, operand);
                    f.emit(op, target, x, y, span);
                }
            }
        });
    }

    /// `+` and `*`: swaps a constant on the left with its neighbour.
    fn commutative(
        &mut self,
        f: &mut FunctionState<'gc>,
        [op, imm, constant]: [Op; 3],
        operands: &[NodeId],
        register: u16,
        span: Span,
    ) {
        let mut operands = operands.to_vec();
        let is_constant = |id| self.small(id).is_some() || self.flonum(id).is_some();
        if is_constant(operands[0]) && !is_constant(operands[1]) {
            operands.swap(0, 1);
        }
        self.fold(f, &operands, register, |g, f, target, x, operand| match g.small_operand(operand) {
            Some(n) => f.emit(imm, target, x, n, span),
            None => g.with_constant(f, [op, constant], target, x, operand, span),
        });
    }

    fn subtract(&mut self, f: &mut FunctionState<'gc>, operands: &[NodeId], register: u16, span: Span) {
        // `(- -0.0 0)` is -0.0, but `(+ -0.0 0)` is 0.0.
        let negatable = |g: &Self, y: Operand| g.small_operand(y).map(|n| n as i16).filter(|&n| n != 0);
        let negated = |g: &Self, y: Operand| negatable(g, y).and_then(i16::checked_neg).map(|n| n as u16);
        if let [left, right] = *operands
            && let Some((op, n)) = (self.small(left).map(|n| (Op::RSubI, n)))
                .or_else(|| self.flonum(left).filter(|&n| f.asm.has_near(n)).map(|n| (Op::RSubK, f.constant(n))))
        {
            let y = self.operand(f, right);
            return f.emit(op, register, y, n, span);
        }
        self.fold(f, operands, register, |g, f, target, x, operand| match negated(g, operand) {
            Some(n) => f.emit(Op::AddI, target, x, n, span),
            None => g.with_constant(f, [Op::Sub, Op::SubK], target, x, operand, span),
        });
    }

    /// `target := x op operand`, using the second operation if the operand is a constant flonum.
    fn with_constant(
        &mut self,
        f: &mut FunctionState<'gc>,
        [op, with_constant]: [Op; 2],
        target: u16,
        x: u16,
        operand: Operand,
        span: Span,
    ) {
        let constant = match operand {
            Operand::Node(id) => self.flonum(id).filter(|&n| f.asm.has_near(n)),
            Operand::Register(_) => None,
        };
        match constant {
            Some(n) => {
                let constant = f.constant(n);
                f.emit(with_constant, target, x, constant, span);
            }
            None => {
                let y = self.register_of(f, operand);
                f.emit(op, target, x, y, span);
            }
        }
    }

    /// A constant flonum that needs no box.
    fn flonum(&self, id: NodeId) -> Option<Value<'gc>> {
        self.quoted(id).filter(|value| value.is_immediate_flonum())
    }

    /// Generates a test whose truth is needed as a value.
    fn truth(&mut self, f: &mut FunctionState<'gc>, form: Form, operands: &[NodeId], target: Target, span: Span) {
        let register = self.result_register(f, target);
        let (no, end) = (f.asm.label(), f.asm.label());
        let done = self.branch_form(f, form, operands, no, false, span);
        debug_assert!(done);
        if target == Target::Effect {
            return f.asm.bind(no);
        }
        f.load(register, Value::TRUE, span);
        if target == Target::Return {
            self.deliver(f, register, target, span);
        } else {
            f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), end, span);
        }
        f.asm.bind(no);
        f.load(register, Value::FALSE, span);
        self.deliver(f, register, target, span);
        f.asm.bind(end);
    }

    fn effect(&mut self, f: &mut FunctionState<'gc>, op: Op, operands: &[NodeId], target: Target, span: Span) {
        let mark = f.next;
        let mut fields = [0; 3];
        for (field, &operand) in fields.iter_mut().zip(operands) {
            *field = self.operand(f, operand);
        }
        f.emit(op, fields[0], fields[1], fields[2], span);
        f.next = mark;
        self.deliver_constant(f, Value::UNSPECIFIED, target, span);
    }

    fn vector_set(&mut self, f: &mut FunctionState<'gc>, operands: &[NodeId], target: Target, span: Span) {
        let Some(index) = self.small(operands[1]).filter(|&n| n as i16 >= 0) else {
            return self.effect(f, Op::VectorSet, operands, target, span);
        };
        let mark = f.next;
        let vector = self.operand(f, operands[0]);
        let value = self.operand(f, operands[2]);
        f.emit(Op::VectorSetI, vector, index, value, span);
        f.next = mark;
        self.deliver_constant(f, Value::UNSPECIFIED, target, span);
    }

    fn quoted(&self, id: NodeId) -> Option<Value<'gc>> {
        match self.unit.node(id) {
            Node::Quote(value) => Some(*value),
            _ => None,
        }
    }

    fn record_ref(&mut self, f: &mut FunctionState<'gc>, operands: &[NodeId], register: u16, span: Span) -> bool {
        let (Some(index), Some(who)) = (self.field_index(operands[2]), self.quoted(operands[3])) else { return false };
        let record = self.operand(f, operands[0]);
        let rtd = self.operand(f, operands[1]);
        let who = f.constant(who);
        f.asm.emit(Word::new(Op::RecordRef, index, register, record, rtd), span);
        f.asm.emit(Word::new(Op::Capture, 0, who, 0, 0), span);
        true
    }

    fn record_set(&mut self, f: &mut FunctionState<'gc>, operands: &[NodeId], target: Target, span: Span) -> bool {
        let (Some(index), Some(who)) = (self.field_index(operands[2]), self.quoted(operands[4])) else { return false };
        let mark = f.next;
        let record = self.operand(f, operands[0]);
        let rtd = self.operand(f, operands[1]);
        let value = self.operand(f, operands[3]);
        let who = f.constant(who);
        f.asm.emit(Word::new(Op::RecordSet, index, record, rtd, value), span);
        f.asm.emit(Word::new(Op::Capture, 0, who, 0, 0), span);
        f.next = mark;
        self.deliver_constant(f, Value::UNSPECIFIED, target, span);
        true
    }

    fn field_index(&self, id: NodeId) -> Option<u8> {
        u8::try_from(self.quoted(id)?.as_index()?).ok()
    }
}

const _: () = assert!(Kind::Record as usize <= u8::MAX as usize);
