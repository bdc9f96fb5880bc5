//! Tests of the compiler that need the builtins, and of code that runs.

mod codegen;
mod expand;
mod passes;
mod saved;
