//! Defines short procedures of other Schemes, in Scheme.

pub mod prelude;
