//! Represents the errors of arithmetic.
//!
//! An error identifies the offending argument by its position, counted from zero, so that the
//! caller, who knows the procedure's name and holds the values, can word the message. Nothing here
//! allocates.

use std::fmt;

use super::pulse::Stopped;

/// Why an operation has no result. The `usize` is the position, from zero, of the
/// argument at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumError {
    /// An exact zero divisor, or zero raised to a negative power.
    DivisionByZero,
    /// A real number was expected and a complex one was given.
    NotReal(usize),
    /// A finite real number was expected: not an infinity, a NaN or a complex number.
    NotRational(usize),
    /// An integer, exact or inexact, was expected.
    NotInteger(usize),
    /// An exact integer was expected.
    NotExactInteger(usize),
    /// A value that must not be negative is negative.
    Negative(usize),
    /// An infinity or a NaN has no exact counterpart.
    NoExact(usize),
    /// The function has no value there: `(log 0)`, `(atan 0 0)`, `(atan +i)`.
    Undefined(usize),
    /// The exact result would need more bits than the limit allows.
    TooLarge,
    /// The pulse stopped the computation, see [`super::pulse`].
    Stopped(Stopped),
    /// There is no room for this many bytes of a result and its intermediate values.
    NoRoom(usize),
}

impl fmt::Display for NumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DivisionByZero => "division by zero",
            Self::NotReal(_) => "not a real number",
            Self::NotRational(_) => "not a rational number",
            Self::NotInteger(_) => "not an integer",
            Self::NotExactInteger(_) => "not an exact integer",
            Self::Negative(_) => "must not be negative",
            Self::NoExact(_) => "has no exact representation",
            Self::Undefined(_) => "the result is undefined for this argument",
            Self::TooLarge => "the exact result would be too large",
            Self::Stopped(_) => "the computation was stopped",
            Self::NoRoom(bytes) => return write!(f, "no room for {bytes} bytes"),
        })
    }
}

impl std::error::Error for NumError {}

impl NumError {
    /// The position, from zero, of the argument at fault, if one argument is.
    pub fn argument(self) -> Option<usize> {
        match self {
            Self::DivisionByZero | Self::TooLarge | Self::Stopped(_) | Self::NoRoom(_) => None,
            Self::NotReal(i)
            | Self::NotRational(i)
            | Self::NotInteger(i)
            | Self::NotExactInteger(i)
            | Self::Negative(i)
            | Self::NoExact(i)
            | Self::Undefined(i) => Some(i),
        }
    }
}
