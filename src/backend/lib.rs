//! Makes bytecode of the core language: the passes that optimise it, the code generator, the instruction set, and
//! saved code.

#![forbid(unsafe_code)]

pub mod bytecode;
pub mod codegen;
pub mod passes;
pub mod saved;
