//! Defines the instruction set, and assembles, verifies, analyses and disassembles code.

pub mod asm;
pub mod disasm;
mod flow;
pub mod forms;
mod fuse;
mod liveness;
pub mod ops;
mod registers;
pub mod verify;

pub use asm::{Assembler, Label, closed_procedure, code_object};
pub use flow::{ends, instructions, instructions_in, jump_of, length_of, reads_of, writes_of, written_by};
pub use liveness::{Live, live_before, liveness};
pub use ops::{CaptureKind, Flow, Op, Role, Word, constant_index, constant_operand};
pub use verify::{Shape, Verifier};
