//! Stores numbers of one type in a vector (SRFI 4, SRFI 160).
//!
//! The bytes of an object of [`Kind::Homogeneous`] are its elements, little-endian, plus one byte
//! for their type. Bytevectors are the vectors of `u8`. A NaN is stored in one form, so that
//! vectors with `eqv?` elements have the same bytes.

use cairn_gc::{Kind, Mutation, Value};
use cairn_number::{Number, Real};
use dashu_int::IBig;

use crate::bridge;
use crate::error::Result;

/// A type of elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Element {
    /// Signed integers of 8 bits.
    S8,
    /// Unsigned integers of 16 bits.
    U16,
    /// Signed integers of 16 bits.
    S16,
    /// Unsigned integers of 32 bits.
    U32,
    /// Signed integers of 32 bits.
    S32,
    /// Unsigned integers of 64 bits.
    U64,
    /// Signed integers of 64 bits.
    S64,
    /// Real numbers as floats of 32 bits.
    F32,
    /// Real numbers as floats of 64 bits.
    F64,
    /// Complex numbers as two floats of 32 bits.
    C64,
    /// Complex numbers as two floats of 64 bits.
    C128,
}

use Element::{C64, C128, F32, F64, S8, S16, S32, S64, U16, U32, U64};

impl Element {
    /// All types, in the order of their numbers.
    pub const ALL: [Element; 11] = [S8, U16, S16, U32, S32, U64, S64, F32, F64, C64, C128];

    /// The tag of its literals, and of the names of its procedures.
    pub const fn tag(self) -> &'static str {
        match self {
            S8 => "s8",
            U16 => "u16",
            S16 => "s16",
            U32 => "u32",
            S32 => "s32",
            U64 => "u64",
            S64 => "s64",
            F32 => "f32",
            F64 => "f64",
            C64 => "c64",
            C128 => "c128",
        }
    }

    /// The type with this tag.
    pub fn tagged(tag: &str) -> Option<Element> {
        Element::ALL.into_iter().find(|element| element.tag() == tag)
    }

    /// Bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            S8 => 1,
            U16 | S16 => 2,
            U32 | S32 | F32 => 4,
            U64 | S64 | F64 | C64 => 8,
            C128 => 16,
        }
    }

    /// Encodes a number as an element; `None` if it is not of this type.
    pub fn encode(self, value: Value<'_>) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        match self {
            F32 | F64 | C64 | C128 => self.encode_inexact(&bridge::to_number(value)?, &mut bytes)?,
            _ => {
                let n = integer(value)?;
                let bits = 8 * self.size() as u32;
                let (least, most) = match self {
                    S8 | S16 | S32 | S64 => (-1 << (bits - 1), (1 << (bits - 1)) - 1),
                    _ => (0, (1_i128 << bits) - 1),
                };
                if n < least || n > most {
                    return None;
                }
                bytes = n.to_le_bytes();
            }
        }
        Some(bytes)
    }

    fn encode_inexact(self, number: &Number, bytes: &mut [u8; 16]) -> Option<()> {
        let (re, im) = match (self, number) {
            (_, Number::Real(x)) => (x.to_f64(), 0.0),
            (F32 | F64, Number::Complex(_)) => return None,
            (_, Number::Complex(parts)) => (parts.0.to_f64(), parts.1.to_f64()),
        };
        if matches!(self, F32 | C64) {
            bytes[..4].copy_from_slice(&single(re));
            bytes[4..8].copy_from_slice(&single(im));
        } else {
            bytes[..8].copy_from_slice(&double(re));
            bytes[8..].copy_from_slice(&double(im));
        }
        Some(())
    }

    /// Decodes the bytes of one element.
    pub fn decode(self, bytes: &[u8]) -> Number {
        match self {
            F32 => Number::Real(Real::Flo(from_single(bytes))),
            F64 => Number::Real(Real::Flo(from_double(bytes))),
            C64 => complex(from_single(bytes), from_single(&bytes[4..])),
            C128 => complex(from_double(bytes), from_double(&bytes[8..])),
            _ => Number::Real(self.decode_integer(bytes)),
        }
    }

    fn decode_integer(self, bytes: &[u8]) -> Real {
        let n = u64::from_le_bytes(std::array::from_fn(|i| bytes.get(i).copied().unwrap_or(0)));
        let unused = 64 - 8 * self.size() as u32;
        match self {
            U64 => Real::from(IBig::from(n)),
            U16 | U32 => Real::Fix(n as i64),
            _ => Real::Fix((n << unused) as i64 >> unused),
        }
    }
}

fn integer(value: Value<'_>) -> Option<i128> {
    match value.as_fixnum() {
        Some(n) => Some(n.into()),
        None => i128::try_from(bridge::to_integer(value)?).ok(),
    }
}

fn single(x: f64) -> [u8; 4] {
    (if x.is_nan() { f32::NAN } else { x as f32 }).to_le_bytes()
}

fn double(x: f64) -> [u8; 8] {
    (if x.is_nan() { f64::NAN } else { x }).to_le_bytes()
}

fn from_single(bytes: &[u8]) -> f64 {
    f32::from_le_bytes(std::array::from_fn(|i| bytes[i])).into()
}

fn from_double(bytes: &[u8]) -> f64 {
    f64::from_le_bytes(std::array::from_fn(|i| bytes[i]))
}

/// A number whose imaginary part is the zero of a stored real number is real.
fn complex(re: f64, im: f64) -> Number {
    if im.to_bits() == 0 { Number::Real(Real::Flo(re)) } else { Number::rectangular(Real::Flo(re), Real::Flo(im)) }
}

/// The type and the element bytes of a homogeneous vector other than a bytevector.
pub fn parts<'gc>(value: Value<'gc>) -> Option<(Element, &'gc [u8])> {
    if !value.has_kind(Kind::Homogeneous) {
        return None;
    }
    let (&tag, bytes) = value.bytes().split_last()?;
    Some((*Element::ALL.get(usize::from(tag))?, bytes))
}

/// A vector of `length` elements, all of whose bytes are zero.
///
/// # Errors
/// Out of memory.
pub fn make<'gc>(mc: Mutation<'gc>, element: Element, length: usize) -> Result<'gc> {
    let size = length.saturating_mul(element.size());
    let vector = mc.alloc_bytes(Kind::Homogeneous, size.saturating_add(1))?;
    vector.bytes_mut(mc, |bytes| bytes[size] = element as u8);
    Ok(vector)
}

/// The vector of these numbers; otherwise the first number that is not of the type.
///
/// # Errors
/// Out of memory.
pub fn collect<'gc>(
    mc: Mutation<'gc>,
    element: Element,
    length: usize,
    numbers: impl Iterator<Item = Value<'gc>>,
) -> Result<'gc, std::result::Result<Value<'gc>, Value<'gc>>> {
    let vector = make(mc, element, length)?;
    let size = element.size();
    let stored = vector.bytes_mut(mc, |bytes| {
        for (place, number) in bytes.chunks_exact_mut(size).zip(numbers).take(length) {
            place.copy_from_slice(&element.encode(number).ok_or(number)?[..size]);
        }
        Ok(())
    });
    Ok(stored.map(|()| vector))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_the_numbers_and_tags_that_name_them() {
        for (i, element) in Element::ALL.into_iter().enumerate() {
            assert_eq!(element as usize, i);
            assert_eq!(Element::tagged(element.tag()), Some(element));
        }
    }
}
