//! Runs bytecode: a virtual machine with register windows on one stack and no native
//! recursion.
//!
//! `unsafe` lives in this folder (and in the heap's crate) only; the rules it
//! relies on stand at the top of `run.rs`.

mod barrier;
mod call;
mod continuation;
pub mod describe;
mod frames;
pub mod inspect;
pub mod machine;
pub mod native;
pub mod permissions;
pub mod ports;
pub mod profile;
pub mod random;
pub(crate) mod run;
mod slow;
mod stack;
mod trap;
mod upvalue;
mod values;
pub mod world;

pub use machine::{Exit, Machine};
pub use run::run;
