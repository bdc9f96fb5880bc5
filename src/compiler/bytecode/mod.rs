//! Defines the instruction set, and assembles, verifies, analyses and disassembles code.

pub mod asm;
pub mod disasm;
mod flow;
pub mod forms;
mod fuse;
mod initialised;
mod liveness;
pub mod ops;
pub mod verify;

pub use asm::{Assembler, Label, code_object};
pub use liveness::liveness;
pub use ops::{Op, Role, Word, constant_operand};
