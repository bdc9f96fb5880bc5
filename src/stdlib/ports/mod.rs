//! Ports: making them, input, output, and what takes procedures in Scheme.

pub mod input;
pub mod natives;
pub mod output;
pub mod prelude;
#[cfg(test)]
mod tests;
pub(in crate::stdlib) mod transfer;
