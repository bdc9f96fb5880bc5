//! Shows programs to people: a pretty printer, traces of calls, and what a session stops at.

pub mod natives;
pub mod prelude;
