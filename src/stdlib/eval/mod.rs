//! Evaluation, and syntax as data.

pub mod natives;
pub mod syntax;
