//! The names of registers, operands and instructions, in the notation of Intel's manuals.

use std::fmt::{self, Display, Formatter};

use super::super::asm::{Alu, Cond, Gp, Mem, Rm, Shift, Sse};

/// The names of the first eight registers without their prefix.
const NAMES: [&str; 8] = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"];

impl Gp {
    /// The name of its lowest `width` bytes.
    pub(crate) fn name(self, width: u8) -> String {
        match (NAMES.get(self.0 as usize), width) {
            (Some(name), 8) => format!("r{name}"),
            (Some(name), 4) => format!("e{name}"),
            (Some(name), _) => format!("{}l", name.trim_end_matches('x')),
            (None, 8) => format!("r{}", self.0),
            (None, 4) => format!("r{}d", self.0),
            (None, _) => format!("r{}b", self.0),
        }
    }
}

impl Rm {
    /// The text of an operand of `width` bytes.
    pub(crate) fn name(self, width: u8) -> String {
        match self {
            Rm::R(register) => register.name(width),
            Rm::M(memory) => memory.to_string(),
        }
    }
}

impl Display for Mem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.base.name(8))?;
        if let Some((index, shift)) = self.index {
            write!(f, " + {}*{}", index.name(8), 1 << shift)?;
        }
        match self.disp {
            0 => write!(f, "]"),
            disp if disp < 0 => write!(f, " - {:#x}]", disp.unsigned_abs()),
            disp => write!(f, " + {disp:#x}]"),
        }
    }
}

impl Display for Alu {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Alu::Add => "add",
            Alu::Or => "or",
            Alu::And => "and",
            Alu::Sub => "sub",
            Alu::Cmp => "cmp",
        })
    }
}

impl Display for Shift {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Shift::Rol => "rol",
            Shift::Ror => "ror",
            Shift::Shl => "shl",
            Shift::Shr => "shr",
            Shift::Sar => "sar",
        })
    }
}

impl Display for Sse {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sse::Add => "add",
            Sse::Mul => "mul",
            Sse::Sub => "sub",
            Sse::Div => "div",
            Sse::Sqrt => "sqrt",
        })
    }
}

impl Display for Cond {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cond::Overflow => "o",
            Cond::Below => "b",
            Cond::NotBelow => "ae",
            Cond::Equal => "e",
            Cond::NotEqual => "ne",
            Cond::NotAbove => "be",
            Cond::Above => "a",
            Cond::Sign => "s",
            Cond::NotSign => "ns",
            Cond::Parity => "p",
            Cond::NotParity => "np",
            Cond::Less => "l",
            Cond::NotLess => "ge",
            Cond::NotGreater => "le",
            Cond::Greater => "g",
        })
    }
}
