//! Numbers of the host.

use cairn_data::bridge;
use cairn_gc::Value;
use cairn_number::{self as number, Number, Real};
use dashu_int::{IBig, UBig};

use super::{FromValue, IntoValue, Mismatch, Scope};

/// An exact rational number in lowest terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ratio {
    /// The numerator.
    pub numerator: IBig,
    /// The denominator, not zero.
    pub denominator: UBig,
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl<'gc> FromValue<'gc> for $type {
            #[inline]
            fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
                match value.as_fixnum().and_then(|n| $type::try_from(n).ok()) {
                    Some(n) => Ok(n),
                    None => large(value).ok_or_else(|| {
                        let expected = format!("an exact integer from {} to {}", $type::MIN, $type::MAX);
                        scope.mismatch(&expected, value)
                    }),
                }
            }
        }

        impl IntoValue for $type {
            #[inline]
            fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
                match i64::try_from(self).ok().and_then(Value::try_fixnum) {
                    Some(value) => Ok(value),
                    None => IBig::from(self).into_value(scope),
                }
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// An integer that is no fixnum.
#[cold]
fn large<T: TryFrom<IBig>>(value: Value<'_>) -> Option<T> {
    T::try_from(bridge::to_integer(value)?).ok()
}

impl<'gc> FromValue<'gc> for IBig {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        bridge::to_integer(value).ok_or_else(|| scope.mismatch("an exact integer", value))
    }
}

impl IntoValue for IBig {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(bridge::from_integer(scope.mc, &self)?)
    }
}

impl<'gc> FromValue<'gc> for Ratio {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        match bridge::to_real(value) {
            Some(Real::Rat(q)) => Ok(Ratio { numerator: q.numerator().clone(), denominator: q.denominator().clone() }),
            _ => match bridge::to_integer(value) {
                Some(numerator) => Ok(Ratio { numerator, denominator: UBig::ONE }),
                None => Err(scope.mismatch("an exact rational number", value)),
            },
        }
    }
}

impl IntoValue for Ratio {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        let part = |n: IBig| Number::Real(Real::Big(n));
        let quotient = number::div(&part(self.numerator), &part(IBig::from(self.denominator)));
        let quotient = quotient.map_err(|_| Mismatch::said("the denominator is zero"))?;
        Ok(bridge::from_number(scope.mc, &quotient)?)
    }
}

/// Any real number: an exact one is rounded.
impl<'gc> FromValue<'gc> for f64 {
    #[inline]
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        match value.as_flonum() {
            Some(x) => Ok(x),
            None => rounded(value).ok_or_else(|| scope.mismatch("a real number", value)),
        }
    }
}

fn rounded(value: Value<'_>) -> Option<f64> {
    if let Some(n) = value.as_fixnum() {
        return Some(n as f64);
    }
    match number::inexact(&Number::Real(bridge::to_real(value)?)) {
        Number::Real(Real::Flo(x)) => Some(x),
        _ => None,
    }
}

impl IntoValue for f64 {
    #[inline]
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        Ok(scope.mc.flonum(self))
    }
}

impl<'gc> FromValue<'gc> for f32 {
    fn from_value(scope: &mut Scope<'_, 'gc>, value: Value<'gc>) -> Result<Self, Mismatch> {
        f64::from_value(scope, value).map(|x| x as f32)
    }
}

impl IntoValue for f32 {
    fn into_value<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Result<Value<'gc>, Mismatch> {
        f64::from(self).into_value(scope)
    }
}
