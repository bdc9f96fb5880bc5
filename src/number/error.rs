//! Represents the errors of arithmetic.
//!
//! An error identifies the offending argument by its position, counted from zero, so that the
//! caller, who knows the procedure's name and holds the values, can word the message. Nothing here
//! allocates.

use super::pulse::Stopped;

/// Why an operation has no result. The `usize` is the position, from zero, of the
/// argument at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumError {
    /// An exact zero divisor, or zero raised to a negative power.
    #[error("division by zero")]
    DivisionByZero,
    /// A real number was expected and a complex one was given.
    #[error("not a real number")]
    NotReal(usize),
    /// A finite real number was expected: not an infinity, a NaN or a complex number.
    #[error("not a rational number")]
    NotRational(usize),
    /// An integer, exact or inexact, was expected.
    #[error("not an integer")]
    NotInteger(usize),
    /// An exact integer was expected.
    #[error("not an exact integer")]
    NotExactInteger(usize),
    /// A value that must not be negative is negative.
    #[error("must not be negative")]
    Negative(usize),
    /// An infinity or a NaN has no exact counterpart.
    #[error("has no exact representation")]
    NoExact(usize),
    /// The function has no value there: `(log 0)`, `(atan 0 0)`, `(atan +i)`.
    #[error("the result is undefined for this argument")]
    Undefined(usize),
    /// The exact result would need more bits than the limit allows.
    #[error("the exact result would be too large")]
    TooLarge,
    /// The pulse stopped the computation, see [`super::pulse`].
    #[error("the computation was stopped")]
    Stopped(Stopped),
    /// There is no room for this many bytes of a result and its intermediate values.
    #[error("no room for {0} bytes")]
    NoRoom(usize),
}

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
