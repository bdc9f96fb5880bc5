//! Compiles datums to bytecode: environments, the expander, the core language, its passes,
//! and the code generator.

pub mod bytecode;
pub mod codegen;
pub mod compile;
pub mod deep;
pub mod environment;
pub mod expand;
pub mod ir;
pub mod names;
pub mod passes;
pub mod primitives;
pub mod results;
pub mod saved;
pub mod session;
