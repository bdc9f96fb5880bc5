//! Implements sorting: a fast path in Rust, and the general algorithm in Scheme.

pub mod natives;
pub mod prelude;
