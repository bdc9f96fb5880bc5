//! The interface between the compiler and the assembler of a machine: registers, operands, conditions, labels.
//!
//! The compiler is written for a machine of sixteen registers, with instructions of two operands that set flags, as
//! x86-64 is; its names are that machine's. `x64.rs` and `a64.rs` each encode the same operations for theirs: the
//! methods of [`Asm`] that are not here.

use super::listing::{Line, Note};
use super::machine::patch;

/// A general register, by its number in the encodings of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Gp(pub u8);

/// A register of doubles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Xmm(pub u8);

/// A place in memory: a base register, perhaps an index register times a power of two,
/// and a displacement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mem {
    pub(super) base: Gp,
    pub(super) index: Option<(Gp, u8)>,
    pub(super) disp: i32,
}

/// `[base + disp]`
pub(super) const fn at(base: Gp, disp: i32) -> Mem {
    Mem { base, index: None, disp }
}

/// `[base + index * 2^shift + disp]`
pub(super) const fn indexed(base: Gp, index: Gp, shift: u8, disp: i32) -> Mem {
    Mem { base, index: Some((index, shift)), disp }
}

/// An operand that is a register or a place in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rm {
    R(Gp),
    M(Mem),
}

impl From<Gp> for Rm {
    fn from(register: Gp) -> Rm {
        Rm::R(register)
    }
}

impl From<Mem> for Rm {
    fn from(memory: Mem) -> Rm {
        Rm::M(memory)
    }
}

/// Operations of two operands, by their number on x86-64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Alu {
    Add = 0,
    Or = 1,
    And = 4,
    Sub = 5,
    Cmp = 7,
}

/// Shifts and rotations by a constant, by their number on x86-64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shift {
    Rol = 0,
    Ror = 1,
    Shl = 4,
    Shr = 5,
    Sar = 7,
}

/// Operations on doubles, by their opcode on x86-64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sse {
    Add = 0x58,
    Mul = 0x59,
    Sub = 0x5C,
    Div = 0x5E,
    Sqrt = 0x51,
}

/// Conditions, by their number on x86-64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cond {
    Overflow = 0,
    Below = 2,
    NotBelow = 3,
    Equal = 4,
    NotEqual = 5,
    NotAbove = 6,
    Above = 7,
    Sign = 8,
    NotSign = 9,
    Parity = 0xA,
    NotParity = 0xB,
    Less = 0xC,
    NotLess = 0xD,
    NotGreater = 0xE,
    Greater = 0xF,
}

impl Cond {
    /// The opposite.
    pub(super) fn not(self) -> Cond {
        use Cond::*;
        match self {
            Overflow => unreachable!("nothing jumps when there is no overflow"),
            Below => NotBelow,
            NotBelow => Below,
            Equal => NotEqual,
            NotEqual => Equal,
            NotAbove => Above,
            Above => NotAbove,
            Sign => NotSign,
            NotSign => Sign,
            Parity => NotParity,
            NotParity => Parity,
            Less => NotLess,
            NotLess => Less,
            NotGreater => Greater,
            Greater => NotGreater,
        }
    }
}

/// A place in the code that jumps may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label(u32);

/// Machine code under construction. It does not depend on where it will lie.
#[derive(Default)]
pub(super) struct Asm {
    /// The instruction of the bytecode that the code belongs to, by its index.
    pub origin: usize,
    /// The listing, if there is to be one.
    pub notes: Option<Vec<Note>>,
    pub(super) bytes: Vec<u8>,
    /// Offset of each label; `u32::MAX` until bound.
    labels: Vec<u32>,
    /// Jumps: where the 32 bits with the distance are, and the label.
    pub(super) fixups: Vec<(u32, Label)>,
}

impl Asm {
    /// Bytes so far.
    pub(super) fn here(&self) -> usize {
        self.bytes.len()
    }

    /// A label to be bound later.
    pub(super) fn label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds a label to the next instruction.
    pub(super) fn bind(&mut self, label: Label) {
        debug_assert_eq!(self.labels[label.0 as usize], u32::MAX);
        self.labels[label.0 as usize] = self.here() as u32;
    }

    /// Where a bound label is.
    pub(super) fn offset_of(&self, label: Label) -> u32 {
        self.labels[label.0 as usize]
    }

    /// The listing, all labels of which are bound.
    pub(super) fn lines(&mut self) -> Vec<Line> {
        let notes = self.notes.take().unwrap_or_default();
        let line = |note: Note| Line {
            offset: note.offset,
            origin: note.origin,
            text: match note.target {
                Some(label) => format!("{} {:#x}", note.text, self.offset_of(label)),
                None => note.text,
            },
        };
        notes.into_iter().map(line).collect()
    }

    /// The code, all labels of which are bound.
    pub(super) fn finish(mut self) -> Vec<u8> {
        for (place, label) in std::mem::take(&mut self.fixups) {
            let target = self.labels[label.0 as usize];
            debug_assert_ne!(target, u32::MAX, "a jump to nowhere");
            patch(&mut self.bytes, place as usize, target as usize);
        }
        self.bytes
    }
}
