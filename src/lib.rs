//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.

pub mod builtins;
pub mod bytecode;
pub mod codegen;
pub mod compile;
pub mod conditions;
pub mod engine;
pub mod error;
pub mod expand;
pub mod hashtable;
pub mod homogeneous;
pub mod ir;
pub mod library;
pub mod number;
pub mod passes;
pub mod permissions;
pub mod port;
pub mod prelude;
pub mod source;
pub mod text;
pub mod vm;
pub mod world;
