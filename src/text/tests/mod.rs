//! Tests of reader, printer and equivalence.

mod support;
mod errors;
