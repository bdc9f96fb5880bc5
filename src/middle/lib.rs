//! Holds what the expander and the code generator share: names and what they mean, the builtins as the compiler
//! sees them, the core language, the state between units.

#![forbid(unsafe_code)]

pub mod deep;
pub mod environment;
pub mod ir;
pub mod names;
pub mod options;
pub mod primitives;
pub mod results;
pub mod session;
