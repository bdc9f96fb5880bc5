//! Reads data from text (R7RS 2 and 7.1) and prints them (6.13.3).
//!
//! Nothing here recurses on the native stack in proportion to the depth of the
//! data: each walk keeps a stack of its own. Nothing panics, whatever the input.

#![forbid(unsafe_code)]

pub mod casing;
mod chars;
mod numbers;
pub mod printer;
pub mod reader;
#[cfg(test)]
mod tests;
