//! Implements strings: those of the report, and more.

pub mod extra;
pub mod natives;
