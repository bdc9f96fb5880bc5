//! Tests of the compiler that need the builtins, and of code that runs.

mod codegen;
mod expand;
mod damaged;
mod passes;
mod rows;
mod saved;
mod support;
