//! Implements numbers (R7RS 6.2): rows over the numeric tower of [`cairn_number`].
//!
//! [`cairn_data::arith`] has the operations that the machine also needs for its instructions, with fast paths
//! for two fixnums and two flonums. All others convert their arguments to [`Number`]s, which costs
//! no allocation for small ones.

pub mod basic;
pub mod bits;
pub mod classes;
pub mod fixflo;
pub mod functions;
pub mod integers;
pub mod text;

use cairn_data::bridge::{self, failed, number};
use cairn_data::error::Result;
use cairn_gc::Value;
use cairn_number::{NumError, Number};

use super::{Args, Context};

/// A function of one number.
fn unary<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    f: fn(&Number) -> std::result::Result<Number, NumError>,
) -> Result<'gc> {
    let result = f(&number(who, args[0])?).map_err(|error| failed(who, error, args))?;
    bridge::from_number(ctx.mc, &result)
}

/// A function of two numbers.
fn binary<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    f: fn(&Number, &Number) -> std::result::Result<Number, NumError>,
) -> Result<'gc> {
    let result = f(&number(who, args[0])?, &number(who, args[1])?).map_err(|error| failed(who, error, args))?;
    bridge::from_number(ctx.mc, &result)
}

/// The result of `f` for two fixnums, if that is a fixnum too.
#[inline]
fn of_fixnums<'gc>(args: Args<'_, 'gc>, f: impl FnOnce(i64, i64) -> Option<i64>) -> Option<Value<'gc>> {
    let (x, y) = (args[0].as_fixnum()?, args[1].as_fixnum()?);
    Value::try_fixnum(f(x, y)?)
}

/// A property of a number.
fn test<'gc>(who: &str, args: Args<'_, 'gc>, f: fn(&Number) -> std::result::Result<bool, NumError>) -> Result<'gc> {
    let holds = f(&number(who, args[0])?).map_err(|error| failed(who, error, args))?;
    Ok(Value::bool(holds))
}

/// The same, with a shorter way for fixnums.
fn test_small<'gc>(
    who: &str,
    args: Args<'_, 'gc>,
    small: fn(i64) -> bool,
    f: fn(&Number) -> std::result::Result<bool, NumError>,
) -> Result<'gc> {
    match args[0].as_fixnum() {
        Some(n) => Ok(Value::bool(small(n))),
        None => test(who, args, f),
    }
}
