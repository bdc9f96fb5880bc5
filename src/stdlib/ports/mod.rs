//! Implements ports: opening, input, output, and procedures that take procedures, in Scheme.

pub mod input;
pub mod natives;
pub mod output;
pub mod prelude;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;
