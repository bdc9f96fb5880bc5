//! Implements evaluation, and operations on syntax objects.

pub mod natives;
pub mod syntax;
