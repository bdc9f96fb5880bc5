//! Tests of reader, printer and equivalence. Most are tables of texts.

mod deep;
mod equivalence;
mod errors;
mod labels;
mod objects;
mod ports;
mod random;
mod spans;
mod support;
mod syntax;
