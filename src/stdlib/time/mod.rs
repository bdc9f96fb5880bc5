//! Dates and times with time zones: the library `(cairn time)`.
//!
//! A *moment* is a point in time in a time zone. Its calendar is the Gregorian one, from the
//! year -9999 to 9999, its clock counts nanoseconds and knows no leap seconds.

pub mod natives;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[("cairn time", natives::ROWS)];
