//! Generates tests: conditional jumps that need no value.

use cairn_data::source::Span;
use cairn_middle::deep::deep;
use cairn_middle::ir::{Node, NodeId};

use super::function::FunctionState;
use super::inline::{self, Inline};
use super::{Generator, Target};
use crate::bytecode::forms::Form;
use crate::bytecode::{Label, Op, Word};

impl<'gc> Generator<'_, 'gc> {
    /// Jumps to `label` if the truth of the expression is `sense`; falls through otherwise.
    pub(super) fn branch(&mut self, f: &mut FunctionState<'gc>, id: NodeId, label: Label, sense: bool) {
        deep(|| self.branch_here(f, id, label, sense));
    }

    fn branch_here(&mut self, f: &mut FunctionState<'gc>, id: NodeId, label: Label, sense: bool) {
        let span = self.unit.span(id);
        let unit = self.unit;
        match unit.node(id) {
            Node::Quote(value) => {
                if value.is_true() == sense {
                    f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), label, span);
                }
            }
            Node::If(test, then, or_else) => self.branch_if(f, [*test, *then, *or_else], label, sense, span),
            Node::Seq(items) => {
                let (&last, others) = items.split_last().expect("a sequence with a value has an expression");
                for &item in others {
                    self.expression(f, item, Target::Effect);
                }
                self.branch(f, last, label, sense);
            }
            Node::Let(bindings, body) => match self.second_of_or(bindings, *body) {
                Some(or_else) => self.branch_or(f, bindings[0].1, or_else, label, sense),
                None => self.branch_value(f, id, label, sense, span),
            },
            Node::Builtin(builtin, operands) => {
                match inline::inline(self.cells.primitives().row(*builtin), operands.len()) {
                    Some(inline) if self.branch_inline(f, inline, operands, label, sense, span) => {}
                    _ => self.branch_value(f, id, label, sense, span),
                }
            }
            _ => self.branch_value(f, id, label, sense, span),
        }
    }

    fn branch_value(&mut self, f: &mut FunctionState<'gc>, id: NodeId, label: Label, sense: bool, span: Span) {
        let mark = f.next;
        let register = self.operand(f, id);
        f.next = mark;
        let op = if sense { Op::JTrue } else { Op::JFalse };
        f.asm.jump(Word::wide(op, 0, register, 0), label, span);
    }

    fn branch_if(&mut self, f: &mut FunctionState<'gc>, parts: [NodeId; 3], label: Label, sense: bool, span: Span) {
        let [test, then, or_else] = parts;
        let constant = |id| match self.unit.node(id) {
            Node::Quote(value) => Some(value.is_true()),
            _ => None,
        };
        match (constant(then), constant(or_else)) {
            // (if t a #f) is `and`, (if t #t b) is `or`, (if t #f #t) is `not`.
            (Some(t), Some(e)) if t != e => self.branch(f, test, label, sense == t),
            (None, Some(false)) => self.branch_and(f, test, then, label, sense),
            (Some(true), None) => self.branch_or(f, test, or_else, label, sense),
            _ => {
                let expected = self.is_expected(test);
                let (then, or_else) = if expected { (or_else, then) } else { (then, or_else) };
                let otherwise = f.asm.label();
                let end = f.asm.label();
                self.branch(f, test, otherwise, expected);
                self.branch(f, then, label, sense);
                f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), end, span);
                f.asm.bind(otherwise);
                self.branch(f, or_else, label, sense);
                f.asm.bind(end);
            }
        }
    }

    /// Whether a test nearly always holds: that later code has not redefined a name.
    pub(super) fn is_expected(&self, test: NodeId) -> bool {
        match self.unit.node(test) {
            Node::Builtin(builtin, operands) => {
                let inline = inline::inline(self.cells.primitives().row(*builtin), operands.len());
                matches!(inline, Some(Inline { form: Form::Unchanged, .. }))
            }
            _ => false,
        }
    }

    fn branch_and(&mut self, f: &mut FunctionState<'gc>, first: NodeId, second: NodeId, label: Label, sense: bool) {
        if sense {
            let skip = f.asm.label();
            self.branch(f, first, skip, false);
            self.branch(f, second, label, true);
            f.asm.bind(skip);
        } else {
            self.branch(f, first, label, false);
            self.branch(f, second, label, false);
        }
    }

    fn branch_or(&mut self, f: &mut FunctionState<'gc>, first: NodeId, second: NodeId, label: Label, sense: bool) {
        if sense {
            self.branch(f, first, label, true);
            self.branch(f, second, label, true);
        } else {
            let skip = f.asm.label();
            self.branch(f, first, skip, true);
            self.branch(f, second, label, false);
            f.asm.bind(skip);
        }
    }

    /// The `b` of `(let ((t a)) (if t t b))`, where `b` does not mention `t`: the expansion of
    /// `or`.
    fn second_of_or(&self, bindings: &[(cairn_middle::ir::VarId, NodeId)], body: NodeId) -> Option<NodeId> {
        let [(var, _)] = bindings else { return None };
        let Node::If(test, then, or_else) = self.unit.node(body) else { return None };
        let is_var = |id: NodeId| matches!(self.unit.node(id), Node::Local(v) if v == var);
        if !is_var(*test) || !is_var(*then) || self.var_is_assigned(*var) || self.analysis.captured[var.0 as usize] {
            return None;
        }
        // `or` itself never mentions it again; other code might.
        let mut pending = vec![*or_else];
        let mut budget = 64;
        while let Some(id) = pending.pop() {
            budget -= 1;
            if budget == 0 || is_var(id) {
                return None;
            }
            self.unit.node(id).push_children(&mut pending);
        }
        Some(*or_else)
    }

    /// A fused test; returns false if the builtin has none.
    fn branch_inline(
        &mut self,
        f: &mut FunctionState<'gc>,
        inline: Inline,
        operands: &[NodeId],
        label: Label,
        sense: bool,
        span: Span,
    ) -> bool {
        let outer = f.asm.set_primitive(inline.row);
        let done = self.branch_form(f, inline.form, operands, label, sense, span);
        f.asm.set_primitive(outer);
        done
    }

    /// The same for a builtin whose form is given.
    pub(super) fn branch_form(
        &mut self,
        f: &mut FunctionState<'gc>,
        form: Form,
        operands: &[NodeId],
        label: Label,
        sense: bool,
        span: Span,
    ) -> bool {
        let pick = |ops: [Op; 2]| if sense { ops[0] } else { ops[1] };
        let mark = f.next;
        match form {
            Form::Not => self.branch(f, operands[0], label, !sense),
            Form::Test1(yes, no) => {
                let register = self.operand(f, operands[0]);
                f.asm.jump(Word::wide(pick([yes, no]), 0, register, 0), label, span);
            }
            Form::TestZero(ops) => {
                let register = self.operand(f, operands[0]);
                f.asm.jump(Word::new(pick(ops), 0, register, 0, 0), label, span);
            }
            Form::TestKind(kind) => {
                let register = self.operand(f, operands[0]);
                f.asm.jump(Word::wide(pick([Op::JKind, Op::JNotKind]), kind as u8, register, 0), label, span);
            }
            Form::Unchanged => {
                let Node::Quote(cell) = self.unit.node(operands[0]) else { return false };
                let constant = f.constant(*cell);
                f.asm.jump(Word::wide(pick([Op::JUnchanged, Op::JChanged]), 0, constant, 0), label, span);
            }
            Form::Test2(Op::JEq | Op::JEqv, _) if self.branch_eq_constant(f, operands, label, sense, span) => {}
            Form::Test2(yes, no) => self.branch_two(f, pick([yes, no]), operands, label, span),
            Form::RecordIs => self.branch_two(f, pick([Op::JRecord, Op::JNotRecord]), operands, label, span),
            Form::Compare { op, right, left } | Form::CompareSwapped { op, right, left } => {
                if let Some(imm) = self.small(operands[1]) {
                    let register = self.operand(f, operands[0]);
                    f.asm.jump(Word::new(pick(right), 0, register, imm, 0), label, span);
                } else if let Some(imm) = self.small(operands[0]) {
                    let register = self.operand(f, operands[1]);
                    f.asm.jump(Word::new(pick(left), 0, register, imm, 0), label, span);
                } else {
                    let x = self.operand(f, operands[0]);
                    let y = self.operand(f, operands[1]);
                    let (a, b) = if matches!(form, Form::Compare { .. }) { (x, y) } else { (y, x) };
                    f.asm.jump(Word::new(pick(op), 0, a, b, 0), label, span);
                }
            }
            _ => return false,
        }
        f.next = mark;
        true
    }

    fn branch_two(&mut self, f: &mut FunctionState<'gc>, op: Op, operands: &[NodeId], label: Label, span: Span) {
        let x = self.operand(f, operands[0]);
        let y = self.operand(f, operands[1]);
        f.asm.jump(Word::new(op, 0, x, y, 0), label, span);
    }

    /// `eq?` or `eqv?` with a constant that can be compared as a word.
    fn branch_eq_constant(
        &mut self,
        f: &mut FunctionState<'gc>,
        operands: &[NodeId],
        label: Label,
        sense: bool,
        span: Span,
    ) -> bool {
        let by_word = |id: NodeId| match self.unit.node(id) {
            Node::Quote(value) if !value.is_pointer() || value.is_symbol() => Some(*value),
            _ => None,
        };
        let (constant, other) = match (by_word(operands[0]), by_word(operands[1])) {
            (_, Some(constant)) => (constant, operands[0]),
            (Some(constant), None) => (constant, operands[1]),
            _ => return false,
        };
        if !f.asm.has_near(constant) {
            return false;
        }
        let register = self.operand(f, other);
        if constant.is_nil() {
            let op = if sense { Op::JNull } else { Op::JNotNull };
            f.asm.jump(Word::wide(op, 0, register, 0), label, span);
        } else {
            let op = if sense { Op::JEqK } else { Op::JNotEqK };
            let constant = f.constant(constant);
            f.asm.jump(Word::new(op, 0, register, constant, 0), label, span);
        }
        true
    }

    /// The operand of a constant that fits an immediate.
    pub(super) fn small(&self, id: NodeId) -> Option<u16> {
        let Node::Quote(value) = self.unit.node(id) else { return None };
        Some(i16::try_from(value.as_fixnum()?).ok()? as u16)
    }
}
