//! Implements pairs and lists: natives, and procedures that take procedures, in Scheme.

pub mod natives;
pub mod prelude;
pub mod support;
