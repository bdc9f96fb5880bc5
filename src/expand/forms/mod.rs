//! Expands the derived and primitive expression forms (R7RS 4.1 and 4.2), and others, by theme.
//! Each function is the row of one name in the table of [`crate::special`].

pub mod binding;
pub mod conditional;
pub mod control;
pub mod core;
pub mod delimited;
pub mod derived;
pub mod optional;
pub mod quasi;
pub mod splice;
