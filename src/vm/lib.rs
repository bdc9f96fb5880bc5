//! Runs bytecode: a virtual machine with register windows on one stack and no native
//! recursion.
//!
//! `unsafe` lives in this folder (and in the heap's crate) only; the rules it
//! relies on stand at the top of `run.rs`. `tier` runs what `jit` makes of procedures that
//! run often.

#![cfg_attr(
    not(all(feature = "jit", any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux")),
    allow(dead_code, reason = "the native tier alone uses some")
)]

mod arguments;
mod attribution;
mod barrier;
mod call;
mod continuation;
mod control;
pub mod describe;
mod frames;
pub mod handles;
pub mod identities;
pub mod inspect;
pub mod machine;
pub mod native;
#[cfg(not(feature = "tools"))]
mod no_profile;
#[cfg(not(all(feature = "jit", any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux")))]
mod no_tier;
pub mod ports;
#[cfg(feature = "tools")]
pub mod profile;
pub mod random;
pub(crate) mod run;
mod slow;
mod stack;
pub mod system;
mod tails;
#[cfg(all(feature = "jit", any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux"))]
mod tier;
pub mod tiering;
mod trap;
mod upvalue;
mod values;
mod words;
pub mod world;

#[cfg(not(feature = "tools"))]
use no_profile as profile;
#[cfg(not(all(feature = "jit", any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux")))]
use no_tier as tier;

pub use frames::Activation;
pub use machine::{Exit, Machine};
pub use run::run;
pub use stack::Stack;
pub use tiering::{Native, NativeStats, NativeSymbol};
