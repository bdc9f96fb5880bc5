//! Bytecode: the instruction set, its assembler, verifier and disassembler.

pub mod asm;
pub mod disasm;
mod fuse;
mod initialised;
pub mod ops;
pub mod verify;

pub use asm::{Assembler, AssignedRange, CodeMeta, Label, LocalRange};
pub use ops::{Op, Role, Word, constant_operand};
