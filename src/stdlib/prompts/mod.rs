//! Implements delimited continuations: natives, and the operators in Scheme.

pub mod natives;
pub mod prelude;
mod transplant;
