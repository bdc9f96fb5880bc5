//! Generates calls: windows, arguments, known callees.

use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::ir::{Node, NodeId, VarId};
use cairn_middle::primitives::Meaning;

use super::function::{FunctionState, Place};
use super::{Generator, Target};
use crate::bytecode::{Op, Word};

/// Registers at the head of a window: result and return word, callee.
const HEAD: u16 = 2;

/// Arguments that a call instruction can count.
pub(super) const MOST_ARGUMENTS: usize = 250;

/// How the callee is found.
enum Callee {
    /// Through a global cell, by constant.
    Global(u16),
    /// The running closure, with the right number of arguments.
    Itself,
    /// In the window.
    Window,
}

impl<'gc> Generator<'_, 'gc> {
    /// Generates a call.
    pub(super) fn call(
        &mut self,
        f: &mut FunctionState<'gc>,
        operator: NodeId,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        if target == Target::Return && self.never_returns(operator) {
            let register = f.next;
            self.call(f, operator, operands, Target::Values(register), span);
            return self.deliver_values(f, register, target, span);
        }
        if operands.len() > MOST_ARGUMENTS {
            return self.large_call(f, Err(operator), operands, target, span);
        }
        let window = self.open_window(f, self.is_complex(operator) || self.any_complex(operands), span);
        f.next = window + 1;
        let callee = self.callee(f, operator, operands.len());
        self.arguments_and_call(f, window, callee, operands, target, span);
    }

    /// Whether a call of this does not return, so that the frame may as well stay, for the
    /// backtrace.
    fn never_returns(&self, operator: NodeId) -> bool {
        self.unit
            .node(operator)
            .known_builtin()
            .is_some_and(|id| self.cells.primitives().meaning(id) == Some(Meaning::Raise))
    }

    /// A call of what a global cell holds.
    pub(super) fn call_cell(
        &mut self,
        f: &mut FunctionState<'gc>,
        cell: Value<'gc>,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        if operands.len() > MOST_ARGUMENTS {
            return self.large_call(f, Ok(cell), operands, target, span);
        }
        let window = self.open_window(f, self.any_complex(operands), span);
        let callee = Callee::Global(f.constant(cell));
        self.arguments_and_call(f, window, callee, operands, target, span);
    }

    /// Opens a window at the first free register. If computing its contents passes safepoints, its
    /// head must hold proper words meanwhile.
    fn open_window(&mut self, f: &mut FunctionState<'gc>, complex: bool, span: Span) -> u16 {
        let window = f.next;
        f.reserve(window + HEAD);
        if complex {
            f.emit(Op::Clear, window, 0, 0, span);
        }
        window
    }

    fn arguments_and_call(
        &mut self,
        f: &mut FunctionState<'gc>,
        window: u16,
        callee: Callee,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        f.next = window + HEAD;
        self.consecutive(f, operands);
        self.call_window(f, window, callee, operands.len() as u8, target, span);
    }

    /// Generates the call of a window that holds its arguments.
    fn call_window(
        &mut self,
        f: &mut FunctionState<'gc>,
        window: u16,
        callee: Callee,
        count: u8,
        target: Target,
        span: Span,
    ) {
        f.reserve(f.next);
        f.next = window;
        self.emit_call(f, callee, window, count, target, span);
    }

    /// `(%apply-values consumer producer)`: a call of the builtin, whose cell is given, with any
    /// number of values as its second argument.
    pub(super) fn apply_values(
        &mut self,
        f: &mut FunctionState<'gc>,
        cell: Value<'gc>,
        [consumer, producer]: [NodeId; 2],
        target: Target,
        span: Span,
    ) {
        let window = self.open_window(f, self.is_complex(consumer) || self.is_complex(producer), span);
        let callee = Callee::Global(f.constant(cell));
        f.next = window + HEAD;
        self.consecutive(f, &[consumer]);
        let register = f.next;
        self.expression(f, producer, Target::Values(register));
        f.take();
        self.call_window(f, window, callee, 2, target, span);
    }

    fn emit_call(
        &mut self,
        f: &mut FunctionState<'gc>,
        callee: Callee,
        window: u16,
        count: u8,
        target: Target,
        span: Span,
    ) {
        let tail = target == Target::Return;
        if tail {
            self.close_for_exit(f, span);
        }
        let (op, constant) = match callee {
            Callee::Global(constant) if tail => (Op::TailCallGlobal, constant),
            Callee::Global(constant) => (Op::CallGlobal, constant),
            Callee::Itself if tail => {
                f.emit(Op::Closed, window + 1, 0, 0, span);
                (Op::TailCall, 0)
            }
            Callee::Itself => (Op::CallSelf, 0),
            Callee::Window if tail => (Op::TailCall, 0),
            Callee::Window => (Op::Call, 0),
        };
        let several = matches!(target, Target::Values(_) | Target::Effect);
        f.asm.emit(Word::new(op, count, window, constant, several as u16), span);
        if !tail {
            self.deliver(f, window, target, span);
        }
    }

    /// Determines how to reach the callee; puts it into the window if necessary.
    fn callee(&mut self, f: &mut FunctionState<'gc>, operator: NodeId, count: usize) -> Callee {
        match self.unit.node(operator) {
            Node::Global(cell) if f.own_cell == Some((cell.bits(), count)) => Callee::Itself,
            Node::Global(cell) => Callee::Global(f.constant(*cell)),
            Node::Local(var) => self.local_callee(f, *var, operator, count),
            _ => {
                let register = f.next;
                self.expression(f, operator, Target::Register(register));
                Callee::Window
            }
        }
    }

    fn local_callee(&mut self, f: &mut FunctionState<'gc>, var: VarId, operator: NodeId, count: usize) -> Callee {
        let fits = self.takes_exactly(var, count);
        if f.places.get(&var) == Some(&Place::Itself) && fits {
            return Callee::Itself;
        }
        if self.analysis.closed[var.0 as usize] && f.places.get(&var) != Some(&Place::Itself) {
            let cell = self.closed_cell(var);
            return Callee::Global(f.constant(cell));
        }
        let register = f.next;
        self.expression(f, operator, Target::Register(register));
        Callee::Window
    }

    /// Whether the variable is bound to a procedure of exactly this arity.
    fn takes_exactly(&self, var: VarId, count: usize) -> bool {
        self.analysis.fix_lambda.get(&var).is_some_and(|&lambda| self.lambda_takes(lambda, count))
    }

    fn lambda_takes(&self, lambda: NodeId, count: usize) -> bool {
        match self.unit.node(lambda) {
            Node::Lambda(definition) => match &definition.clauses[..] {
                [clause] => clause.rest.is_none() && clause.params.len() == count,
                _ => false,
            },
            _ => false,
        }
    }

    fn any_complex(&self, operands: &[NodeId]) -> bool {
        operands.iter().any(|&operand| self.is_complex(operand))
    }

    /// Whether an expression may pass a safepoint, or call a native that runs out of memory and
    /// waits for a collection. Examines a bounded number of nodes and then answers yes.
    pub(super) fn is_complex(&self, id: NodeId) -> bool {
        let mut pending = vec![id];
        let mut budget = 32;
        while let Some(id) = pending.pop() {
            budget -= 1;
            match self.unit.node(id) {
                _ if budget == 0 => return true,
                Node::Call(..) | Node::Loop(..) | Node::Next(..) => return true,
                Node::Lambda(_) => {}
                Node::Builtin(id, operands) => {
                    if !self.is_instruction(*id, operands.len()) {
                        return true;
                    }
                    pending.extend(operands);
                }
                node => node.push_children(&mut pending),
            }
        }
        false
    }

    /// Generates a call with more arguments than an instruction can count, through a list. The
    /// callee is in a global cell, or the value of a node.
    fn large_call(
        &mut self,
        f: &mut FunctionState<'gc>,
        operator: Result<Value<'gc>, NodeId>,
        operands: &[NodeId],
        target: Target,
        span: Span,
    ) {
        let window = f.next;
        f.reserve(window + HEAD + 2);
        f.emit(Op::Clear, window, 0, 0, span);
        f.next = window + HEAD;
        let callee = f.next;
        match operator {
            Ok(cell) => {
                let constant = f.constant(cell);
                f.emit(Op::GetGlobal, callee, constant, 0, span);
            }
            Err(node) => self.expression(f, node, Target::Register(callee)),
        }
        f.take();
        // The arguments are evaluated in order and consed onto a list, which is then reversed.
        let list = f.take();
        f.load(list, Value::NIL, span);
        for &operand in operands {
            let register = f.next;
            self.expression(f, operand, Target::Register(register));
            f.reserve(register + 1);
            f.emit(Op::Cons, list, register, list, span);
        }
        let reverse = self.cells.primitives().that_means(Meaning::Reverse);
        f.asm.emit(Word::new(Op::Native, 1, list, reverse.0, 0), span);
        f.reserve(f.next);
        f.next = window;
        let apply = self.cells.get(self.mc, self.cells.primitives().that_means(Meaning::Apply));
        let callee = Callee::Global(f.constant(apply));
        self.emit_call(f, callee, window, 2, target, span);
    }
}
