//! Gives programs in C the engine: the functions that `include/cairn.h` declares and describes.
//!
//! Every function here is `unsafe`, because C cannot promise anything to the compiler: each trusts
//! its caller that a pointer is null where the header allows that, and otherwise points to what
//! the header says. Rust keeps the rest: no value, handle or error outlives its engine unnoticed,
//! and a panic stays inside the engine.

#![deny(unreachable_pub)]
#![allow(clippy::missing_safety_doc, reason = "the header states what pointers must be")]
#![allow(non_camel_case_types, reason = "types have the names that C gives them")]

mod engine;
mod natives;
mod text;
mod values;

pub use engine::*;
pub use natives::*;
pub use text::*;
pub use values::*;
