//! Implements hash tables: natives, and procedures that take procedures, in Scheme.

pub mod natives;
pub mod prelude;
