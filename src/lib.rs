//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.
//!
//! The folders are layers: each uses those above it in this list, and no other.

pub mod number;

pub mod data;

pub mod text;

pub mod compiler;

pub mod vm;

pub mod stdlib;

pub mod engine;
