//! Cairn for programs in C: the functions that `include/cairn.h` declares, which says what each
//! does.
//!
//! `unsafe` is what a C interface is made of: each function trusts the caller that its
//! pointers are null where that is allowed, or good, as the header says.

#![allow(clippy::missing_safety_doc, reason = "the header states what pointers must be")]

mod engine;
mod natives;
mod text;
mod values;

pub use engine::*;
pub use natives::*;
pub use text::*;
pub use values::*;
