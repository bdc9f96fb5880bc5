//! Gives programs in C the engine: the functions that `include/cairn.h` declares and describes.
//!
//! Every function here is `unsafe`, because C cannot promise anything to the compiler: each trusts
//! its caller that texts and places for results are null or good. Engines and values are looked up before
//! they are followed (`live.rs`), so null, one that was freed, or an engine that another thread uses is a failure;
//! and a panic stays inside the engine.

#![deny(unreachable_pub)]
#![allow(clippy::missing_safety_doc, reason = "the header states what pointers must be")]
#![allow(non_camel_case_types, reason = "types have the names that C gives them")]

mod engine;
mod live;
mod natives;
mod text;
mod values;

pub use engine::*;
pub use natives::*;
pub use text::*;
pub use values::*;
