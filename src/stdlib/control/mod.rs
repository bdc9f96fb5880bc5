//! Implements control: the operations of the machine, dynamic state, parameters, exceptions.

pub mod natives;
pub mod parameters;
pub mod prelude;
