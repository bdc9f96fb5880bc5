//! Numbers (R7RS 6.2): rows over the numeric tower of [`crate::number`].
//!
//! [`arith`] has the operations that the machine needs for its instructions too,
//! with the cases of two fixnums and two flonums in front. Everything else turns
//! its arguments into [`Number`]s, which for the small ones costs no allocation.

pub mod arith;
pub mod basic;
pub mod bits;
pub mod classes;
pub mod fixflo;
pub mod functions;
pub mod integers;
pub mod text;

use cairn_gc::Value;

use super::Context;
use crate::error::{ErrorKind, Result, Throw};
use crate::number::{NumError, Number, bridge};

type Args<'a, 'gc> = &'a [Value<'gc>];

/// The number that `value` is.
fn number<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Number> {
    bridge::to_number(value).ok_or_else(|| Throw::wrong_type(who, "a number", value))
}

/// The failure of `who` on these arguments.
#[cold]
fn failed<'gc>(who: &str, error: NumError, args: Args<'_, 'gc>) -> Throw<'gc> {
    let expected = match error {
        NumError::DivisionByZero => {
            return Throw::new(ErrorKind::DivisionByZero, format!("{who}: division by zero"), &[]);
        }
        NumError::TooLarge => {
            return Throw::new(ErrorKind::Range, format!("{who}: the exact result would be too large"), &[]);
        }
        NumError::Undefined(_) => {
            return Throw::new(ErrorKind::Range, format!("{who}: no result is defined for"), args);
        }
        NumError::NotReal(_) => "a real number",
        NumError::NotRational(_) => "a rational number",
        NumError::NotInteger(_) => "an integer",
        NumError::NotExactInteger(_) => "an exact integer",
        NumError::Negative(_) => "a number that is not negative",
        NumError::NoExact(_) => "a finite number",
    };
    let at_fault = error.argument().and_then(|i| args.get(i)).or(args.first());
    Throw::wrong_type(who, expected, at_fault.copied().unwrap_or(Value::FALSE))
}

/// A function of one number.
fn unary<'gc>(
    cx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    f: impl FnOnce(&Number) -> std::result::Result<Number, NumError>,
) -> Result<'gc> {
    let result = f(&number(who, args[0])?).map_err(|error| failed(who, error, args))?;
    bridge::from_number(cx.mc, &result)
}

/// A function of two numbers.
fn binary<'gc>(
    cx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    f: impl FnOnce(&Number, &Number) -> std::result::Result<Number, NumError>,
) -> Result<'gc> {
    let result = f(&number(who, args[0])?, &number(who, args[1])?).map_err(|error| failed(who, error, args))?;
    bridge::from_number(cx.mc, &result)
}

/// A property of a number.
fn test<'gc>(
    who: &str,
    args: Args<'_, 'gc>,
    f: impl FnOnce(&Number) -> std::result::Result<bool, NumError>,
) -> Result<'gc> {
    let holds = f(&number(who, args[0])?).map_err(|error| failed(who, error, args))?;
    Ok(Value::bool(holds))
}
