//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.

pub mod error;
pub mod ir;
pub mod source;
