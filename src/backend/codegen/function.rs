//! Keeps the state of a procedure under construction: registers and places of variables.
//!
//! Registers are allocated like a stack: everything below `next` is initialised and may be scanned
//! at a safepoint; `next` and above are free. An expression that is computed into `next` may use
//! that register for its own calls.

use std::collections::HashMap;

use cairn_data::code::{AssignedRange, LocalRange};
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::ir::{LoopId, VarId};

use crate::bytecode::{Assembler, Label, Op, Word, constant_operand};

/// The place of a variable's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In a register, never assigned.
    Register(u16),
    /// In a register that a capture of the continuation may turn into a cell.
    Assigned(u16),
    /// Captured by value.
    Captured(u16),
    /// In a captured cell.
    CapturedCell(u16),
    /// The running closure.
    Itself,
}

/// A loop or a join point that encloses the current code.
#[derive(Clone)]
pub(super) struct LoopState {
    /// Start of the body, or of the join point's continuation.
    pub label: Label,
    /// Registers of the variables, consecutive from this one.
    pub first: u16,
    /// Variables.
    pub vars: Vec<VarId>,
    /// Whether it is a join point.
    pub join: bool,
}

/// One procedure.
pub(super) struct FunctionState<'gc> {
    /// Its code.
    pub asm: Assembler<'gc>,
    /// First free register.
    pub next: u16,
    /// Number of registers used.
    pub registers: u16,
    /// Places of the variables in scope.
    pub places: HashMap<VarId, Place>,
    /// The known global variable that holds this procedure itself, by its word, and the number of
    /// its parameters.
    pub own_cell: Option<(u64, usize)>,
    /// Enclosing loops and join points.
    pub loops: HashMap<LoopId, LoopState>,
    /// Live ranges of assigned variables.
    pub assigned: Vec<AssignedRange>,
    /// Those whose scope has not ended, by index: the outer ones first, in lower registers.
    pub open_assigned: Vec<usize>,
    /// Live ranges of named variables.
    pub locals: Vec<LocalRange>,
    /// Those whose scope has not ended, by index, outer ones first.
    pub open_locals: Vec<usize>,
    /// Whether a variable of this procedure may have an open cell.
    pub cells: bool,
    /// Whether the procedure needs more registers than the machine has.
    pub too_large: bool,
}

/// Largest number of registers of a frame; the rest is kept for windows.
const MOST_REGISTERS: u16 = u16::MAX - 300;

impl<'gc> FunctionState<'gc> {
    /// An empty procedure.
    pub(super) fn new() -> Self {
        FunctionState {
            asm: Assembler::new(),
            next: 0,
            registers: 0,
            places: HashMap::new(),
            own_cell: None,
            loops: HashMap::new(),
            assigned: Vec::new(),
            open_assigned: Vec::new(),
            locals: Vec::new(),
            open_locals: Vec::new(),
            cells: false,
            too_large: false,
        }
    }

    /// Takes the next register.
    pub(super) fn take(&mut self) -> u16 {
        let register = self.next;
        self.reserve(register + 1);
        self.next = register + 1;
        register
    }

    /// Ensures that the frame has `count` registers.
    pub(super) fn reserve(&mut self, count: u16) {
        if count > MOST_REGISTERS {
            // Continue with registers that exist; the code will be discarded.
            self.too_large = true;
            self.next = 0;
        }
        self.registers = self.registers.max(count);
    }

    /// Adds an instruction.
    pub(super) fn emit(&mut self, op: Op, a: u16, b: u16, c: u16, span: Span) {
        self.asm.emit(Word::new(op, 0, a, b, c), span);
    }

    /// Makes the procedure check the stack before anything else.
    pub(super) fn emit_first(&mut self, registers: u16) {
        self.asm.prepend(Word::new(Op::LargeFrame, 0, registers, 0, 0));
        self.assigned.iter_mut().for_each(|r| (r.from, r.to) = (r.from + 1, r.to.saturating_add(1)));
        self.locals.iter_mut().for_each(|r| (r.from, r.to) = (r.from + 1, r.to.saturating_add(1)));
    }

    /// Loads a constant into a register.
    pub(super) fn load(&mut self, target: u16, value: Value<'gc>, span: Span) {
        let word = match value.as_fixnum().and_then(|n| i32::try_from(n).ok()) {
            Some(n) => Word::wide(Op::LoadI, 0, target, n as u32),
            None if value.tag() == cairn_gc::TAG_IMMEDIATE && value.bits() <= u32::MAX as u64 => {
                Word::wide(Op::LoadImm, 0, target, value.bits() as u32)
            }
            None => {
                let index = self.asm.loaded_constant(value);
                Word::wide(Op::LoadK, 0, target, self.constant_place(index) as u32)
            }
        };
        self.asm.emit(word, span);
    }

    /// Copies a register.
    pub(super) fn copy(&mut self, target: u16, source: u16, span: Span) {
        if target != source {
            self.emit(Op::Move, target, source, 0, span);
        }
    }

    /// A constant as a 16-bit operand.
    pub(super) fn constant(&mut self, value: Value<'gc>) -> u16 {
        let index = self.asm.constant(value);
        let place = i16::try_from(self.constant_place(index));
        place.unwrap_or_else(|_| {
            self.too_large = true;
            0
        }) as u16
    }

    fn constant_place(&mut self, index: u32) -> i32 {
        constant_operand(index as usize).unwrap_or_else(|| {
            self.too_large = true;
            0
        })
    }
}
