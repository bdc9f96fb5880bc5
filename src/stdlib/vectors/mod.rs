//! Vectors: natives, and what takes procedures in Scheme.

pub mod natives;
pub mod prelude;
