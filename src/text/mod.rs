//! Text and data: the reader (R7RS 2 and 7.1), the printer (6.13.3), and the
//! equivalence of data (6.1), which both are tested against.
//!
//! Nothing here recurses on the native stack in proportion to the depth of the
//! data: each walk keeps a stack of its own. Nothing panics, whatever the input.

pub mod casing;
mod chars;
mod numbers;
pub mod printer;
pub mod reader;
#[cfg(test)]
mod tests;
